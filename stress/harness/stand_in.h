/*
 * stand_in.h: a part of an actor's act that a thread plays which is born for it and ends with it.
 *
 * The new thread has the actor's place in the books and its turns in a schedule, through its exit
 * functions to its very end, so that what the library does when a thread exits is interleaved with the
 * other actors like everything else. The actor waits meanwhile, and goes on with what the stand-in held.
 *
 * The C library gives the next thread the stack of the last one that ended, and with it, as long as no
 * other thread comes in between, its identity.
 */
#ifndef STRESS_HARNESS_STAND_IN_H
#define STRESS_HARNESS_STAND_IN_H

#include "stress/scenario.h"

/* Returns when the thread has ended. It is not attached at first, and need not detach. */
void stress_stand_in(void (*part)(stress_stage *stage), stress_stage *stage);

#endif
