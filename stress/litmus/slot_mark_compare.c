/*
 * slot-mark-compare: T1 marks a reference while T2 replaces it, if it is not marked.
 *
 * Whoever comes second sees what the first one did: no mark and no reference is lost. Nothing is counted by both,
 * so that any backend will do: T2 gives back the objects and ends the slot.
 */
#include "stress/litmus/litmus.h"
#include "stress/oracles/slots.h"

typedef struct world {
    stress_subject object[2];
    rc_tagged_slot slot;
    litmus_answer answer[2]; /* what T1 marked: 0 or 1; whether T2 has replaced it */
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    for (unsigned i = 0; i < 2; i++) {
        stress_make(stage, &w->object[i], &stress_node_type);
        stress_hand_over(&w->object[i], stress_self(), 1);
    }
    stage->gc->tagged_slot_init(&w->slot, w->object[0].object, 0);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    rc_tagged a = rc_tagged_make(w->object[0].object, 0),
              b = rc_tagged_make(w->object[1].object, 0);
    stress_self_begins(actor == 0 ? "rc_tagged_slot_fetch_or" : "rc_tagged_slot_compare_exchange");
    stress_point("a tagged slot");
    if (actor == 0) {
        rc_tagged found = stage->gc->tagged_slot_fetch_or(&w->slot, RC_LINK_MARK);
        w->answer[0].value = rc_tagged_equal(found, b) ? 1 : rc_tagged_equal(found, a) ? 0 : 9;
    } else {
        w->answer[1].value = stage->gc->tagged_slot_compare_exchange(&w->slot, a, b);
    }
    stress_self_ends();
}

static void rest(stress_stage *stage)
{
    world *w = stage->world;
    rc_tagged now = stage->gc->tagged_slot_peek(&w->slot);
    stress_subject *s = stress_given(rc_tagged_object(now), "a slot at rest", false);
    if (s != NULL)
        stress_belongs(s, true);
    if (rc_tagged_tag(now) != RC_LINK_MARK || s != &w->object[w->answer[1].value])
        stress_fault(STRESS_CONTRACT, "what T1 or T2 wrote is not there");
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    world *w = stage->world;
    (void)size;
    litmus_print(w->answer, 2, text);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 1) {
        stress_belongs(&w->object[w->answer[1].value], false);
        stage->gc->tagged_slot_destroy(&w->slot);
    }
    for (unsigned i = 0; i < 2; i++)
        stress_give_back(stage, &w->object[i], place);
}

static const stress_outcome outcomes[] = {
    {"0,0", STRESS_ACCEPTABLE, "T1 came first, and T2 saw the mark"},
    {"1,1", STRESS_ACCEPTABLE, "T2 came first, and T1 marked the new one"},
    {"0,1", STRESS_FORBIDDEN, "T2 replaced what was marked: the mark is lost"},
    {"1,0", STRESS_FORBIDDEN, "T1 marked what is not there"},
    {0},
};

STRESS_SCENARIO(slot_mark_compare) = {
    .name = "slot-mark-compare",
    .summary = "a mark against a compare-exchange of a tagged slot",
    .reclaims = true,
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_LAST | 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .observe = observe,
    .finish = finish,
    .outcomes = outcomes,
};
