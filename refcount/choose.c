/*
 * choose.c: the library that picks a backend at start-up: librefcount.
 *
 * REFCOUNT_BACKEND names one, or a decorator over one (check+biased); without it the backend is atomic.
 * REFCOUNT_VERBOSE=1 says on stderr which one it is. An unknown name ends the program with status 2
 * before main: a program that counts with another backend than the one asked for would mislead.
 */
#include "refcount/ops.h"

#include <stdio.h>
#include <stdlib.h>

static const rc_ops *chosen;

__attribute__((constructor(101))) static void choose(void)
{
    const char *name = getenv("REFCOUNT_BACKEND");
    if (name == NULL || *name == '\0')
        name = "atomic";
    chosen = rc_ops_find(name);
    if (chosen == NULL) {
        fprintf(stderr, "refcount: REFCOUNT_BACKEND names no backend: %s\n", name);
        exit(2);
    }
    const char *verbose = getenv("REFCOUNT_VERBOSE");
    if (verbose != NULL && *verbose == '1')
        fprintf(stderr, "refcount: backend %s\n", name);
}

const rc_ops *rc_ops_chosen_(void)
{
    return chosen;
}

#define RC_CALL_F(result, name, parameters, arguments)                                             \
    result rc_##name parameters                                                                    \
    {                                                                                              \
        return chosen->name arguments;                                                             \
    }
#define RC_CALL_P(name, parameters, arguments)                                                     \
    void rc_##name parameters                                                                      \
    {                                                                                              \
        chosen->name arguments;                                                                    \
    }
RC_API(RC_CALL_F, RC_CALL_P)
