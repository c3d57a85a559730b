/*
 * collect-sliced: a thread collects in slices while another one changes what has been looked at and what has
 * not, and what has been proposed.
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
    _Atomic bool kept; /* the second actor has the ring, and keeps it */
} world;

/* Without a finalizer, so that nothing is judged again before its end. */
static rc_type quiet_type;

__attribute__((constructor)) static void make_type(void)
{
    quiet_type = stress_knot_type;
    quiet_type.finalize = NULL;
}

static void link_to(stress_stage *stage, unsigned owner, unsigned edge, unsigned target)
{
    world *w = stage->world;
    stress_link(stage, &w->object[owner], edge, &w->object[target]);
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    /* An object or two, with what they refer to; or all proposals in one slice, and the proof in the next. By chance
       little happens between two slices, and on a busy machine each of them waits for a processor: three or four. */
    rc_cycles_ops_of(stage->ops)
        ->gc_set_slice(stage->variant >= KEEPS ? 1000
                       : stage->scripted       ? 4
                                               : 12);
    for (unsigned i = 0; i < OBJECTS; i++)
        stress_make(stage, &w->object[i], &quiet_type);
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

/* Any number of slices may be done meanwhile: the collector waits for nobody who stands here. */
static void stand_aside(stress_stage *stage)
{
    stage->ops->thread_block_begin();
    stage->ops->thread_block_end();
}

/* Whoever holds it finds it whole. */
static void use(stress_stage *stage, stress_subject *subject)
{
    stress_use(stage, subject);
    if (rc_load_relaxed(&subject->cleared) != 0) /* relaxed: nobody clears what is held */
        stress_fault(STRESS_PREMATURE_FREE, "cleared with a reference left");
}

static void take_out(stress_stage *stage, world *w)
{
    stress_unlink(stage, &w->object[FIRST], 0, &w->object[TREASURE]);
    stand_aside(stage);
    use(stage, &w->object[TREASURE]);
}

static void upgrade(stress_stage *stage, world *w)
{
    if (!stress_handle_upgrade(stage, &w->handle)) {
        stress_handle_fails(stage, &w->handle, 1);
        return;
    }
    use(stage, &w->object[ONE]);
    if (stage->variant == KEEPS) {
        rc_store_relaxed(&w->kept, true); /* relaxed: whoever sees it late asks less */
        stand_aside(stage);
        use(stage, &w->object[ONE]);
        return;
    }
    stress_release(stage, &w->object[ONE]);
    if (stress_handle_upgrade(stage, &w->handle))
        stress_release(stage, &w->object[ONE]);
}

static void mutate(stress_stage *stage, world *w)
{
    stand_aside(stage);
    switch (stage->variant) {
    case MOVE:
        take_out(stage, w);
        link_to(stage, SECOND, 0, TREASURE);
        break;
    case HAND:
        take_out(stage, w);
        stand_aside(stage);
        use(stage, &w->object[TREASURE]);
        break;
    case TO_AND_FRO:
        for (int i = 0; i < 2; i++) {
            take_out(stage, w);
            link_to(stage, FIRST, 0, TREASURE);
            stand_aside(stage);
        }
        break;
    case DROP:
        take_out(stage, w);
        stress_release(stage, &w->object[TREASURE]);
        break;
    case DIES:
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

/* What the second actor has, or will have again, is whole. */
static bool is_in_use(const stress_stage *stage, const world *w, unsigned i)
{
    bool ends = stage->variant == DIES;
    if (i == ONE || i == TWO)
        return rc_load_relaxed(&w->kept);
    return i == SECOND || (!ends && (i == FIRST || stage->variant != DROP));
}

static void check_what_is_in_use(const stress_stage *stage, const world *w)
{
    for (unsigned i = 0; i < OBJECTS; i++) {
        if (is_in_use(stage, w, i) && rc_load_relaxed(&w->object[i].cleared) != 0)
            stress_fault(STRESS_PREMATURE_FREE, "object %u was cleared, and is in use", i);
    }
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
    check_what_is_in_use(stage, w);
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
    .makers = 1u << STRESS_MADE_BY_FIRST | 1u << STRESS_MADE_BY_BYSTANDER,
    .stops = true,
    .subjects = OBJECTS,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
};
