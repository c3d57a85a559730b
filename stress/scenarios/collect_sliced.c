/*
 * collect-sliced: a thread collects in slices, an object or two at a time, while another one changes what has
 * been looked at and what has not.
 *
 * A treasure, which refers to itself, is in a box; a ring of two is held by nobody, but a weak reference leads
 * to it.
 *
 *   0 move      the treasure goes into the other box, over a safepoint: between two slices
 *   1 hand      it is taken out, and only held from then on
 *   2 to and fro   it is taken out and put back, twice
 *   3 drop      it is taken out and dropped: garbage, from some slice on
 *   4 keeps     the weak reference is upgraded, and what it gives is used over a safepoint
 *   5 gives     it is upgraded, given back, and upgraded again
 *   6 dies      the box ends by its count, with the collector before it or behind it
 *   7 other     the other thread collects too, everything in one stop
 *
 *   T1 collects                    T2
 *   counts the first box: the treasure is found once
 *                                  takes it out: held by a variable, the count has not changed
 *   counts the treasure: found twice, with a count of two: proposed
 *   judges what is proposed in one stop: one reference more than found, lives
 *                                  uses it          <- after its end, if a proposal were enough
 *
 * Hunts: what is garbage by looks at different times; objects that are lost between the collector's lists.
 * Passes: no fault; what is in use lives; all has been collected after one more collection.
 *
 *   collect-sliced  atomic   sound
 */
#include "gc/cycles/ops.h"
#include "stress/oracles/handles.h"

#include "refcount/atomics.h"

enum { MOVE, HAND, TO_AND_FRO, DROP, KEEPS, GIVES, DIES, OTHER, VARIANTS };
enum { FIRST, SECOND, TREASURE, ONE, TWO, OBJECTS };

typedef struct world {
    stress_subject object[OBJECTS];
    stress_handle handle;
} world;

static void link_to(stress_stage *stage, unsigned owner, unsigned edge, unsigned target)
{
    world *w = stage->world;
    stress_link(stage, &w->object[owner], edge, &w->object[target]);
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    rc_cycles_ops_of(stage->ops)
        ->gc_set_slice(4); /* a slice is one object or two, with what they refer to */
    for (unsigned i = 0; i < OBJECTS; i++)
        stress_make(stage, &w->object[i], &stress_knot_type);
    stress_retain(stage, &w->object[TREASURE]);
    link_to(stage, TREASURE, 0, TREASURE);
    link_to(stage, FIRST, 0, TREASURE);
    stress_handle_new(stage, &w->handle, &w->object[ONE]);
    link_to(stage, ONE, 0, TWO);
    stress_retain(stage, &w->object[ONE]);
    link_to(stage, TWO, 0, ONE);
    stress_hand_over(&w->object[FIRST], stress_self(), 1);
    stress_hand_over(&w->object[SECOND], stress_self(), 1);
    stress_hand_over(&w->object[ONE], stress_self(), 0);
}

static void take_out(stress_stage *stage, world *w)
{
    stress_unlink(stage, &w->object[FIRST], 0, &w->object[TREASURE]);
    stage->ops->thread_poll();
    stress_use(stage, &w->object[TREASURE]);
}

static void upgrade(stress_stage *stage, world *w)
{
    if (!stress_handle_upgrade(stage, &w->handle)) {
        stress_handle_fails(stage, &w->handle, 1);
        return;
    }
    stress_use(stage, &w->object[ONE]);
    if (stage->variant == KEEPS) {
        stage->ops->thread_poll();
        stress_use(stage, &w->object[ONE]);
        return;
    }
    stress_release(stage, &w->object[ONE]);
    if (stress_handle_upgrade(stage, &w->handle))
        stress_release(stage, &w->object[ONE]);
}

static void mutate(stress_stage *stage, world *w)
{
    switch (stage->variant) {
    case MOVE:
        take_out(stage, w);
        link_to(stage, SECOND, 0, TREASURE);
        break;
    case HAND:
        take_out(stage, w);
        stage->ops->thread_poll();
        stress_use(stage, &w->object[TREASURE]);
        break;
    case TO_AND_FRO:
        for (int i = 0; i < 2; i++) {
            take_out(stage, w);
            link_to(stage, FIRST, 0, TREASURE);
            stage->ops->thread_poll();
        }
        break;
    case DROP:
        take_out(stage, w);
        stress_release(stage, &w->object[TREASURE]);
        break;
    case DIES:
        stage->ops->thread_poll();
        stress_release(stage, &w->object[FIRST]);
        break;
    case OTHER:
        rc_cycles_ops_of(stage->ops)->collect();
        break;
    default:
        upgrade(stage, w);
    }
    stage->ops->thread_poll();
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        mutate(stage, w);
        return;
    }
    stress_release(stage, &w->object[ONE]);
    stress_self_begins("rc_gc_collect_sliced");
    rc_cycles_ops_of(stage->ops)->gc_collect_sliced();
    stress_self_ends();
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    const rc_cycles_ops *collector = rc_cycles_ops_of(stage->ops);
    for (unsigned i = 0; i < OBJECTS; i++) {
        stress_give_back(stage, &w->object[i], 0);
        stress_give_back(stage, &w->object[i], 1);
    }
    collector->gc_collect_sliced();
    for (unsigned i = 0; i < OBJECTS; i++) {
        stress_subject *s = &w->object[i];
        if (!stress_destroyed(s))
            stress_fault(STRESS_LEAK, "object %u was not collected", i);
        else if (rc_load_relaxed(&s->finalized) != 1) /* relaxed: at rest */
            stress_fault(STRESS_CONTRACT, "object %u was finalized %u times", i,
                         (unsigned)rc_load_relaxed(&s->finalized));
    }
    stress_handle_fails(stage, &w->handle, 1);
    stress_handle_free(stage, &w->handle);
    stress_handle_check(&w->handle);
}

STRESS_SCENARIO(collect_sliced) = {
    .name = "collect-sliced",
    .summary = "a thread collects in slices while another one changes what it looks at",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .stops = true,
    .subjects = OBJECTS,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
};
