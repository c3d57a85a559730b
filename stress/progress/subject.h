/*
 * subject.h: the thread whose operation is measured: how many points it comes by, and whether it has to wait
 * for one that stands.
 *
 * Nothing depends on luck or time. It is certain that the subject cannot go on when it wants a lock that is
 * held (it is tried before it is taken), and when it waits, or comes by points, again and again while nobody
 * else moves. Then the others are let go, so that the subject ends too. Only a wait that shows no event at
 * all is found by a time limit.
 */
#ifndef STRESS_PROGRESS_SUBJECT_H
#define STRESS_PROGRESS_SUBJECT_H

#include <stdbool.h>

/* How it is watched during one operation. NULL members do nothing, or what is usual. */
typedef struct subject_watch {
    void (*at_point)(void *arg, const char *name); /* while it holds no lock */
    void (*blocked)(void *arg); /* makes others go on; usually all that stand, to their end */
    void (*rescue)(void *arg);  /* the same on another thread, when the time limit has passed */
    void *arg;
} subject_watch;

typedef struct subject_seen {
    unsigned points;    /* that it came by */
    const void *wanted; /* the first lock that it wanted */
    bool blocked;
    char why[160];
} subject_seen;

/* Around the subject's operation; `watch` lives until its end. */
void subject_begins(const subject_watch *watch);
subject_seen subject_ends(void);

/* For the cast: somebody else begins or ends a turn; the whole, with its time limit in seconds. */
void subject_sees_move(void);
void subject_open(double seconds);
void subject_close(void);

#endif
