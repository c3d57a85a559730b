/*
 * coroutines.h: what the programs about coroutines share: a body that counts its steps, and the visits to its
 * `finally`.
 *
 *   while True:
 *       try: yield
 *       finally: closed += 1      (on the way out)
 */
#ifndef STRESS_MODEL_COROUTINES_H
#define STRESS_MODEL_COROUTINES_H

#include "stress/model/programs/node.h"
#include "stress/model/twins.h"

typedef struct stepper {
    unsigned steps, closed;
} stepper;

static inline stepper *stepper_of(rc_coroutine *self)
{
    return rc_coroutine_scalars(self);
}

static inline rc_outcome stepper_step(rc_coroutine *self, rc_signal signal, void *sent,
                                      void **result)
{
    if (signal == RC_THROW) {
        stepper_of(self)->closed++;
        return types->propagate(result, sent);
    }
    stepper_of(self)->steps++;
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine stepper_routine = {
    .name = "stepper", .step = stepper_step, .scalars = sizeof(stepper), .guarded = RC_GUARDED(1)};

/* One that is suspended after its first step. */
static inline rc_coroutine *stepper_new(void)
{
    void *result = NULL;
    rc_coroutine *c = types->coroutine_new(&stepper_routine);
    model_assert(c != NULL);
    rc_outcome outcome = types->coroutine_send(c, NULL, &result);
    model_assert(outcome == RC_YIELDED && result == NULL);
    return c;
}

/* Releases what came out; says whether it was no error. */
static inline bool went_well(rc_outcome outcome, void *result)
{
    rc->release(result);
    return outcome != RC_RAISED;
}

static inline bool stepper_send(rc_coroutine *c)
{
    void *result = NULL;
    rc_outcome outcome = types->coroutine_send(c, NULL, &result);
    return went_well(outcome, result) && outcome == RC_YIELDED;
}

static inline bool stepper_close(rc_coroutine *c)
{
    void *result = NULL;
    rc_outcome outcome = types->coroutine_close(c, &result);
    return went_well(outcome, result);
}

#endif
