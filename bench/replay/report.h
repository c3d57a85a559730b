/*
 * report.h: what rc-replay says: a line for people, an object for programs.
 */
#ifndef RC_BENCH_REPLAY_REPORT_H
#define RC_BENCH_REPLAY_REPORT_H

#include <stdint.h>

#include "bench/replay/rounds.h"
#include "bench/trace/stats.h"
#include "refcount/tool/cli.h"

typedef struct rc_replay_report {
    const char *path; /* of the trace */
    const rc_trace *trace;
    const rc_trace_stats *stats;
    const uint64_t *seed; /* NULL: none was given */
    unsigned repeat;
    bool quiet;        /* no lines for people */
    rc_json_out *json; /* NULL: no objects for programs */
} rc_replay_report;

/* What is in the trace: one line, or with `full` all that stats.h measures, and as an object. */
void rc_replay_report_trace(const rc_replay_report *report, bool full);

/* How one backend did: the outcome with the median time, or the first bad one. */
void rc_replay_report_result(const rc_replay_report *report, const rc_backend_info *backend,
                             const rc_replay_outcome *outcome);

/* How much of the trace is shared between threads, as one line. */
void rc_replay_report_shares(const rc_replay_report *report);

/* The parts of an object for programs: the trace, and the verdict on a backend. */
json_t *rc_replay_trace_json(const rc_replay_report *report);
void rc_replay_add_verdict(json_t *json, const rc_replay_report *report,
                           const rc_backend_info *backend, const rc_replay_outcome *outcome);

#endif
