/*
 * team.h: threads for a workload: pinned to the processors in turn, they begin together.
 */
#ifndef RC_BENCH_PROGRAMS_TEAM_H
#define RC_BENCH_PROGRAMS_TEAM_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a thread does with the library before it touches objects, and around waiting; all may be NULL. */
typedef struct rc_team_hooks {
    int (*attach)(void);
    void (*detach)(void);
    void (*block_begin)(void);
    void (*block_end)(void);
} rc_team_hooks;

typedef void rc_team_body(unsigned index, void *arg);

/*
 * Calls body on so many threads, of which the caller is one, with index 0: it is attached already. Returns the
 * seconds from the common beginning to the end of the last body; of one thread alone those of the processor, so that
 * being preempted is no cost. A thread that is done detaches at once, so that it holds nobody up.
 */
double rc_team_run(unsigned threads, const rc_team_hooks *hooks, rc_team_body *body, void *arg);

/* In a body: waits for all of the team, in a blocking region. */
void rc_team_meet(void);

#ifdef __cplusplus
}
#endif

#endif
