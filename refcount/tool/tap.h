/*
 * tap.h: test results in the Test Anything Protocol, one line each:
 *
 *   ok 1 - retain adds one
 *   not ok 2 - release frees
 *   1..2
 *
 * tap_ok may be called from several threads.
 */
#ifndef RC_TOOL_TAP_H
#define RC_TOOL_TAP_H

#include <stdbool.h>

/* Reports one result under a name, and returns it. */
bool tap_ok(bool ok, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A line for the reader of a failure; no result. */
void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the plan. Returns the program's exit status: 0 if there were results and all were good. */
int tap_done(void);

#endif
