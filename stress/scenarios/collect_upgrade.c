/*
 * collect-upgrade: a thread collects a ring while another one upgrades a weak reference to a member.
 *
 * Nobody holds the ring. An upgrade that succeeds makes it live on, whole, as long as the reference is held;
 * one that fails finds it on its way out, and so do all that follow.
 *
 *   T1 collects                    T2
 *   counts the ring's references
 *   finds them all: garbage
 *                                  upgrade: counts one more
 *   weak references end
 *   clears, destroys               <- in T2's hands
 *
 * The counts of garbage are not zero, so that an upgrade cannot tell from them. What refuses it is the mark
 * on the weak reference, and what was in time before it must be seen by a last look at the counts.
 *
 *   0 gives    the reference goes at once, and another upgrade is tried
 *   1 keeps    it is kept, over a safepoint, and used
 *   2 anew     from it a new weak reference is made, and upgraded
 *   3 rises    a finalizer takes a reference: the old weak reference never works again, though the ring lives
 *   4 two      two threads upgrade
 *
 * Passes: no fault; each member was finalized once and destroyed once, and upgrades went both ways.
 *
 *   collect-upgrade  atomic   sound
 */
#include "gc/cycles/ops.h"
#include "stress/oracles/handles.h"

#include "refcount/atomics.h"

enum { GIVES, KEEPS, ANEW, RISES, TWO, VARIANTS };
enum { RING = 2 };

typedef struct world {
    stress_subject ring[RING];
    stress_handle handle[2], anew[2]; /* the second and the third actor's */
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    for (unsigned i = 0; i < RING; i++)
        stress_make(stage, &w->ring[i], &stress_knot_type);
    w->ring[1].rises = stage->variant == RISES;
    for (unsigned i = 0; i < 2; i++)
        stress_handle_new(stage, &w->handle[i], &w->ring[0]);
    stress_link(stage, &w->ring[0], 0, &w->ring[1]);
    stress_retain(stage, &w->ring[0]);
    stress_link(stage, &w->ring[1], 0, &w->ring[0]);
    stress_hand_over(&w->ring[0], stress_self(), 0);
}

static void collect(stress_stage *stage)
{
    stress_self_begins("rc_collect");
    rc_cycles_ops_of(stage->ops)->collect();
    stress_self_ends();
}

static void use_anew(stress_stage *stage, world *w, stress_handle *anew)
{
    stress_handle_new(stage, anew, &w->ring[0]);
    stress_release(stage, &w->ring[0]);
    if (stress_handle_upgrade(stage, anew)) {
        stress_use(stage, &w->ring[0]);
        stress_release(stage, &w->ring[0]);
    }
}

static void upgrade(stress_stage *stage, world *w, unsigned which)
{
    stress_handle *handle = &w->handle[which];
    if (!stress_handle_upgrade(stage, handle)) {
        stress_handle_fails(stage, handle, 1);
        return;
    }
    stress_use(stage, &w->ring[0]);
    if (stage->variant == ANEW) {
        use_anew(stage, w, &w->anew[which]);
        return;
    }
    if (stage->variant == KEEPS) {
        stage->ops->thread_poll();
        stress_use(stage, &w->ring[0]);
        return;
    }
    stress_release(stage, &w->ring[0]);
    if (stage->variant == GIVES && stress_handle_upgrade(stage, handle))
        stress_release(stage, &w->ring[0]);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_release(stage, &w->ring[0]);
        collect(stage);
    } else {
        upgrade(stage, w, actor - 1);
    }
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    for (int i = 0; i < 2; i++) { /* what rises is garbage once more */
        collect(stage);
        for (unsigned m = 0; m < RING; m++)
            stress_give_back(stage, &w->ring[m], 0);
        stress_give_back(stage, &w->ring[1], stress_self());
    }
    collect(stage);
    if (stress_handles_went_both_ways())
        stress_witness();
    for (unsigned i = 0; i < RING; i++) {
        stress_subject *s = &w->ring[i];
        if (!stress_destroyed(s))
            stress_fault(STRESS_LEAK, "member %u was not collected", i);
        else if (rc_load_relaxed(&s->finalized) != 1) /* relaxed, all: at rest */
            stress_fault(STRESS_CONTRACT, "member %u was finalized %u times", i,
                         (unsigned)rc_load_relaxed(&s->finalized));
    }
    stress_handle *all[] = {&w->handle[0], &w->handle[1], &w->anew[0], &w->anew[1]};
    for (unsigned i = 0; i < 4; i++) {
        if (all[i]->weak == NULL)
            continue;
        if (stress_destroyed(&w->ring[0]))
            stress_handle_fails(stage, all[i], 1);
        stress_handle_free(stage, all[i]);
    }
    stress_handle_check(&w->handle[0]);
}

static unsigned cast(const stress_stage *stage)
{
    return stage->variant == TWO ? 3 : 2;
}

STRESS_SCENARIO(collect_upgrade) = {
    .name = "collect-upgrade",
    .summary = "a thread collects a ring while others upgrade weak references to it",
    .shares = true,
    .actors = 3,
    .variants = VARIANTS,
    .cast = cast,
    .stops = true,
    .subjects = RING,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "no upgrade succeeded, or none failed",
};
