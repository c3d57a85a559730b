/*
 * child.h: a fork in the middle of a play, whose child goes on using the library.
 *
 * What the child finds goes into the same report. It has no watchdog, as a fork takes no other thread
 * along: so a limit of time, and a note of what it is doing, which the parent reads when it had to be
 * stopped.
 */
#ifndef STRESS_HARNESS_CHILD_H
#define STRESS_HARNESS_CHILD_H

#include <stdbool.h>

/*
 * Forks. The child runs body(arg) and ends with its result as status, without exit functions. In the
 * parent: that status; or -1 after a fault has been reported, because the child crashed (crash) or came to
 * no end (deadlock). `what` says in which situation it was forked.
 */
int stress_fork(int (*body)(void *arg), void *arg, const char *what);

/* In the child: what it is about to do. A literal. */
void stress_child_is(const char *doing);

/* Whether a child of a process with several threads may make new ones, with the sanitizer in use. */
bool stress_child_may_have_threads(void);

#endif
