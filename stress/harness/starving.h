/*
 * starving.h: tells a thread that does not get on from one that does not get a processor.
 *
 * A machine that is busy with other things, or a virtual one whose host is, can keep a thread from running
 * for many seconds. To a watchdog that looks at the clock this is a deadlock. So it asks here first: a thread
 * that waits for another one sleeps, and one that runs in circles uses up processor time; one that wants to
 * run and does not get to is at fault in nothing.
 */
#ifndef STRESS_HARNESS_STARVING_H
#define STRESS_HARNESS_STARVING_H

#include <stdbool.h>

/* Remembers how much processor time each thread of the process has had until now. */
void stress_starving_begin(void);

/*
 * True if a thread of the process, other than the caller, wants to run and has had hardly any processor time
 * since then, `seconds` ago. False if the system does not say.
 */
bool stress_starving(double seconds);

#endif
