/*
 * innermost.h: what is innermost on this thread: its critical section, and the coroutine that it runs. Internal.
 *
 * The section is critical_section.c's; the coroutine is that of types/running.h, of which nothing else here
 * knows. They stand side by side because a step of a coroutine looks at both: one address for the two.
 */
#ifndef RC_INNERMOST_H
#define RC_INNERMOST_H

#include "refcount/names.h"
#include "refcount/platform.h"

typedef struct rc_innermost {
    struct rc_section *section;
    struct rc_coroutine *coroutine;
} rc_innermost;

#define rc_innermost_ RC_NAME(innermost_)

extern RC_THREAD_LOCAL rc_innermost rc_innermost_;

#endif
