/*
 * coroutine.c: the coroutine that the scenarios play with.
 */
#include "stress/harness/self.h"
#include "stress/scenarios/coroutine.h"

#include "refcount/atomics.h"
#include "stress/schedule/points.h"

static stress_play **play_of(rc_coroutine *self)
{
    return rc_coroutine_scalars(self);
}

/* Counts its steps, and the exit that ends it. */
static rc_outcome step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    stress_play *play = *play_of(self);
    /* relaxed: a question must not order the threads. */
    if (rc_fetch_add_relaxed(&play->inside, 1) != 0)
        stress_fault(STRESS_CONTRACT, "two threads are in one coroutine");
    if (signal == RC_THROW)
        play->endings++;
    else
        play->steps++;
    stress_point("coroutine");
    rc_fetch_sub_relaxed(&play->inside, 1);
    if (signal == RC_THROW)
        return play->types->propagate(result, sent);
    return rc_yield(self, result, NULL, 1);
}

static rc_outcome outer_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    if (self->point > 0)
        return rc_return(result, NULL);
    void *inner = self->slot[0];
    self->slot[0] = NULL;
    return (*play_of(self))->types->delegate(self, inner, 1);
}

static const rc_routine inner_routine = {
    .name = "inner", .step = step, .scalars = sizeof(stress_play *), .guarded = RC_GUARDED(1)};
static const rc_routine outer_routine = {
    .name = "outer", .step = outer_step, .slots = 1, .scalars = sizeof(stress_play *)};

bool stress_play_new(stress_play *play, const rc_ops *ops, bool nested)
{
    play->types = rc_types_ops_of(ops);
    rc_coroutine *c = play->types->coroutine_new(&inner_routine);
    if (c != NULL)
        *play_of(c) = play;
    if (c != NULL && nested) {
        rc_coroutine *outer = play->types->coroutine_new(&outer_routine);
        if (outer != NULL) {
            *play_of(outer) = play;
            outer->slot[0] = c;
        }
        c = outer;
    }
    play->coroutine = c;
    return c != NULL;
}

/* Nothing but a ValueError may come out as an error. */
static void give_back(stress_play *play, const rc_ops *ops, rc_outcome outcome, void *value)
{
    if (outcome == RC_RAISED && play->types->error_class_of(value) != &rc_value_error)
        stress_fault(STRESS_CONTRACT, "a %s comes out of a coroutine",
                     play->types->error_class_of(value)->name);
    if (outcome != RC_RAISED && value != NULL)
        stress_fault(STRESS_CONTRACT, "a value that nobody has yielded comes out of a coroutine");
    ops->release(value);
}

bool stress_play_send(stress_play *play, const rc_ops *ops)
{
    void *value;
    stress_self_begins("rc_coroutine_send");
    rc_outcome outcome = play->types->coroutine_send(play->coroutine, NULL, &value);
    stress_self_ends();
    give_back(play, ops, outcome, value);
    return outcome == RC_YIELDED;
}

bool stress_play_close(stress_play *play, const rc_ops *ops)
{
    void *value;
    stress_self_begins("rc_coroutine_close");
    rc_outcome outcome = play->types->coroutine_close(play->coroutine, &value);
    stress_self_ends();
    give_back(play, ops, outcome, value);
    return outcome == RC_RETURNED;
}
