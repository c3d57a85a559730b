/*
 * hand-over: T1 leaves its only reference for T2, which uses the object and ends it.
 *
 * Nothing is shared but the place: even `plain` must be right. Whoever owns the object by birth is not the one
 * who ends it.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    node_place place;
} w;

static void prepare(unsigned thread)
{
    (void)thread;
    node_attach();
}

static void act(unsigned thread)
{
    if (thread == 0) {
        void *object = node_new(&node_type, 1);
        node_use(object, 0);
        node_leave(&w.place, object);
    } else {
        void *object = node_take(&w.place);
        rc->retain(object);
        rc->release(object);
        node_use_and_release(object, 1);
    }
}

MODEL_PROGRAM(hand_over) = {
    .name = "hand-over",
    .summary = "an object is made, left for another thread, and ended there",
    .bound = "2 threads: 1 birth; 1 retain, 2 releases",
    .threads = 2,
    .uses = MODEL_WAITS,
    .prepare = prepare,
    .act = act,
};
