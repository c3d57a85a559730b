/*
 * shared-dict: two threads share one dict; one takes references to it, the other gives references back.
 *
 * The question of Python's note on the GIL. Hunts: lost updates of the count, and what follows from them,
 * leaks and premature frees.
 *
 *   lost release    T1 retain: reads the count     T2 release, all of it     T1 goes on
 *   lost retain     T2 release: reads the count    T1 retain, all of it      T2 goes on
 *
 * On a backend without protection the first leaves the dict alive with no reference, the second destroys
 * it while one is left. By schedule each shows in every run; by chance as often as the processors like.
 *
 * Passes: no fault, and the threads ran at the same time for a fifth of the time or more.
 *
 *   shared-dict  plain    broken        lost-update, leak, premature-free ...
 *   shared-dict  atomic   sound
 */
#include "stress/oracles/ledger.h"

enum { ROUNDS = 2 };

typedef struct world {
    stress_subject dict;
} world;

/* One reference stays with the first actor; the second has as many as it will give back. */
static void make(stress_stage *stage)
{
    world *w = stage->world;
    unsigned self = stress_self();
    stress_make(stage, &w->dict, &stress_node_type);
    for (int i = 0; i < ROUNDS; i++) {
        stress_retain(stage, &w->dict);
        stress_hand_over(&w->dict, self, 1);
    }
    stress_hand_over(&w->dict, self, 0);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    for (int i = 0; i < ROUNDS; i++) {
        stress_use(stage, &w->dict);
        if (actor == 0)
            stress_retain(stage, &w->dict);
        else
            stress_release(stage, &w->dict);
    }
}

STRESS_SCENARIO(shared_dict) = {
    .name = "shared-dict",
    .summary = "two threads, one retaining and one releasing one shared dict",
    .shares = true,
    .actors = 2,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
};
