/*
 * gil-give-up: T2 waits for the interpreter lock for a limited time, asks for it, and may give up.
 *
 * Hunts: a holder that dropped it on request and stands for ever, because the one that asked has gone. The bug: T2
 * goes on as if it had got it.
 */
#include "stress/model/programs/gil/gils.h"

static void give_up_prepare(unsigned thread)
{
    gil_start(thread, NULL, true);
}

static void give_up_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        gil_use();
        rc->thread_poll();
        gil_use();
        gil_drop();
        return;
    }
    int status = rc->gil_take_within(g.gil, 6000); /* longer than its patience */
    if (status == 0 || wrong)
        gil_use();
    if (status == 0)
        gil_drop();
}

MODEL_TWINS(
    give_up, "gil-give-up", "a thread that has asked for the interpreter lock gives up",
    .bound = "2 threads: 1 safepoint, 1 drop; 1 take within a time, 1 drop; 2 timeouts each",
    .slow = true, .room = "gil", .backends = "plain atomic biased", .timeouts = 2, .threads = 2,
    .prepare = give_up_prepare, .finish = gil_end);
