/*
 * starved-release: two threads release each other's objects while there is no memory at all.
 *
 * A release cannot fail. With `biased` it needs memory for an entry in the owner's queue; without it waits
 * for the owner's safepoint. Meanwhile the owner may be waiting in the same way.
 *
 *   T1 release of T2's object      T2 release of T1's object
 *   no memory: waits for a
 *   safepoint of T2
 *                                  no memory: waits for a safepoint of T1     <- deadlock, unless a thread that
 *                                                                                waits is as good as blocked
 *
 * Variants: 0 each releases the last reference to the other's object, 1 both hold references to both
 * objects and to the maker's, 2 the objects refer to one of the other thread's, so that a destructor waits.
 * Hunts: deadlocks, a release that is lost or done twice, an entry on the stack that is used when its
 * function has returned. Passes: no fault, and memory was refused, if it was asked for.
 *
 *   starved-release  plain    broken        leak, premature-free ...
 *   starved-release  biased   sound
 */
#include "stress/oracles/ledger.h"
#include "stress/oracles/shortage.h"
#include "stress/schedule/points.h"

#include "refcount/atomics.h"

enum { LAST, SHARED, REFERRING, VARIANTS };
enum { ACTORS = 2, PHASES = 3, MAKERS = ACTORS, SUBJECTS = MAKERS + 1 + ACTORS };

typedef struct world {
    stress_subject
        node[SUBJECTS]; /* of each actor, the maker's, what those of the actors refer to */
    _Atomic unsigned passed[PHASES];
} world;

/* A reference for each of the two. */
static void share(stress_stage *stage, stress_subject *subject)
{
    unsigned self = stress_self();
    stress_retain(stage, subject);
    stress_hand_over(subject, self, 0);
    stress_hand_over(subject, self, 1);
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    if (stage->variant != SHARED)
        return;
    stress_make(stage, &w->node[MAKERS], &stress_node_type);
    share(stage, &w->node[MAKERS]);
}

static void prepare(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_subject *mine = &w->node[actor], *theirs = &w->node[1 - actor];
    stress_make(stage, mine, &stress_node_type);
    if (stage->variant == REFERRING) {
        unsigned referred = MAKERS + 1 + actor;
        stress_make(stage, &w->node[referred], &stress_node_type);
        stress_hand_over(&w->node[referred], actor, 1);
    }
    if (actor == 1 && stage->variant == REFERRING) {
        stress_hand_over(theirs, 0, 1);
        stress_link(stage, theirs, 0, &w->node[MAKERS + 2]);
        stress_link(stage, mine, 0, &w->node[MAKERS + 1]);
        stress_hand_over(theirs, 1, 0);
    }
    if (stage->variant == SHARED)
        share(stage, mine);
    else if (actor == 1) {
        stress_hand_over(theirs, 0, 1);
        stress_hand_over(mine, 1, 0);
    }
}

/* Comes by safepoints until both have passed: nobody may leave while the other may wait for it. */
static void pass(stress_stage *stage, unsigned phase)
{
    world *w = stage->world;
    unsigned turns = 0;
    rc_fetch_add_relaxed(&w->passed[phase], 1); /* relaxed, both: the objects order themselves */
    do {
        stage->ops->thread_poll();
        stress_waiting(&turns);
    } while (rc_load_relaxed(&w->passed[phase]) < ACTORS);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_shortage(1, true);
    stress_release(stage, &w->node[1 - actor]);
    if (stage->variant == SHARED) {
        stress_release(stage, &w->node[MAKERS]);
        stress_release(stage, &w->node[actor]);
    }
    pass(stage, 0); /* all releases have returned */
    pass(stage, 1); /* and those of destructors */
    if (rc_fetch_add_relaxed(&w->passed[2], 1) == ACTORS - 1)
        stress_shortage(0, false);
}

static void judge(stress_stage *stage)
{
    if (!stage->ops->get_backend()->deferred_death || stress_shortage_refused() > 0)
        stress_witness();
}

STRESS_SCENARIO(starved_release) = {
    .name = "starved-release",
    .summary = "two threads release each other's objects while there is no memory",
    .shares = true,
    .actors = ACTORS,
    .variants = VARIANTS,
    .makers = 1 << STRESS_MADE_BY_FIRST | 1 << STRESS_MADE_BY_BLOCKED | 1 << STRESS_MADE_BY_GONE,
    .subjects = SUBJECTS,
    .world_size = sizeof(world),
    .make = make,
    .prepare = prepare,
    .act = act,
    .judge = judge,
    .witness = "no memory was refused",
};
