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

static inline void stay_away(void)
{
    rc->thread_block_begin();
}

static inline void come_back(unsigned thread)
{
    if (thread > 0)
        rc->thread_block_end();
}

#endif
