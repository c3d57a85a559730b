/*
 * ops.c: the table of one backend and scheme. Compiled once per pair; the program's tables find each other in a
 * section of their own, so that a program holds the pairs that it is linked with.
 */
#include "gc/ops.h"

#define RC_BODY_F(result, name, parameters, arguments)                                             \
    static result op_##name parameters                                                             \
    {                                                                                              \
        return rc_##name arguments;                                                                \
    }
#define RC_BODY_P(name, parameters, arguments)                                                     \
    static void op_##name parameters                                                               \
    {                                                                                              \
        rc_##name arguments;                                                                       \
    }
RC_GC_API(RC_BODY_F, RC_BODY_P)
RC_GC_INLINE_API(RC_BODY_F, RC_BODY_P)

static rc_any_guard op_guard_enter(void)
{
    rc_any_guard any = {{0}};
    rc_guard guard = rc_guard_enter();
    memcpy(&any, &guard, sizeof guard);
    return any;
}

static void op_guard_exit(rc_any_guard any)
{
    rc_guard guard;
    memcpy(&guard, &any, sizeof guard);
    rc_guard_exit(guard);
}

#define RC_ENTRY_F(result, name, parameters, arguments) .name = op_##name,
#define RC_ENTRY_P(name, parameters, arguments) .name = op_##name,

extern const rc_ops RC_NAME(ops);

extern const rc_gc_ops RC_GC_NAME(gc_ops);
const rc_gc_ops RC_GC_NAME(gc_ops) = {.name = RC_QUOTE(RC_BACKEND) "+" RC_QUOTE(RC_RECLAIM),
                                      .scheme = RC_QUOTE(RC_RECLAIM),
                                      .count = &RC_NAME(ops),
                                      .guard_enter = op_guard_enter,
                                      .guard_exit = op_guard_exit,
                                      RC_GC_API(RC_ENTRY_F, RC_ENTRY_P)
                                          RC_GC_INLINE_API(RC_ENTRY_F, RC_ENTRY_P)};

static const rc_gc_ops *const entry __attribute__((used, section("rc_gc_tables"))) =
    &RC_GC_NAME(gc_ops);
