/*
 * ops.h: the cycle collector of a backend as a table of functions, for programs that hold several backends and
 * choose while they run. See refcount/ops.h.
 */
#ifndef RC_GC_CYCLES_OPS_H
#define RC_GC_CYCLES_OPS_H

#include "gc/cycles.h"
#include "gc/cycles/api.h"
#include "refcount/ops.h"

typedef struct rc_cycles_ops {
    const rc_ops *count; /* the backend's */
#define RC_FIELD_F(result, name, parameters, arguments) result(*name) parameters;
#define RC_FIELD_P(name, parameters, arguments) void(*name) parameters;
    RC_CYCLES_API(RC_FIELD_F, RC_FIELD_P)
#undef RC_FIELD_F
#undef RC_FIELD_P
} rc_cycles_ops;

/* The collector that finds this backend's objects; a decorator's objects are its backend's. */
const rc_cycles_ops *rc_cycles_ops_of(const rc_ops *ops);

#endif
