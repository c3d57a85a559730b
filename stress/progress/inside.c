/*
 * inside.c: see inside.h. Compiled for the backend `biased`, whatever is measured.
 */
#define RC_BACKEND biased
#include "refcount/refcount.h"

#include "stress/progress/inside.h"

static rc_counter *counter_of(void *thing, bool counter)
{
    return counter ? thing : rc_counter_of(thing);
}

progress_state progress_biased_state(void *thing, bool counter)
{
    /* relaxed: at rest */
    return (progress_state)rc_biased_state(rc_load_relaxed(&counter_of(thing, counter)->shared));
}

void progress_biased_fill(void *thing, bool counter)
{
    rc_counter *c = counter_of(thing, counter);
    uint64_t own = rc_load_relaxed(&c->own); /* relaxed, both: the caller is the owner */
    rc_store_relaxed(&c->own, own | RC_BIASED_LOCAL_MAX * RC_BIASED_LOCAL_ONE);
}

void progress_biased_brim(void *thing, bool counter)
{
    rc_counter_preset(counter_of(thing, counter), RC_COUNTER_MAX);
}
