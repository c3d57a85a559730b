/*
 * table.h: what a recorded program costs with each backend, beside plain and beside no counts at all.
 */
#ifndef RC_BENCH_REPLAY_TABLE_H
#define RC_BENCH_REPLAY_TABLE_H

#include "bench/replay/report.h"

/*
 * Replays the trace of the report with its threads, with as many as there are processors if these are
 * fewer, and with one; measures all, says so, and returns false if a backend did not do it right. `backend` is a name or all; plain is there in any case,
 * because the others are compared with it. `patience` as in rounds.h, for each of these ways. Fails as
 * rc_cli_fail does.
 */
bool rc_replay_table(const rc_replay_report *report, const char *backend, double patience);

#endif
