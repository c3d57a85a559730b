/*
 * local-overflow: an owner's own count is full, and spills into the count of the others while they use it.
 *
 * `biased` has 15 bits for the owner's count and moves half of it over when it is full. Hunts: references
 * lost or doubled on the way, and releases of others that find the count half moved.
 *
 *   T1 (owner)                     T2                          local   shared
 *                                                              32767   0
 *                                  release: QUEUED             32767   0      the queue's
 *   retain: full, moves 16383                                  16385   16383
 *                                  retain, release             16385   16383
 *   safepoint: merges                                          -       32767
 *
 * A count is brought to the edge by what a program may do: retaining. To the end of the count of the
 * others, 2^27, that would take too long: biased's own tests begin there.
 *
 * Variants: T2 gives up two references; T2 takes one first.
 *
 * Passes: no fault.
 *
 *   local-overflow  plain   broken    lost-update, leak, premature-free ...
 *   local-overflow  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

/* By chance one world in so many: to fill a count takes ten thousand times as long as to use it. */
enum { FULL = 32767, T2S = 2, ONE_IN = 8 };

typedef struct world {
    stress_subject ball;
    _Atomic uint32_t ready;
    bool full;
} world;

static void make(stress_stage *stage)
{
    static unsigned made;
    world *w = stage->world;
    w->full = stage->scripted || made++ % ONE_IN == 0;
    stress_make(stage, &w->ball, &stress_node_type);
    for (unsigned i = 0; i < T2S; i++) {
        stress_retain(stage, &w->ball);
        stress_hand_over(&w->ball, 0, 1);
    }
}

/* In one step, for a schedule as for noise: nobody else is at the object yet. */
static void fill(stress_stage *stage, world *w)
{
    stress_hearing hearing = stress_hearing_of_self();
    stress_hear_as((stress_hearing){.listener = NULL});
    stress_self_begins("filling");
    for (unsigned i = 1 + T2S; i < FULL; i++) {
        stage->ops->retain(w->ball.object);
        stress_hand_in(&w->ball);
    }
    stress_self_ends();
    stress_hear_as(hearing);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        if (w->full)
            fill(stage, w);
        stress_announce(&w->ready, 1);
        stress_retain(stage, &w->ball);
        stage->ops->thread_poll();
        return;
    }
    stress_await(&w->ready, 1);
    if (stage->variant == 1)
        stress_retain(stage, &w->ball);
    for (unsigned i = 0; i < T2S; i++)
        stress_release(stage, &w->ball);
}

/* Most of them at once: the ledger's care for each is for the last ones. */
static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    while (stress_held_by(&w->ball, place) > 2 && !stress_destroyed(&w->ball)) {
        stress_hand_out(&w->ball);
        stage->ops->release(w->ball.object);
    }
    stress_give_back(stage, &w->ball, place);
}

STRESS_SCENARIO(local_overflow) = {
    .name = "local-overflow",
    .summary = "an owner's count is full and spills while another thread counts",
    .shares = true,
    .actors = 2,
    .variants = 2,
    .makers = 1u << STRESS_MADE_BY_FIRST,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .finish = finish,
};
