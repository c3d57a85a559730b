/*
 * coroutine-throw-twice: two threads throw an error into a coroutine, whose body handles it and yields;
 * coroutine-close-look: T1 closes one; T2, which sees that it is closed, looks at what its body has left.
 *
 * Hunts: a coroutine that is suspended, or closed, by the long way without publishing its frame. The bug: T2 looks at
 * once.
 */
#include "stress/model/programs/coroutine/coroutines.h"

MODEL_WORLD struct {
    rc_coroutine *coroutine;
    void *error;
} t;

static rc_outcome catcher_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)sent;
    if (signal == RC_THROW)
        stepper_of(self)->closed++;
    else
        stepper_of(self)->steps++;
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine catcher_routine = {
    .name = "catcher", .step = catcher_step, .scalars = sizeof(stepper), .guarded = RC_GUARDED(1)};

static void throw_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1) {
        rc->retain(t.coroutine);
        return;
    }
    t.coroutine = types->coroutine_new(&catcher_routine);
    model_assert(t.coroutine != NULL);
    bool went = stepper_send(t.coroutine);
    t.error = types->error_new(&rc_value_error, "thrown");
    model_assert(went && t.error != NULL);
}

static void throw_act(unsigned thread, bool wrong)
{
    void *result = NULL;
    if (thread == 0) {
        rc_outcome outcome = types->coroutine_throw(t.coroutine, t.error, &result);
        model_look(went_well(outcome, result));
    } else if (wrong) {
        stepper_of(t.coroutine)->closed++;
    } else {
        rc_outcome outcome = types->coroutine_throw(t.coroutine, t.error, &result);
        model_look(went_well(outcome, result));
    }
}

static void throw_finish(unsigned thread)
{
    rc->release(t.coroutine);
    if (thread == 0)
        rc->release(t.error);
}

MODEL_TWINS(throw, "coroutine-throw-twice",
            "two threads throw into one coroutine, which handles it",
            .bound = "2 threads, 1 throw each", .room = "coroutine", .backends = "atomic biased",
            .threads = 2, .prepare = throw_prepare, .finish = throw_finish);

static void look_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        t.coroutine = stepper_new();
    else
        rc->retain(t.coroutine);
}

static void look_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        bool went = stepper_close(t.coroutine);
        model_assert(went);
    } else if (types->coroutine_state(t.coroutine) == RC_CLOSED || wrong) {
        model_look(stepper_of(t.coroutine)->closed);
    }
}

static void look_finish(unsigned thread)
{
    (void)thread;
    rc->release(t.coroutine);
}

MODEL_TWINS(look, "coroutine-close-look",
            "what a body has left is seen by whoever sees that it is closed",
            .bound = "2 threads: 1 close; 1 look at the state", .room = "coroutine",
            .backends = "atomic biased", .threads = 2, .prepare = look_prepare,
            .finish = look_finish);
