/*
 * arena.c: see arena.h.
 */
#include "stress/harness/arena.h"

#include "refcount/tool/cli.h"
#include "stress/harness/stage.h"
#include "stress/harness/suspend.h"
#include "stress/support/threads.h"

#include <stdlib.h>
#include <string.h>

void stress_arena_init(stress_arena *arena)
{
    arena->world_size = (arena->scenario->world_size + 63) / 64 * 64;
    arena->random = arena->options->seed;
    arena->worlds = aligned_alloc(64, arena->world_size * STRESS_WORLDS);
    if (arena->worlds == NULL)
        rc_cli_fail("no memory for the worlds");
    stress_barrier_init(&arena->barrier, arena->scenario->actors);
    stress_rendezvous_prepare(&arena->rendezvous);
}

void stress_arena_destroy(stress_arena *arena)
{
    stress_barrier_destroy(&arena->barrier);
    free(arena->worlds);
}

stress_stage stress_arena_stage(const stress_arena *arena, unsigned world)
{
    return (stress_stage){.ops = arena->options->ops,
                          .gc = arena->options->gc,
                          .world = arena->worlds + world * arena->world_size,
                          .variant = arena->knobs.variant,
                          .maker = arena->knobs.maker};
}

bool stress_arena_made_by_bystander(const stress_arena *arena)
{
    return stress_making_member(arena->scenario, arena->knobs.maker) == arena->scenario->actors;
}

bool stress_arena_away(const stress_arena *arena)
{
    return arena->knobs.maker == STRESS_MADE_BY_BLOCKED ||
           arena->knobs.maker == STRESS_MADE_BY_GONE;
}

/* ------------------------------------------------------------------------------------- drawing */

static uint64_t below(stress_arena *arena, uint64_t limit)
{
    return stress_random(&arena->random) % limit;
}

static void shuffle(stress_arena *arena)
{
    for (unsigned i = 0; i < STRESS_WORLDS; i++)
        arena->order[i] = i;
    for (unsigned i = STRESS_WORLDS; arena->knobs.shuffled && i > 1; i--) {
        unsigned j = (unsigned)below(arena, i), kept = arena->order[j];
        arena->order[j] = arena->order[i - 1];
        arena->order[i - 1] = kept;
    }
}

void stress_arena_draw(stress_arena *arena)
{
    static const unsigned strides[] = {1, 4, 16, 64, 256}, noises[] = {0, 0, 64, 8};
    /* With more actors than processors every meeting costs a switch or two. */
    unsigned skip = arena->scenario->actors > rc_tool_processors() ? 2 : 0;
    stress_knobs *k = &arena->knobs;
    k->stride = strides[skip + below(arena, 5 - skip)];
    k->noise = noises[below(arena, 4)];
    k->delay = UINT64_C(1) << below(arena, 12);
    k->shuffled = below(arena, 2) != 0;
    k->one_for_all = below(arena, 2) != 0;
    k->suspended = below(arena, 8) == 0 && stress_suspend_works();
    k->variant = (unsigned)below(arena, stress_variants(arena->scenario));
    do
        k->maker = (stress_maker)below(arena, STRESS_MAKERS);
    while (!stress_has_maker(arena->scenario, k->maker));
    shuffle(arena);
    memset(arena->worlds, 0, STRESS_WORLDS * arena->world_size);
}

/* ------------------------------------------------------------------------------ over all worlds */

void stress_arena_make(stress_arena *arena)
{
    for (unsigned i = 0; i < STRESS_WORLDS; i++) {
        stress_stage stage = stress_arena_stage(arena, i);
        arena->scenario->make(&stage);
    }
    stress_stage any = stress_arena_stage(arena, 0);
    stress_maker_leaves(&any);
}

void stress_arena_prepare(stress_arena *arena, unsigned actor)
{
    for (unsigned i = 0; i < STRESS_WORLDS; i++) {
        stress_stage stage = stress_arena_stage(arena, i);
        arena->scenario->prepare(&stage, actor);
    }
}

void stress_arena_give_back(stress_arena *arena, unsigned place)
{
    for (unsigned i = 0; i < STRESS_WORLDS; i++) {
        stress_stage stage = stress_arena_stage(arena, i);
        stress_give_back_part(arena->scenario, &stage, place, arena->knobs.one_for_all);
    }
}

static bool in_any(const stress_arena *arena,
                   bool (*question)(const stress_scenario *, const stress_stage *))
{
    for (unsigned i = 0; i < STRESS_WORLDS; i++) {
        stress_stage stage = stress_arena_stage(arena, i);
        if (question(arena->scenario, &stage))
            return true;
    }
    return false;
}

bool stress_arena_overdue(const stress_arena *arena)
{
    return in_any(arena, stress_something_overdue);
}

bool stress_arena_held(const stress_arena *arena)
{
    return in_any(arena, stress_something_held);
}

void stress_arena_ask_at_rest(stress_arena *arena)
{
    for (unsigned i = 0; i < STRESS_WORLDS; i++) {
        stress_stage stage = stress_arena_stage(arena, i);
        stress_ask_at_rest(arena->scenario, &stage, arena->report);
    }
}

void stress_arena_ask_in_time(stress_arena *arena)
{
    for (unsigned i = 0; i < STRESS_WORLDS; i++) {
        stress_stage stage = stress_arena_stage(arena, i);
        stress_ask_in_time(arena->scenario, &stage);
    }
}

void stress_arena_ask_at_the_end(stress_arena *arena)
{
    for (unsigned i = 0; i < STRESS_WORLDS; i++) {
        stress_stage stage = stress_arena_stage(arena, i);
        stress_ask_at_the_end(arena->scenario, &stage);
    }
}
