/*
 * ops.h: slots and structures of a backend and a scheme as a table of functions, for programs that hold several
 * pairs and choose while they run. See refcount/ops.h; what is said there of the price holds here too.
 */
#ifndef RC_GC_OPS_H
#define RC_GC_OPS_H

#include "gc/api.h"
#include "gc/links.h"
#include "gc/slot.h"
#include "gc/structures/hash.h"
#include "gc/structures/sorted_list.h"
#include "gc/structures/map.h"
#include "gc/structures/queue.h"
#include "gc/structures/stack.h"
#include "gc/weak_slot.h"
#include "refcount/ops.h"

typedef struct rc_gc_ops {
    const char *name;    /* "atomic+epoch" */
    const char *scheme;  /* "epoch" */
    const rc_ops *count; /* the backend's */
    rc_any_guard (*guard_enter)(void);
    void (*guard_exit)(rc_any_guard guard);
#define RC_FIELD_F(result, name, parameters, arguments) result(*name) parameters;
#define RC_FIELD_P(name, parameters, arguments) void(*name) parameters;
    RC_GC_API(RC_FIELD_F, RC_FIELD_P)
    RC_GC_INLINE_API(RC_FIELD_F, RC_FIELD_P)
#undef RC_FIELD_F
#undef RC_FIELD_P
} rc_gc_ops;

/* The index-th pair of this program, NULL past the last: all schemes of one backend, then those of the next. */
const rc_gc_ops *rc_gc_ops_at(unsigned index);

/* The pair `backend+scheme`, NULL if it is not in this program. */
const rc_gc_ops *rc_gc_ops_find(const char *name);

/* The index-th pair of a backend, NULL past the last. */
const rc_gc_ops *rc_gc_ops_of(const rc_ops *backend, unsigned index);

#endif
