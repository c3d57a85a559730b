/*
 * unlocked.h: the fork hooks of a backend that has no process-wide lock.
 */
#ifndef RC_COUNTERS_UNLOCKED_H
#define RC_COUNTERS_UNLOCKED_H

static inline void rc_counter_fork_prepare(void)
{
}

static inline void rc_counter_fork_done(void)
{
}

#endif
