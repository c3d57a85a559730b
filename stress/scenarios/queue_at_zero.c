/*
 * queue-at-zero: the owner's count reaches zero while another thread is about to put the object into the
 * owner's queue.
 *
 * Hunts: a release that has decided to queue, and looks for the owner only then; by that time there may be
 * none any more, and the object has been merged with the reference that waits for the queue.
 *
 *   T1 (owner)             T2                              T3              local  shared
 *                          release: QUEUED, not pushed yet                 2      0
 *                                                          clones          2      1
 *                                                          hands two to T1 2      1
 *   release, release: merges, clears the owner                             -      1      T2's
 *                          looks for the owner: none       <- and now?
 *
 * Passes: no fault.
 *
 *   queue-at-zero  plain   broken    leak, premature-free, late-garbage
 *   queue-at-zero  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

typedef struct world {
    stress_subject ball;
    _Atomic uint32_t handed;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->ball, &stress_node_type);
    stress_retain(stage, &w->ball);
    stress_hand_over(&w->ball, stress_self(), 1);
    stress_hand_over(&w->ball, stress_self(), 2);
}

static void give_up_all(stress_stage *stage, world *w)
{
    stress_await(&w->handed, 1);
    stress_hand_in(&w->ball);
    stress_hand_in(&w->ball);
    stress_release(stage, &w->ball);
    stress_release(stage, &w->ball);
    stage->ops->thread_poll();
}

static void hand_all_over(stress_stage *stage, world *w)
{
    stress_retain(stage, &w->ball);
    stress_hand_out(&w->ball);
    stress_hand_out(&w->ball);
    stress_announce(&w->handed, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0)
        give_up_all(stage, w);
    else if (actor == 1)
        stress_release(stage, &w->ball);
    else
        hand_all_over(stage, w);
}

STRESS_SCENARIO(queue_at_zero) = {
    .name = "queue-at-zero",
    .summary = "the owner lets go of all it has while another thread queues the object",
    .shares = true,
    .actors = 3,
    .makers = 1u << STRESS_MADE_BY_FIRST | 1u << STRESS_MADE_BY_BYSTANDER |
              1u << STRESS_MADE_BY_GONE,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
};
