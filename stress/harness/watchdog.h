/*
 * watchdog.h: notices that nothing gets on any more, and says who waits for whom.
 */
#ifndef STRESS_HARNESS_WATCHDOG_H
#define STRESS_HARNESS_WATCHDOG_H

/*
 * Watches the threads of the harness from a thread of its own. When one of them is in the middle of an
 * operation and none has finished one for a while, that is a fault: deadlock if they stand still, livelock
 * if they still come by points. Then the process ends, with RC_EXIT_VIOLATION, because its threads never
 * would. The while is STRESS_PATIENCE seconds, or the environment's RC_TEST_PATIENCE; a thread that wants
 * to run and gets no processor is given more (starving.h).
 */
void stress_watchdog_start(void);

enum { STRESS_PATIENCE = 10 };

/* The while, in seconds. */
double stress_patience(void);

#endif
