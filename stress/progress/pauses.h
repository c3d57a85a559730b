/*
 * pauses.h: one thread pauses, in the middle of whatever it does, until all others have ended an operation.
 *
 * If the operations are lock-free a pause is never long, wherever it happens. Who pauses, and where, is
 * decided by chance; one at a time.
 */
#ifndef STRESS_PROGRESS_PAUSES_H
#define STRESS_PROGRESS_PAUSES_H

#include <stdbool.h>
#include <stdint.h>

enum { PAUSERS = 4 };

typedef struct pauses_seen {
    uint64_t operations, pauses;
    double longest;      /* pause, in seconds */
    unsigned points;     /* of one operation, at the most */
    const char *busiest; /* which one that was */
    bool stuck;          /* others ended nothing for longer than they may take */
    char why[160];
} pauses_seen;

/* Before the threads begin. `patience`: how long a pause may take, in seconds. */
void pauses_open(uint64_t seed, double patience);

/* After their end. */
pauses_seen pauses_close(void);

/* The calling thread, one of PAUSERS, may pause at each event of the library from now on; or no more. */
void pauses_begin(unsigned self);
void pauses_end(void);

/* Around each of its operations. */
void pauses_operation_begins(const char *name);
void pauses_operation_ends(void);

/* True once all shall come to an end: a thread said so, or is stuck. */
bool pauses_over(void);
void pauses_make_over(void);

#endif
