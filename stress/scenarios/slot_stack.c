/*
 * slot-stack: two threads pop, and one of them pushes what it has popped again, in a node that may have the address
 * of one that is gone.
 *
 * Hunts: ABA (a pop that succeeds with a node of the same address that has come since), an object that is popped
 * twice or never, a node that is freed under another pop.
 *
 *   T1 pop                         T2
 *   top is a, its link leads to b
 *                                  pop a, pop b, push: the new node has a's address
 *   exchange a -> b: b is gone     <- if nothing has kept a
 *
 * The allocator hands out a thread's last block again at once. Passes: no fault.
 *
 *   slot-stack  atomic+epoch   sound
 */
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"
#include "stress/scenarios/slot.h"

enum { OBJECTS = 3 };

typedef struct world {
    stress_subject object[OBJECTS];
    rc_stack stack;
    bool in[OBJECTS];
} world;

static void push(stress_stage *stage, world *w, stress_subject *subject)
{
    stress_self_begins("rc_stack_push");
    stress_point("rc_stack_push");
    stress_hand_out(subject);
    if (!stage->gc->stack_push(&w->stack, subject->object))
        rc_cli_fail("no memory for a node");
    stress_self_ends();
}

static stress_subject *pop(stress_stage *stage, world *w)
{
    stress_self_begins("rc_stack_pop");
    stress_point("rc_stack_pop");
    stress_subject *s = stress_given(stage->gc->stack_pop(&w->stack), "rc_stack_pop", true);
    stress_self_ends();
    if (s != NULL)
        stress_use(stage, s);
    return s;
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_quarantine_reuse();
    stage->gc->stack_init(&w->stack);
    for (unsigned i = 0; i < OBJECTS; i++) {
        stress_make(stage, &w->object[i], &stress_node_type);
        push(stage, w, &w->object[i]);
    }
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_subject *first = pop(stage, w);
    if (actor == 1) {
        stress_subject *second = pop(stage, w);
        slot_after(stage);
        if (first != NULL)
            push(stage, w, first);
        if (second != NULL)
            stress_release(stage, second);
    } else if (first != NULL) {
        stress_release(stage, first);
    }
    slot_after(stage);
}

static void rest(stress_stage *stage)
{
    world *w = stage->world;
    slot_structure_rest(w->object, OBJECTS, w->in);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0) {
        slot_structure_end(w->object, OBJECTS, w->in);
        stage->gc->stack_destroy(&w->stack);
    }
    for (unsigned i = 0; i < OBJECTS; i++)
        stress_give_back(stage, &w->object[i], place);
}

STRESS_SCENARIO(slot_stack) = {
    .name = "slot-stack",
    .summary = "pops against pops and a push of the same, with addresses that come back",
    .reclaims = true,
    .actors = 2,
    .variants = SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = OBJECTS,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .finish = finish,
};
