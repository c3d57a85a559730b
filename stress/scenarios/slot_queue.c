/*
 * slot-queue: one thread enqueues while another dequeues twice, from a queue that runs empty in between.
 *
 * Hunts: a tail that falls behind the head and leads to what is freed, an object that is lost between a cut link
 * and an append, or is taken twice; objects of one thread that come out in the wrong order.
 *
 *   T1 enqueue b                   T2 dequeue, dequeue
 *   finds the last node: n
 *                                  takes n's object: n is the first now, and the last
 *   n's link: b
 *                                  tail still leads to n: moves it on to b, then head
 *   moves tail from n to b: has been
 *
 * Passes: no fault, and what T1 puts in comes out in its order.
 *
 *   slot-queue  atomic+epoch   sound
 */
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"
#include "stress/scenarios/slot.h"

enum { OBJECTS = 3, TAKEN = 3 };

typedef struct world {
    stress_subject object[OBJECTS];
    rc_queue queue;
    bool in[OBJECTS];
} world;

static void enqueue(stress_stage *stage, world *w, stress_subject *subject)
{
    stress_self_begins("rc_queue_enqueue");
    stress_point("rc_queue_enqueue");
    stress_hand_out(subject);
    if (!stage->gc->queue_enqueue(&w->queue, subject->object))
        rc_cli_fail("no memory for a node");
    stress_self_ends();
}

static stress_subject *dequeue(stress_stage *stage, world *w)
{
    stress_self_begins("rc_queue_dequeue");
    stress_point("rc_queue_dequeue");
    stress_subject *s = stress_given(stage->gc->queue_dequeue(&w->queue), "rc_queue_dequeue", true);
    stress_self_ends();
    return s;
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_quarantine_reuse();
    if (!stage->gc->queue_init(&w->queue))
        rc_cli_fail("no memory for a queue");
    stress_make(stage, &w->object[0], &stress_node_type);
    enqueue(stage, w, &w->object[0]);
    slot_hand(stage, &w->object[1], 0);
    slot_hand(stage, &w->object[2], 0);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        enqueue(stage, w, &w->object[1]);
        enqueue(stage, w, &w->object[2]);
        return;
    }
    const stress_subject *last = NULL;
    for (int i = 0; i < TAKEN; i++) {
        stress_subject *s = dequeue(stage, w);
        if (s == NULL)
            continue;
        if (last != NULL && s < last)
            stress_fault(STRESS_CONTRACT, "a queue gave the later object first");
        last = s;
        stress_use(stage, s);
        stress_release(stage, s);
        slot_after(stage);
    }
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
        stage->gc->queue_destroy(&w->queue);
    }
    for (unsigned i = 0; i < OBJECTS; i++)
        stress_give_back(stage, &w->object[i], place);
}

STRESS_SCENARIO(slot_queue) = {
    .name = "slot-queue",
    .summary = "an enqueue against dequeues that empty the queue",
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
