/*
 * weak-table: T1 ends an object that has a weak reference, while T2 makes one to another object.
 *
 * The two may be neighbours in the table: what T2 walks over must not be taken out under its feet.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *one, *other;
    rc_weak *weak[2];
} w;

static unsigned part_of(const void *object)
{
    return (unsigned)((uint64_t)(uintptr_t)object * UINT64_C(0x9e3779b97f4a7c15) >> 60);
}

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.one = node_new(&leaf_type, 1);
        w.weak[0] = rc->weak_new(w.one);
        return;
    }
    /* One of the objects is in the same part of the table: as weak.c has it, or the two do not meet. */
    while (w.other == NULL) {
        void *object = node_new(&leaf_type, 1);
        if (part_of(object) == part_of(w.one))
            w.other = object;
        else
            rc->release(object);
    }
}

static void act(unsigned thread)
{
    if (thread == 1)
        w.weak[1] = rc->weak_new(w.other);
    rc->release(thread == 0 ? w.one : w.other);
}

static void finish(unsigned thread)
{
    void *strong = rc->weak_upgrade(w.weak[thread]);
    model_assert(strong == NULL);
    rc->weak_free(w.weak[thread]);
}

MODEL_PROGRAM(weak_table) = {
    .name = "weak-table",
    .summary = "the table of weak references changes in two places at once",
    .bound = "2 threads: 1 release; 1 weak_new, 1 release",
    .threads = 2,
    .prepare = prepare,
    .act = act,
    .finish = finish,
};
