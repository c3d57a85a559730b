/*
 * hand-back: two references go to T2, which drops one, takes another, and hands both back to the owner, which
 * drops both.
 *
 *   T1 (owner)                     T2                               local shared
 *   leaves both                                                     2     0
 *                                  drops one: queued for T1         2     0
 *                                  takes one                        2     1
 *                                  leaves both
 *   drops both                                                      0     1     <- alive: the queue's
 *   safepoint
 *
 * Nothing races: even `plain` must be right. Hunts: a queue that holds no reference.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    node_place there, back;
} w;

static void prepare(unsigned thread)
{
    (void)thread;
    node_attach();
}

static void act(unsigned thread)
{
    if (thread == 0) {
        node_leave(&w.there, node_new(&node_type, 2));
        void *object = node_take(&w.back);
        rc->release(object);
        node_use_and_release(object, 0);
        rc->thread_poll();
    } else {
        void *object = node_take(&w.there);
        node_use_and_release(object, 1);
        rc->retain(object);
        node_leave(&w.back, object);
    }
}

MODEL_PROGRAM(hand_back) = {
    .name = "hand-back",
    .summary = "two references there and back, one dropped and one taken on the way",
    .bound = "2 threads: 1 birth, 2 releases, 1 safepoint; 1 release, 1 retain",
    .threads = 2,
    .uses = MODEL_WAITS,
    .prepare = prepare,
    .act = act,
};
