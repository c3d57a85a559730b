/*
 * slot-tagged: two threads mark a reference while a third one replaces it.
 *
 * Reference and mark are one word. Hunts: a mark that two threads believe to have set, one that is lost when the
 * reference changes in the same moment, counts that move when only the mark does.
 *
 *   T1 fetch-or                    T3 a, not marked -> b
 *   reads a, not marked
 *                                  replaces a by b
 *   writes a, marked               <- b is lost, a is there again with no reference
 *
 * Passes: no fault; who finds no mark has set it, and it was set once on what was there.
 *
 *   slot-tagged  atomic+epoch   sound
 */
#include "stress/scenarios/slot.h"

enum { REPLACER = 2 };

typedef struct world {
    stress_subject object[2];
    rc_tagged_slot slot;
    unsigned set[2];
    bool replaced;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object[0], &stress_node_type);
    stage->gc->tagged_slot_init(&w->slot, NULL, 0);
    stress_hand_out(&w->object[0]);
    stage->gc->tagged_slot_give(&w->slot, w->object[0].object, 0);
    slot_hand(stage, &w->object[1], REPLACER);
}

static void load(stress_stage *stage, world *w)
{
    stress_self_begins("rc_tagged_slot_load");
    rc_tagged found = stage->gc->tagged_slot_load(&w->slot);
    stress_subject *s = stress_given(rc_tagged_object(found), "rc_tagged_slot_load", true);
    stress_self_ends();
    if (s == NULL)
        return;
    stress_use(stage, s);
    stress_release(stage, s);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor != REPLACER) {
        stress_self_begins("rc_tagged_slot_fetch_or");
        stress_point("rc_tagged_slot_fetch_or");
        w->set[actor] = rc_tagged_tag(stage->gc->tagged_slot_fetch_or(&w->slot, RC_LINK_MARK)) == 0;
        stress_self_ends();
        load(stage, w);
        return;
    }
    stress_self_begins("rc_tagged_slot_compare_exchange");
    rc_tagged a = rc_tagged_make(w->object[0].object, 0),
              b = rc_tagged_make(w->object[1].object, 0);
    w->replaced = stage->gc->tagged_slot_compare_exchange(&w->slot, a, b);
    stress_self_ends();
    slot_after(stage);
}

static stress_subject *content(stress_stage *stage, world *w)
{
    return stress_given(rc_tagged_object(stage->gc->tagged_slot_peek(&w->slot)), "a slot at rest",
                        false);
}

static void rest(stress_stage *stage)
{
    world *w = stage->world;
    rc_tagged now = stage->gc->tagged_slot_peek(&w->slot);
    stress_subject *s = content(stage, w);
    if (w->set[0] + w->set[1] != 1 || rc_tagged_tag(now) != RC_LINK_MARK)
        stress_fault(STRESS_CONTRACT, "%u have set the mark, and it is %u", w->set[0] + w->set[1],
                     (unsigned)rc_tagged_tag(now));
    if (s != &w->object[w->replaced])
        stress_fault(STRESS_CONTRACT, "another object is in the slot than was put there");
    if (s != NULL)
        stress_belongs(s, true);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0) {
        stress_subject *s = content(stage, w);
        if (s != NULL)
            stress_belongs(s, false);
        stage->gc->tagged_slot_destroy(&w->slot);
    }
    for (unsigned i = 0; i < 2; i++)
        stress_give_back(stage, &w->object[i], place);
}

STRESS_SCENARIO(slot_tagged) = {
    .name = "slot-tagged",
    .summary = "two threads mark a reference while a third one replaces it",
    .reclaims = true,
    .actors = 3,
    .variants = SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .finish = finish,
};
