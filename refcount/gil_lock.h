/*
 * gil_lock.h: the interpreter lock itself, between gil_lock.c, which takes it and drops it, and gil.c, which
 * knows which threads are under it.
 */
#ifndef RC_GIL_LOCK_H
#define RC_GIL_LOCK_H

#include "refcount/gil.h"
#include "refcount/platform.h"
#include "refcount/thread_record.h"

/* A thread that waits for a lock of the ticket style; on its stack. */
typedef struct rc_gil_turn {
    struct rc_gil_turn *next;
    _Atomic uint32_t granted;
} rc_gil_turn;

/*
 * `freed` and `moved` are what threads sleep on; the mutex guards all else that is not constant.
 *
 *   asked  implies  taken, or its holder stands and waits for the switch
 *   line != NULL  implies  taken (ticket style only)
 */
struct rc_gil {
    rc_mutex mutex;
    rc_gil_options options; /* constant */
    _Atomic uint32_t interval;
    _Atomic uint32_t freed; /* changes when it is dropped, or switched off */
    _Atomic uint32_t moved; /* changes when another thread has it, or nobody is asked any more */
    bool enabled;
    bool taken;
    bool asked;        /* a waiter has asked the holder to drop it */
    rc_thread *holder; /* while it is taken: whom to ask */
    uint64_t last;     /* the last holder's serial number; 0: none yet */
    uint64_t dropper;  /* whose honoured drop was the last thing that happened to it; 0: nobody's */
    unsigned members;  /* threads under it */
    unsigned sleepers; /* on `freed` */
    rc_gil_turn *line, **line_end;
    rc_gil_stats stats;
    struct rc_gil *next; /* gil.c */
};

/* Who takes it: the record to be asked, and a number that no other thread ever has. */
typedef struct rc_gil_taker {
    rc_thread *thread;
    uint64_t serial;
} rc_gil_taker;

#define RC_GIL_FOREVER UINT64_MAX

#define rc_gil_lock_take_ RC_NAME(gil_lock_take_)
#define rc_gil_lock_drop_ RC_NAME(gil_lock_drop_)
#define rc_gil_lock_part_ RC_NAME(gil_lock_part_)
#define rc_gil_lock_is_wanted_ RC_NAME(gil_lock_is_wanted_)
#define rc_gil_lock_switch_off_ RC_NAME(gil_lock_switch_off_)

/*
 * Takes it, at once if it is switched off. `deadline` by rc_platform_nanoseconds. Patience is an interval,
 * or none if `eager`. `joins`: the thread is under it from now on. False if the deadline came first.
 */
bool rc_gil_lock_take_(rc_gil *gil, rc_gil_taker me, uint64_t deadline, bool eager, bool joins);

/* `honours`: because others want it, or the ticks are over. Else it is the thread's own wish. */
void rc_gil_lock_drop_(rc_gil *gil, rc_gil_taker me, bool honours);

/* A thread is not under it any more. */
void rc_gil_lock_part_(rc_gil *gil);

/* Whether the holder is to drop it: on request; or when its ticks are over. */
bool rc_gil_lock_is_wanted_(rc_gil *gil);

/* Nobody holds it any more, and whoever waits goes on. The holder calls it. */
void rc_gil_lock_switch_off_(rc_gil *gil);

#endif
