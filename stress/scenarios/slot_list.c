/*
 * slot-list: keys are removed from a list or a hash table while others are inserted behind them, removed behind
 * them, and looked for.
 *
 * Hunts: an insertion that is lost behind a node that is being removed; a removal that two believe to have made; a
 * walk that follows the link of a node that has been taken out; a node that is never taken out.
 *
 *   T1 removes 1                   T2 inserts 2                  T3 removes 3, looks for 4
 *                                  finds its place: behind 1
 *   marks 1's link
 *                                                                walks: 1 is marked, takes it out
 *                                  1's link: 3 -> 2: fails
 *   takes 1 out: has been
 *
 * Variants 0 and 1 are a list, 2 and 3 a hash table with lists as long. Passes: no fault; each key is in the end
 * where the results say that it is, with its own object.
 *
 *   slot-list  atomic+epoch   sound
 */
#include "refcount/tool/cli.h"
#include "stress/oracles/quarantine.h"
#include "stress/scenarios/slot.h"

enum { KEYS = 5, BUCKETS = 2 };

typedef struct world {
    stress_subject object[KEYS]; /* under its number */
    rc_sorted_list list;
    rc_hash hash;
    bool in[KEYS];
    bool inserted, removed[3]; /* 2; 1, 3, and 3 once more */
} world;

static bool is_hash(const stress_stage *stage)
{
    return stage->variant >= SLOT_VARIANTS;
}

static bool insert(stress_stage *stage, world *w, unsigned key)
{
    stress_subject *subject = &w->object[key];
    stress_self_begins("insert");
    stress_point("insert");
    stress_hand_out(subject);
    bool done = is_hash(stage) ? stage->gc->hash_insert(&w->hash, key, subject->object)
                               : stage->gc->sorted_list_insert(&w->list, key, subject->object);
    if (!done)
        stress_hand_in(subject);
    stress_self_ends();
    return done;
}

static bool take_out(stress_stage *stage, world *w, unsigned key)
{
    stress_self_begins("remove");
    stress_point("remove");
    bool done = is_hash(stage) ? stage->gc->hash_remove(&w->hash, key)
                               : stage->gc->sorted_list_remove(&w->list, key);
    stress_self_ends();
    return done;
}

static bool look_for(stress_stage *stage, world *w, unsigned key)
{
    stress_self_begins("get");
    stress_point("get");
    void *object = is_hash(stage) ? stage->gc->hash_get(&w->hash, key)
                                  : stage->gc->sorted_list_get(&w->list, key);
    stress_subject *s = stress_given(object, "get", true);
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
    stage->gc->sorted_list_init(&w->list);
    if (!stage->gc->hash_init(&w->hash, BUCKETS))
        rc_cli_fail("no memory for a table");
    for (unsigned key = 0; key < KEYS; key++) {
        stress_make(stage, &w->object[key], &stress_node_type);
        if (key != 2 && !insert(stage, w, key))
            rc_cli_fail("no memory for a node");
    }
    stress_hand_over(&w->object[2], stress_self(), 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        w->removed[0] = take_out(stage, w, 1);
        slot_after(stage);
        w->removed[1] = take_out(stage, w, 3);
    } else if (actor == 1) {
        w->inserted = insert(stage, w, 2);
    } else {
        w->removed[2] = take_out(stage, w, 3);
        slot_after(stage);
        if (!look_for(stage, w, 4))
            stress_fault(STRESS_CONTRACT, "a key that nobody removes was not found");
    }
}

static void rest(stress_stage *stage)
{
    world *w = stage->world;
    if (!w->removed[0] || w->removed[1] + w->removed[2] != 1 || !w->inserted)
        stress_fault(STRESS_CONTRACT, "results: 1 removed %d, 2 inserted %d, 3 removed %d",
                     w->removed[0], w->inserted, w->removed[1] + w->removed[2]);
    for (unsigned key = 0; key < KEYS; key++) {
        bool there = key != 1 && key != 3;
        if (look_for(stage, w, key) != there)
            stress_fault(STRESS_CONTRACT, "key %u is %s", key, there ? "lost" : "still there");
    }
    slot_structure_rest(w->object, KEYS, w->in);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0) {
        slot_structure_end(w->object, KEYS, w->in);
        stage->gc->sorted_list_destroy(&w->list);
        stage->gc->hash_destroy(&w->hash);
    }
    for (unsigned i = 0; i < KEYS; i++)
        stress_give_back(stage, &w->object[i], place);
}

STRESS_SCENARIO(slot_list) = {
    .name = "slot-list",
    .summary = "removals against insertions and searches in a list, or a hash table",
    .reclaims = true,
    .actors = 3,
    .variants = 2 * SLOT_VARIANTS,
    .makers = SLOT_MAKERS,
    .subjects = KEYS,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .finish = finish,
};
