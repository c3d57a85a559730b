/*
 * node.h: what the programs share: objects that remember who has used them, and a place to leave one.
 *
 * A use is a plain write to the using thread's own place, and the destructor reads all places: so a use that
 * does not happen before the end is a data race, in whichever order the two come.
 */
#ifndef STRESS_MODEL_NODE_H
#define STRESS_MODEL_NODE_H

#include "stress/model/model.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"

typedef struct node {
    unsigned used[MODEL_THREADS];
    void *child; /* owned; or NULL */
} node;

static inline void node_use(void *object, unsigned thread)
{
    ((node *)object)->used[thread]++;
}

/* Reads what all have left. */
static inline void node_look(const void *object)
{
    for (unsigned i = 0; i < MODEL_THREADS; i++)
        model_look(((const node *)object)->used[i]);
}

static inline void node_destroy(void *object)
{
    node *n = object;
    node_look(n);
    rc->release(n->child);
}

/* Has something to do at its end. */
static const rc_type node_type = {.name = "node", .size = sizeof(node), .destroy = node_destroy};

/* Has not: its end is the shortest. */
static const rc_type leaf_type = {.name = "leaf", .size = sizeof(node)};

/* A new object with so many references. */
static inline void *node_new(const rc_type *type, unsigned references)
{
    void *object = rc->new (type);
    model_assert(object != NULL);
    model_name(&((char *)object)[-(ptrdiff_t)rc->get_backend()->header_size], "object");
    for (unsigned i = 1; i < references; i++)
        rc->retain(object);
    return object;
}

static inline void node_attach(void)
{
    int status = rc->thread_attach();
    model_assert(status == 0);
}

static inline void node_use_and_release(void *object, unsigned thread)
{
    node_use(object, thread);
    rc->release(object);
}

/* A place where one thread leaves an object for another. */
typedef _Atomic(void *) node_place;

static inline void node_leave(node_place *place, void *object)
{
    rc_store_release(place, object); /* release: pairs with node_take */
}

/* Waits for it. */
static inline void *node_take(node_place *place)
{
    unsigned turns = 0;
    void *object;
    while ((object = rc_exchange_acquire(place, NULL)) == NULL)
        rc_platform_pause(&turns);
    return object;
}

#endif
