/*
 * ops.h: the object types of a backend as a table of functions, as refcount/ops.h has the rest: for tools
 * that hold several backends. The types of the table count with the backend itself, not with a decorator.
 */
#ifndef RC_TYPES_OPS_H
#define RC_TYPES_OPS_H

#include "refcount/ops.h"
#include "refcount/types/api.h"
#include "refcount/types/types.h"

typedef struct rc_types_ops {
    const char *backend;
#define RC_FIELD_F(result, name, parameters, arguments) result(*name) parameters;
#define RC_FIELD_P(name, parameters, arguments) void(*name) parameters;
    RC_TYPES_API(RC_FIELD_F, RC_FIELD_P)
#undef RC_FIELD_F
#undef RC_FIELD_P
} rc_types_ops;

/* Those that belong to a table of operations, or to the one that it decorates. */
const rc_types_ops *rc_types_ops_of(const rc_ops *ops);

#endif
