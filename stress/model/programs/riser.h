/*
 * riser.h: an object whose finalizer takes a reference, and leaves it where the program finds it.
 */
#ifndef STRESS_MODEL_RISER_H
#define STRESS_MODEL_RISER_H

#include "stress/model/programs/node.h"

typedef struct riser {
    node node;
    void **risen; /* where the finalizer leaves the reference that it takes; NULL: it takes none */
} riser;

static inline void riser_finalize(void *object)
{
    riser *r = object;
    if (r->risen != NULL)
        *r->risen = rc->retain(object);
}

static const rc_type riser_type = {
    .name = "riser", .size = sizeof(riser), .destroy = node_destroy, .finalize = riser_finalize};

static inline riser *riser_new(void **risen)
{
    riser *r = node_new(&riser_type, 1);
    r->risen = risen;
    return r;
}

#endif
