/*
 * ops.c: the collector's table of one backend. Compiled once per backend.
 */
#include "gc/cycles/ops.h"

#define RC_ENTRY_F(result, name, parameters, arguments) .name = rc_##name,
#define RC_ENTRY_P(name, parameters, arguments) .name = rc_##name,

extern const rc_ops RC_NAME(ops);

extern const rc_cycles_ops RC_NAME(cycles_ops);
const rc_cycles_ops RC_NAME(cycles_ops) = {.count = &RC_NAME(ops),
                                           RC_CYCLES_API(RC_ENTRY_F, RC_ENTRY_P)};
