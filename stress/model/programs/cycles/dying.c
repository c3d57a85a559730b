/*
 * collect-dying: T1 collects while T2 is in the destructor of an object, which has freed what its references were in.
 *
 *   T1                             T2
 *                                  the last release; the destructor frees the references
 *   stops the world                safepoint, in the middle of the destructor
 *   judges: the dying are not
 *     traversed
 *
 * Hunts: a collector that follows the references of an object that is ending. The bug: an object that lives frees them
 * as well.
 */
#include "stress/model/programs/cycles/rings.h"

#include <stdlib.h>

typedef struct holder {
    part **held; /* one reference, in memory of its own */
} holder;

MODEL_WORLD struct {
    holder *one;
} d;

static void drop_and_rest(void *object)
{
    part **held = ((holder *)object)->held;
    if (held == NULL)
        return;
    rc->release(*held);
    free(held);
    rc->thread_poll();
}

static void holder_traverse(void *object, rc_visit *visit, void *arg)
{
    part **held = ((holder *)object)->held;
    if (held != NULL)
        visit(*held, arg);
}

static void holder_clear(void *object)
{
    drop_and_rest(object);
    ((holder *)object)->held = NULL;
}

static const rc_type holder_type = {.name = "holder",
                                    .size = sizeof(holder),
                                    .destroy = drop_and_rest,
                                    .traverse = holder_traverse,
                                    .clear = holder_clear};

static void dying_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        return;
    d.one = rc->new (&holder_type);
    model_assert(d.one != NULL);
    d.one->held = malloc(sizeof *d.one->held);
    model_assert(d.one->held != NULL);
    *d.one->held = rc->new (&part_type);
    model_assert(*d.one->held != NULL);
}

static void dying_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        size_t collected = model_collect();
        model_assert(collected == 0);
        return;
    }
    if (wrong)
        holder_clear(d.one);
    rc->release(d.one);
    stay_away();
}

static void dying_finish(unsigned thread)
{
    if (thread == 0)
        stay_away();
    else
        rc->thread_block_end();
}

MODEL_TWINS(dying, "collect-dying", "a collection while another thread is in a destructor",
            .bound = "2 threads: 1 collection; 1 release, 1 nested, 1 safepoint, 1 region",
            .room = "cycles", .backends = "atomic biased mutex", .threads = 2,
            .prepare = dying_prepare, .finish = dying_finish);
