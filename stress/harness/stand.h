/*
 * stand.h: a thread stands still at the n-th event of its work, a point or a lock, while others do something
 * in between; one n after the other, until the work has no such event.
 *
 * Where it stands with a lock in its hand, and the one that waits for it to be let go wants that lock, it is
 * let go as far as its unlock and stands there (stress_stand_yields).
 */
#ifndef STRESS_HARNESS_STAND_H
#define STRESS_HARNESS_STAND_H

#include <semaphore.h>
#include <stdbool.h>

typedef struct stress_stand {
    unsigned at, event; /* where it stands still; how many there were */
    bool standing, again, over;
    const void *lock;  /* that it holds */
    const char *point; /* where it stands */
    sem_t stands, go;
} stress_stand;

void stress_stand_init(stress_stand *stand);

/* Before the work, which stands still at its event number `at`, from 1. */
void stress_stand_prepare(stress_stand *stand, unsigned at);

/* On the thread that works, around the work. */
void stress_stand_enter(stress_stand *stand);
void stress_stand_leave(stress_stand *stand);

/* Waits until it stands: true; or until the work is over, as there is no such event. */
bool stress_stand_wait(stress_stand *stand);

/* From here on, while it stands, the caller wants locks that it may hold: until NULL is given. */
void stress_stand_yields(stress_stand *stand);

/* Lets it go on. Returns when the work is over. */
void stress_stand_go(stress_stand *stand);

#endif
