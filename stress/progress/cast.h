/*
 * cast.h: the threads beside the one whose operation is measured, which act when told and one at a time.
 *
 * The subject (subject.h) is the calling thread. The rival and the owner have threads of their own; either
 * can be left standing in the middle of an operation, at any event (a point of the library; before, with,
 * or after a lock), for as long as one likes.
 */
#ifndef STRESS_PROGRESS_CAST_H
#define STRESS_PROGRESS_CAST_H

#include "refcount/ops.h"

#include <pthread.h>
#include <stdbool.h>

typedef enum progress_seat { SUBJECT, RIVAL, OWNER, SEATS } progress_seat;

typedef enum cast_status {
    CAST_ENDED,
    CAST_STANDS, /* where it was told to, or by cast_turn_over */
    CAST_WAITS   /* for somebody else, in the middle of what it does */
} cast_status;

/* Where to stand: at the n-th event (0: none), or at a point of that name (NULL: none). */
typedef struct cast_stop {
    unsigned event;
    const char *point;
} cast_stop;

/*
 * How often a loop may find that nobody else has moved until it is certain that it never ends: turns of a
 * waiting loop, and points of one operation.
 */
enum { PROGRESS_TURNS = 20, PROGRESS_POINTS = 50000 };

/* All threads start, attached, with pools. `limit`: how long one may act without an event, in seconds. */
void cast_open(const rc_ops *ops, double limit);
void cast_close(void);

/* The rival or the owner does something, until it ends, stands or waits. */
cast_status cast_start(progress_seat seat, void (*action)(void *arg), void *arg, cast_stop stop);
cast_status cast_resume(progress_seat seat, cast_stop stop);

/* All of it; it is an error of the test if it cannot end by itself. */
void cast_do(progress_seat seat, void (*action)(void *arg), void *arg);

/* It begins, and the caller goes on at the same time; cast_resume waits for its end. */
void cast_launch(progress_seat seat, void (*action)(void *arg), void *arg);

/* Whoever stands goes on to the end of what it does. False if one of them waits for the caller. */
bool cast_let_all_go(void);

/* The same while the caller is in nobody's way, however slow the machine is. */
bool cast_all_end(void);

/* The same without waiting for any of them; the caller may be another thread. */
void cast_let_loose(void);

/* Called by an action: stands here, as if told to. */
void cast_turn_over(void);

/* Who stands where, in words. */
void cast_describe(char *text, unsigned size);

/* The first lock that the thread wanted in what it did last. */
const void *cast_wanted(progress_seat seat);

pthread_t cast_thread(progress_seat seat);

#endif
