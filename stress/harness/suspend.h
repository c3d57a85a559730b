/*
 * suspend.h: stops running threads at any instruction, for a moment or for good, by a signal.
 *
 * A thread that the system takes off its processor at a bad moment is what most races need, and it happens
 * a few hundred times a second by itself. A signal does it as often as one likes, at any instruction, also
 * where no point stands. (Where ThreadSanitizer runs it delays signals to places of its own, so there this
 * shows nothing.)
 */
#ifndef STRESS_HARNESS_SUSPEND_H
#define STRESS_HARNESS_SUSPEND_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* Once per process. */
void stress_suspend_install(void);

/* True where signals arrive at any instruction. */
bool stress_suspend_works(void);

/* The thread stands still for about so many nanoseconds, from some moment soon. */
void stress_suspend_for(pthread_t thread, uint64_t nanoseconds);

/* The thread stands still until it is let go. Returns once it does; one thread at a time. */
void stress_suspend_hold(pthread_t thread);
void stress_suspend_let_go(void);

#endif
