/*
 * hand-off: two references go from thread to thread and come back; on the way one is dropped and one is
 * cloned, again and again. Only whoever has the turn touches the object.
 *
 * Hunts: counts that are right in sum but split between places that do not fit together. No race is
 * needed. With an owner that counts apart, the first drop finds its count elsewhere and must leave the
 * object to the owner, while the clone is counted here; the owner then drops all it has been given:
 *
 *   T1 (owner)            T2                                local  shared
 *   makes, hands out both                                   2      0
 *                         drops one: queued for T1          2      0      the queue must hold it,
 *                         clones one                        2      1
 *                         hands both back                   2      1
 *   drops both                                              0      1      <- or it is freed here,
 *   safepoint: looks into its queue                                       <- and used after that
 *
 * Variants: two or three hands; with a safepoint at each turn or without.
 *
 * Passes: no fault. `plain` passes too: what is handed over properly needs no protection.
 *
 *   hand-off  plain   sound
 *   hand-off  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

enum { ROUNDS = 2 };

typedef struct world {
    stress_subject ball;
    _Atomic uint32_t turn;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->ball, &stress_node_type);
    stress_retain(stage, &w->ball);
    stress_hand_out(&w->ball);
    stress_hand_out(&w->ball);
}

static unsigned cast(const stress_stage *stage)
{
    return stage->variant % 2 == 0 ? 2 : 3;
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    unsigned hands = cast(stage);
    bool polls = stage->variant / 2 != 0;
    for (unsigned turn = actor; turn <= hands * ROUNDS && actor < hands; turn += hands) {
        stress_await(&w->turn, turn);
        stress_hand_in(&w->ball);
        stress_hand_in(&w->ball);
        stress_use(stage, &w->ball);
        stress_release(stage, &w->ball);
        if (turn == hands * ROUNDS) {
            stress_release(stage, &w->ball);
            return;
        }
        stress_retain(stage, &w->ball);
        if (polls)
            stage->ops->thread_poll();
        stress_hand_out(&w->ball);
        stress_hand_out(&w->ball);
        stress_announce(&w->turn, turn + 1);
    }
}

STRESS_SCENARIO(hand_off) = {
    .name = "hand-off",
    .summary = "two references from hand to hand and back, one dropped and one cloned on the way",
    .actors = 3,
    .variants = 4,
    .cast = cast,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
};
