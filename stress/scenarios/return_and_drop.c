/*
 * return-and-drop: the owner's references are all with another thread, which drops one, clones, and hands
 * two back; then both drop what they have at the same time.
 *
 * Hunts: the owner's count at zero against the last shared one, while the object is in the owner's queue.
 * Three may end it, and one must: the owner's last release, its safepoint, the other's release.
 *
 *   T1 (owner)            T2                                local  shared
 *                         holds both: drops one (queued)    2      0
 *                         clones two, hands two to T1       2      2
 *   drops one                                               1      2
 *   drops one: merges     drops its own                     -      2 or 1
 *   safepoint: the queue's reference                        -      0
 *
 * Passes: no fault.
 *
 *   return-and-drop  plain   broken    leak, late-garbage
 *   return-and-drop  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

typedef struct world {
    stress_subject ball;
    _Atomic uint32_t back;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->ball, &stress_node_type);
    stress_retain(stage, &w->ball);
    stress_hand_over(&w->ball, stress_self(), 1);
    stress_hand_over(&w->ball, stress_self(), 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        stress_release(stage, &w->ball);
        stress_retain(stage, &w->ball);
        stress_retain(stage, &w->ball);
        stress_hand_out(&w->ball);
        stress_hand_out(&w->ball);
        stress_announce(&w->back, 1);
        stress_release(stage, &w->ball);
        return;
    }
    stress_await(&w->back, 1);
    stress_hand_in(&w->ball);
    stress_hand_in(&w->ball);
    stress_release(stage, &w->ball);
    stress_release(stage, &w->ball);
    stage->ops->thread_poll();
}

STRESS_SCENARIO(return_and_drop) = {
    .name = "return-and-drop",
    .summary = "the owner drops what it was handed back while another thread drops the rest",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
};
