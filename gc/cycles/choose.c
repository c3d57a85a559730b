/*
 * choose.c: the collector in the library that picks a backend at start-up: the one of the backend that was
 * chosen, or is under the decorator that was.
 */
#include "gc/cycles/ops.h"

static const rc_cycles_ops *chosen;

/* After refcount/choose.c, which looks at the environment. */
__attribute__((constructor(102))) static void choose(void)
{
    chosen = rc_cycles_ops_of(rc_ops_chosen_());
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
RC_CYCLES_API(RC_CALL_F, RC_CALL_P)
