/*
 * ops.h: a backend as a table of functions, for programs that hold several and choose while they run.
 *
 * A call through the table costs what any call costs, several times the price of an inline count: the
 * table is for tools, tests and language bindings, never for measurements of a backend.
 */
#ifndef RC_OPS_H
#define RC_OPS_H

#include "refcount/api.h"
#include "refcount/refcount.h"

typedef struct rc_ops {
#define RC_FIELD_F(result, name, parameters, arguments) result(*name) parameters;
#define RC_FIELD_P(name, parameters, arguments) void(*name) parameters;
    RC_API(RC_FIELD_F, RC_FIELD_P)
#undef RC_FIELD_F
#undef RC_FIELD_P
} rc_ops;

/*
 * The backend `name`, or a decorator over one (`check+biased`). NULL if there is none of that name.
 * Each call with a decorator's name returns the same table.
 */
const rc_ops *rc_ops_find(const char *name);

/* False for the table that a backend itself has. */
bool rc_ops_is_decorated(const rc_ops *ops);

/* The one that librefcount has chosen at start-up. choose.c */
const rc_ops *rc_ops_chosen_(void);

/* The index-th backend without decorators, NULL past the last. */
const rc_ops *rc_ops_at(unsigned index);

#endif
