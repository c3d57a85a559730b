/*
 * coroutine-send-twice: two threads resume one coroutine; coroutine-send-close: one resumes it, the other closes it;
 * coroutine-close-twice.
 *
 * Hunts: two that run one body at once; a frame that is not published to who resumes it next; a `finally` that runs
 * twice. The bug: T2 looks at the state, and then into the frame, or at once.
 */
#include "stress/model/programs/coroutine/coroutines.h"

MODEL_WORLD struct {
    rc_coroutine *coroutine;
    bool went[2];
} c;

static void coroutine_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        c.coroutine = stepper_new();
    else
        rc->retain(c.coroutine);
}

static void look(void)
{
    if (types->coroutine_state(c.coroutine) == RC_SUSPENDED)
        stepper_of(c.coroutine)->steps++;
}

static void coroutine_finish(unsigned thread)
{
    rc->release(c.coroutine);
    (void)thread;
}

static void send_act(unsigned thread, bool wrong)
{
    if (wrong && thread == 1)
        look();
    else
        c.went[thread] = stepper_send(c.coroutine);
}

static void send_finish(unsigned thread)
{
    if (thread == 0)
        model_assert(stepper_of(c.coroutine)->steps == 1u + c.went[0] + c.went[1]);
    coroutine_finish(thread);
}

MODEL_TWINS(send, "coroutine-send-twice", "two threads resume one coroutine",
            .bound = "2 threads, 1 send each", .room = "coroutine", .backends = "atomic biased",
            .threads = 2, .prepare = coroutine_prepare, .finish = send_finish);

static void close_act(unsigned thread, bool wrong)
{
    if (wrong && thread == 1)
        look();
    else if (thread == 0)
        c.went[0] = stepper_send(c.coroutine);
    else
        c.went[1] = stepper_close(c.coroutine);
}

static void close_finish(unsigned thread)
{
    if (thread == 0) {
        stepper *s = stepper_of(c.coroutine);
        model_assert(s->closed == c.went[1]);
        model_assert(c.went[0] || c.went[1]);
    }
    coroutine_finish(thread);
}

MODEL_TWINS(close, "coroutine-send-close", "a coroutine is resumed and closed at once",
            .bound = "2 threads: 1 send; 1 close", .room = "coroutine", .backends = "atomic biased",
            .threads = 2, .prepare = coroutine_prepare, .finish = close_finish);

static void closes_act(unsigned thread, bool wrong)
{
    if (wrong && thread == 1)
        model_look(stepper_of(c.coroutine)->closed);
    else
        c.went[thread] = stepper_close(c.coroutine);
}

static void closes_finish(unsigned thread)
{
    if (thread == 0)
        model_assert(stepper_of(c.coroutine)->closed == 1);
    coroutine_finish(thread);
}

MODEL_TWINS(closes, "coroutine-close-twice", "two threads close one coroutine",
            .bound = "2 threads, 1 close each", .room = "coroutine", .backends = "atomic biased",
            .threads = 2, .prepare = coroutine_prepare, .finish = closes_finish);
