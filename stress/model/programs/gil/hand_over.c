/*
 * gil-hand-over: T1 holds the interpreter lock, comes by a safepoint, and drops it; T2 takes it, and its patience
 * ends once.
 *
 * Hunts: a wake-up that is lost; a request that nobody answers; a holder that is the next one again; two holders. The
 * bug: T1 uses the object after it has dropped the lock.
 */
#include "stress/model/programs/gil/gils.h"

static void hand_over_prepare(unsigned thread)
{
    gil_start(thread, NULL, true);
}

static void hand_over_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        gil_use();
        rc->thread_poll();
        gil_use();
        gil_drop();
        if (wrong)
            gil_use();
        return;
    }
    gil_take();
    gil_use();
    gil_drop();
}

MODEL_TWINS(hand_over, "gil-hand-over", "the interpreter lock changes hands on request",
            .bound = "2 threads: 1 safepoint, 1 drop; 1 take, 1 drop; 1 timeout each",
            .room = "gil", .backends = "plain atomic biased", .timeouts = 1, .threads = 2,
            .prepare = hand_over_prepare, .finish = gil_end);
