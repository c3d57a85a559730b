/*
 * retain-handed-over: T2 takes a reference from one that it was lent, and leaves it for T3, while T1, which
 * lent it, goes on and gives back its own.
 *
 * Hunts: a retain that the end does not see because it was counted by another thread than the one that gives
 * it back.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
    node_place place;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&node_type, 2);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        node_use_and_release(w.object, 0);
    } else if (thread == 1) {
        rc->retain(w.object);
        node_leave(&w.place, w.object);
        node_use_and_release(w.object, 1);
    } else {
        node_use_and_release(node_take(&w.place), 2);
    }
}

MODEL_PROGRAM(retain_handed_over) = {
    .name = "retain-handed-over",
    .summary = "one thread's retain is another one's release",
    .bound = "3 threads: 1 release; 1 retain, 1 release; 1 release",
    .shares = true,
    .threads = 3,
    .uses = MODEL_WAITS,
    .prepare = prepare,
    .act = act,
};
