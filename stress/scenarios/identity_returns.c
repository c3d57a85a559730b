/*
 * identity-returns: the owner's thread ends, and a new thread is given its stack and with it its identity,
 * while another thread merges in the dead owner's place.
 *
 * Owners are told by what a thread is to the system, and that is used again. The new thread becomes the
 * owner of what the old one left. Hunts: an identity that comes back in the middle of a merge.
 *
 *   T1's first stand-in            T2
 *   makes 1, 2; lends; ends
 *                                  release: QUEUED, the owner is gone: merges; reads its count
 *   T1's second stand-in: is
 *   taken for the owner, counts                                      <- on what T2 has just read
 *                                  merge: writes                     <- a count is lost
 *
 * Passes: no fault, and a second thread had the identity of the first, while T2 was not done.
 *
 *   identity-returns  plain   broken    leak, premature-free, late-garbage
 *   identity-returns  biased  sound
 */
#include "stress/harness/stage.h"
#include "stress/harness/stand_in.h"
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"

#include <pthread.h>

typedef struct world {
    stress_subject ball;
    pthread_t first;
    _Atomic uint32_t lent;
    _Atomic bool done;
} world;

static void make(stress_stage *stage)
{
    (void)stage; /* the first stand-in does */
}

static void first_life(stress_stage *stage)
{
    world *w = stage->world;
    w->first = pthread_self();
    stress_attach(stage->ops);
    stress_make(stage, &w->ball, &stress_node_type);
    stress_retain(stage, &w->ball);
    stress_hand_out(&w->ball);
    stress_announce(&w->lent, 1);
}

/* A thread is told by the address of its control block, in pthread_self as in the library. */
static void second_life(stress_stage *stage)
{
    world *w = stage->world;
    /* relaxed, both: a question must not order the threads. */
    if (pthread_equal(pthread_self(), w->first) && !rc_load_relaxed(&w->done))
        stress_witness();
    stress_attach(stage->ops);
    stress_retain(stage, &w->ball);
    stress_release(stage, &w->ball);
    stress_release(stage, &w->ball);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_stand_in(first_life, stage);
        stress_stand_in(second_life, stage);
        return;
    }
    stress_await(&w->lent, 1);
    stress_hand_in(&w->ball);
    stress_release(stage, &w->ball);
    rc_store_relaxed(&w->done, true);
}

STRESS_SCENARIO(identity_returns) = {
    .name = "identity-returns",
    .summary = "a new thread has the identity of an owner that is gone",
    .shares = true,
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .witness = "no new thread had an old identity in time",
};
