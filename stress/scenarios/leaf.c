/*
 * leaf: two threads give up the last references to an object whose type has no functions.
 *
 * Nothing can happen while such an object ends, so backends end it on a shorter way than others, with a
 * zero test of its own. Hunts: a short way that is taken although another thread still holds a reference,
 * or taken twice. The ledger cannot see these ends. Here the memory speaks: it is used until the last
 * moment, poisoned when it is freed, and counted by the library itself.
 *
 *   T1                             T2
 *   release: the last one here
 *   ends it, for it is a leaf      uses it             <- freed
 *                                  release             <- frees it again
 *
 * Variants: two references were made before; T2 takes its own; T2 has a weak one to begin with.
 *
 * Passes: no fault, and no object is left.
 *
 *   leaf  plain   broken    leak, use-after-free
 *   leaf  biased  sound
 */
#include "stress/scenario.h"
#include "stress/schedule/points.h"

#include "refcount/tool/cli.h"

#include <inttypes.h>

#define STAMP UINT64_C(0x1eaf1eaf1eaf1eaf)

enum { GIVEN, TAKEN, FOUND, VARIANTS };

typedef struct leaf {
    uint64_t stamp;
    uint64_t uses[STRESS_SELVES];
} leaf;

typedef struct world {
    leaf *leaf;
    rc_weak *weak;
    _Atomic uint32_t taken;
} world;

static const rc_type leaf_type = {.name = "leaf", .size = sizeof(leaf)};

static void make(stress_stage *stage)
{
    world *w = stage->world;
    w->leaf = stage->ops->new (&leaf_type);
    if (w->leaf == NULL)
        rc_cli_fail("no memory for an object");
    w->leaf->stamp = STAMP;
    if (stage->variant == GIVEN)
        stage->ops->retain(w->leaf);
    if (stage->variant == FOUND && (w->weak = stage->ops->weak_new(w->leaf)) == NULL)
        rc_cli_fail("no memory for a weak reference");
    if (stage->variant != TAKEN)
        stress_announce(&w->taken, 1);
}

static void use(leaf *used)
{
    stress_self_begins("use");
    stress_point("use");
    if (used->stamp != STAMP)
        stress_fault(STRESS_USE_AFTER_FREE, "%s holds a reference to memory that was freed",
                     stress_self_name(stress_self()));
    used->uses[stress_self()]++;
    stress_self_ends();
}

/* Whether the actor has a reference. */
static bool has_one(stress_stage *stage, world *w, unsigned actor)
{
    if (actor == 1 && stage->variant == TAKEN) {
        stage->ops->retain(w->leaf); /* T1's is certain to last until then */
        stress_announce(&w->taken, 1);
    }
    stress_await(&w->taken, 1);
    return actor == 0 || stage->variant != FOUND || stage->ops->weak_upgrade(w->weak) != NULL;
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (!has_one(stage, w, actor))
        return;
    use(w->leaf);
    stress_self_begins("rc_release");
    stage->ops->release(w->leaf);
    stress_self_ends();
}

static void judge(stress_stage *stage)
{
    static uint64_t left_before; /* reported once each */
    rc_stats stats;
    stage->ops->weak_free(((world *)stage->world)->weak);
    stage->ops->get_stats(&stats);
    if (stats.live_objects > left_before)
        stress_fault(STRESS_LEAK, "%" PRIu64 " objects are alive, with no reference left",
                     stats.live_objects);
    left_before = stats.live_objects;
}

STRESS_SCENARIO(leaf_ends) = {
    .name = "leaf",
    .summary = "two threads give up an object that has nothing to do at its end",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
};
