/*
 * risen-reuse: an object's finalizer leaves it, with a new reference, for another thread, which asks for its type and
 * gives the reference back, while the release that has called the finalizer goes on.
 *
 * Hunts: a release that touches what its finalizer has given away.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
    node_place place;
} w;

static void leave_it(void *object)
{
    node_leave(&w.place, rc->retain(object));
}

static const rc_type left_type = {
    .name = "left", .size = sizeof(node), .destroy = node_destroy, .finalize = leave_it};

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&left_type, 1);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        rc->release(w.object);
        return;
    }
    void *object = node_take(&w.place);
    model_assert(rc->type_of(object) == &left_type);
    node_use_and_release(object, thread);
}

MODEL_PROGRAM(risen_reuse) = {
    .name = "risen-reuse",
    .summary = "a finalizer gives its object to another thread, which uses it at once",
    .bound = "2 threads: 1 release, 1 finalizer; 1 look at the type, 1 release",
    .shares = true,
    .uses = MODEL_WAITS,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
