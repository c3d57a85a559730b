/*
 * choose.c: slots in the library that picks a backend at start-up: those of the backend that was chosen, with the
 * default scheme. Checked mode does not know the references that slots hold: a program that uses slots in it ends
 * with status 2 and a message.
 */
#include "gc/ops.h"

#include "refcount/counters/list.h"

#include <stdio.h>
#include <stdlib.h>

static const rc_gc_ops *chosen;

#define RC_DECLARE(backend) extern const rc_gc_ops rc_##backend##_hazard_asym_gc_ops;
RC_BACKENDS(RC_DECLARE)

/* By their names, so that a linker takes them out of an archive. */
static const rc_gc_ops *const tables[] = {
#define RC_ROW(backend) &rc_##backend##_hazard_asym_gc_ops,
    RC_BACKENDS(RC_ROW)};

__attribute__((constructor(102))) static void choose(void)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        if (tables[i]->count == rc_ops_chosen_())
            chosen = tables[i];
    }
}

static const rc_gc_ops *table(void)
{
    if (chosen != NULL)
        return chosen;
    fprintf(stderr, "refcount: slots cannot be used in checked mode\n");
    exit(2);
}

#define RC_CALL_F(result, name, parameters, arguments)                                             \
    result rc_##name parameters                                                                    \
    {                                                                                              \
        return table()->name arguments;                                                            \
    }
#define RC_CALL_P(name, parameters, arguments)                                                     \
    void rc_##name parameters                                                                      \
    {                                                                                              \
        table()->name arguments;                                                                   \
    }
RC_GC_API(RC_CALL_F, RC_CALL_P)

rc_guard rc_guard_enter(void)
{
    return table()->guard_enter();
}

void rc_guard_exit(rc_guard guard)
{
    table()->guard_exit(guard);
}
