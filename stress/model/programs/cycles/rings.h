/*
 * rings.h: what the programs about the collector share: two objects that refer to each other, and to nothing else.
 *
 * A thread that is done stays in a blocking region, or the collector would wait for its next safepoint for ever.
 */
#ifndef STRESS_MODEL_RINGS_H
#define STRESS_MODEL_RINGS_H

#include "stress/model/programs/node.h"
#include "stress/model/twins.h"

typedef struct part {
    unsigned uses;
    struct part *other; /* owned */
} part;

static inline void part_clear(void *object)
{
    part *l = object;
    void *other = l->other;
    l->other = NULL;
    rc->release(other);
}

static inline void part_traverse(void *object, rc_visit *visit, void *arg)
{
    const part *l = object;
    if (l->other != NULL)
        visit(l->other, arg);
}

static const rc_type part_type = {.name = "part",
                                  .size = sizeof(part),
                                  .destroy = part_clear,
                                  .traverse = part_traverse,
                                  .clear = part_clear};

/* One of the two; the caller has a reference to it. */
static inline part *ring_new(const rc_type *type)
{
    part *a = rc->new (type), *b = rc->new (type);
    model_assert(a != NULL && b != NULL);
    a->other = b;
    b->other = rc->retain(a);
    return a;
}

/* A ring that only a weak reference leads to, made by the first thread. */
static inline void weak_ring_prepare(unsigned thread, const rc_type *type, rc_weak **weak)
{
    node_attach();
    if (thread == 1)
        return;
    part *ring = ring_new(type);
    *weak = rc->weak_new(ring);
    rc->release(ring);
}

static inline void stay_away(void)
{
    rc->thread_block_begin();
}

static inline void come_back(unsigned thread)
{
    if (thread > 0)
        rc->thread_block_end();
}

/* At the end both of its objects have been collected, once. */
static inline void weak_ring_finish(unsigned thread, rc_weak *weak, size_t collected)
{
    come_back(thread);
    if (thread == 1) {
        rc->weak_free(weak);
        collected += model_collect();
        model_assert(collected == 2);
    } else {
        stay_away();
    }
}

#endif
