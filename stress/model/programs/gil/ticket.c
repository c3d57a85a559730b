/*
 * gil-ticket: T1 holds an interpreter lock of the ticket style, and hands it on at its first safepoint if somebody
 * stands in line; gil-ticket-give-up: who stands there may give up, and come again.
 *
 * Hunts: a place in the line that is lost; a grant that nobody hears. The bug: T2 uses the object without the lock.
 */
#include "stress/model/programs/gil/gils.h"

static void ticket_prepare(unsigned thread)
{
    static const rc_gil_options options = {.style = RC_GIL_TICKET, .ticks = 1};
    gil_start(thread, &options, true);
}

static void ticket_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        gil_use();
        rc->thread_poll();
        gil_use();
        gil_drop();
        return;
    }
    if (wrong)
        gil_use();
    gil_take();
    gil_use();
    gil_drop();
}

MODEL_TWINS(ticket, "gil-ticket", "an interpreter lock is handed on in line",
            .bound = "2 threads: 1 safepoint, 1 drop; 1 take, 1 drop", .room = "gil",
            .backends = "plain atomic biased", .threads = 2, .prepare = ticket_prepare,
            .finish = gil_end);

static void leave_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        ticket_act(0, false);
        return;
    }
    if (rc->gil_take_within(g.gil, 1000) != 0) {
        if (wrong)
            gil_use();
        gil_take();
    }
    gil_use();
    gil_drop();
}

MODEL_TWINS(
    leave, "gil-ticket-give-up",
    "a thread leaves the line for the interpreter lock, and comes again",
    .bound = "2 threads: 1 safepoint, 1 drop; 1 take within a time, 1 take, 1 drop; 1 timeout",
    .room = "gil", .backends = "plain atomic biased", .timeouts = 1, .threads = 2,
    .prepare = ticket_prepare, .finish = gil_close);
