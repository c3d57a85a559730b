/*
 * unaware.h: the thread hooks of a backend that does not care which threads exist.
 *
 * A backend that does (biased) defines the same names instead of including this file.
 */
#ifndef RC_COUNTERS_UNAWARE_H
#define RC_COUNTERS_UNAWARE_H

struct rc_thread;

/* What a thread's new counters start from, and what they do where the thread owns none. */
#define RC_COUNTER_NO_NEWBORN UINT64_C(0)

static inline uint64_t rc_counter_newborn(uint64_t token)
{
    (void)token;
    return 0;
}

typedef struct rc_counter_thread {
    char nothing;
} rc_counter_thread;

/* A new record for a thread: nobody runs under it yet. */
static inline void rc_counter_thread_init(struct rc_thread *thread)
{
    (void)thread;
}

/* The thread begins to touch objects: at attach, or when it comes back from a blocking region. */
static inline void rc_counter_thread_open(struct rc_thread *thread)
{
    (void)thread;
}

/* The thread stops touching objects: at detach, or before it blocks. */
static inline void rc_counter_thread_close(struct rc_thread *thread)
{
    (void)thread;
}

/* The thread is at a safepoint and was asked to look after its queue. */
static inline void rc_counter_thread_drain(struct rc_thread *thread)
{
    (void)thread;
}

/* The world stands still: what others have left for the thread is done in its place. */
static inline void rc_counter_thread_settle(struct rc_thread *thread)
{
    (void)thread;
}

/* In the child of a fork: the thread is gone and left its record as it was. */
static inline void rc_counter_thread_vanished(struct rc_thread *thread)
{
    (void)thread;
}

/* In the child of a fork: the thread is the one that forked. */
static inline void rc_counter_thread_forked(struct rc_thread *thread)
{
    (void)thread;
}

#endif
