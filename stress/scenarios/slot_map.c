/*
 * slot-map: two threads put keys into a copy-on-write map while a third one reads.
 *
 * Hunts: an update that is lost because two copied the same page, an object whose count the copies got wrong, a page
 * that is freed under a reader.
 *
 *   T1 put 1                       T2 put 2
 *   copies the empty page
 *                                  copies it as well, puts its copy in place
 *   puts its own in place: 2 is lost    <- unless it sees that the page has changed
 *
 * Passes: no fault, and both keys are there.
 *
 *   slot-map  plain+hazard   broken       lost-update, premature-free ...
 *   slot-map  atomic+epoch   sound
 */
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"
#include "stress/scenarios/slot.h"

enum { OBJECTS = 3 };

typedef struct world {
    stress_subject object[OBJECTS]; /* under its number, from 0 */
    rc_map map;
    bool in[OBJECTS];
} world;

static void put(stress_stage *stage, world *w, unsigned key)
{
    stress_self_begins("rc_map_put");
    stress_point("rc_map_put");
    stress_hand_out(&w->object[key]);
    if (!stage->gc->map_put(&w->map, key, w->object[key].object))
        rc_cli_fail("no memory for a page");
    stress_self_ends();
}

static bool get(stress_stage *stage, world *w, unsigned key)
{
    stress_self_begins("rc_map_get");
    stress_point("rc_map_get");
    stress_subject *s = stress_given(stage->gc->map_get(&w->map, key), "rc_map_get", true);
    stress_self_ends();
    if (s == NULL)
        return false;
    if (s != &w->object[key])
        stress_fault(STRESS_CONTRACT, "a key led to another one's object");
    stress_use(stage, s);
    stress_release(stage, s);
    return true;
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_quarantine_reuse();
    stage->gc->map_init(&w->map);
    stress_make(stage, &w->object[0], &stress_node_type);
    put(stage, w, 0);
    slot_hand(stage, &w->object[1], 0);
    slot_hand(stage, &w->object[2], 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor < 2) {
        put(stage, w, actor + 1);
        slot_after(stage);
    } else if (!get(stage, w, 0)) {
        stress_fault(STRESS_CONTRACT, "a key that nobody removes was not found");
    }
}

static void rest(stress_stage *stage)
{
    world *w = stage->world;
    for (unsigned key = 0; key < OBJECTS; key++) {
        if (!get(stage, w, key))
            stress_fault(STRESS_CONTRACT, "key %u is lost", key);
    }
    slot_structure_rest(w->object, OBJECTS, w->in);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0) {
        slot_structure_end(w->object, OBJECTS, w->in);
        stage->gc->map_destroy(&w->map);
    }
    for (unsigned i = 0; i < OBJECTS; i++)
        stress_give_back(stage, &w->object[i], place);
}

STRESS_SCENARIO(slot_map) = {
    .name = "slot-map",
    .summary = "two updates of a copy-on-write map against each other and a reader",
    .shares = true,
    .reclaims = true,
    .actors = 3,
    .variants = SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = OBJECTS,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .finish = finish,
};
