/*
 * coroutine-first-twice: two threads resume one coroutine for the first time; coroutine-shared-look: of a coroutine that
 * two threads have resumed T1 makes the end, and T2, which sees that it is closed, looks at what its body has left.
 *
 * Hunts: two first owners; one that is noted when another has taken its place; an end that is not published the long
 * way. The bug: T2 looks at once.
 */
#include "stress/model/programs/coroutine/coroutines.h"

MODEL_WORLD struct {
    rc_coroutine *coroutine;
    bool went[2];
} f;

static void first_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1) {
        rc->retain(f.coroutine);
        return;
    }
    f.coroutine = types->coroutine_new(&stepper_routine);
    model_assert(f.coroutine != NULL);
}

static void first_act(unsigned thread, bool wrong)
{
    if (wrong && thread == 1)
        model_look(stepper_of(f.coroutine)->steps);
    else
        f.went[thread] = stepper_send(f.coroutine);
}

static void first_finish(unsigned thread)
{
    if (thread == 0) {
        unsigned steps = (unsigned)f.went[0] + f.went[1];
        model_assert(steps >= 1 && stepper_of(f.coroutine)->steps == steps);
    }
    rc->release(f.coroutine);
}

MODEL_TWINS(first, "coroutine-first-twice", "two threads resume one coroutine for the first time",
            .bound = "2 threads, 1 send each", .room = "coroutine", .backends = "atomic biased",
            .threads = 2, .prepare = first_prepare, .finish = first_finish);

/* Nobody is its owner any more. */
static void shared_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        f.coroutine = stepper_new();
        return;
    }
    rc->retain(f.coroutine);
    bool went = stepper_send(f.coroutine);
    model_assert(went);
}

static void shared_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        bool went = stepper_close(f.coroutine);
        model_assert(went);
    } else if (types->coroutine_state(f.coroutine) == RC_CLOSED || wrong) {
        model_look(stepper_of(f.coroutine)->closed);
    }
}

static void shared_finish(unsigned thread)
{
    (void)thread;
    rc->release(f.coroutine);
}

MODEL_TWINS(shared, "coroutine-shared-look",
            "what a body that two threads have run has left is seen by whoever sees its end",
            .bound = "2 threads: 1 close; 1 look at the state", .room = "coroutine",
            .backends = "atomic biased", .threads = 2, .prepare = shared_prepare,
            .finish = shared_finish);
