/*
 * graph: objects that refer to each other die in a cascade, which two threads begin at different ends.
 *
 *   0 chains  0 ----> 2 ----> 3        two heads share a tail: T1 releases 0, T2 releases 1
 *             1 ------^
 *   1 ends    0 -> 1 -> 2 -> 3         T1 releases the head, T2 its own references from the tail upwards
 *   2 fan     0 => {2, 3} <= 1         two hubs share their members, one of which has a finalizer
 *
 * Each edge's end belongs to another thread than its beginning: 0 and 2 are made by the second actor, 1 by
 * the first, 3 by the maker. With `biased` a cascade changes threads at every step, through their queues.
 *
 *   T1 destroys 0                  T2 destroys 1
 *   releases 2: 2 -> 1
 *                                  releases 2: 1 -> 0, destroys it after 1
 *   goes on with what is left
 *                                  releases 3, and takes up its end in turn
 *
 * Hunts: an object that is lost between its last release and its turn, one that two cascades destroy, an end
 * inside the end of another object (then a deep chain overflows the stack). Passes: no fault.
 *
 *   graph  plain    broken        leak, late-garbage ...
 *   graph  biased   sound
 */
#include "stress/oracles/ledger.h"

enum { CHAINS, ENDS, FAN, VARIANTS };
enum { NODES = 4, POLLS = 2 };

typedef struct world {
    stress_subject node[NODES];
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->node[3], &stress_phoenix_type);
    stress_hand_over(&w->node[3], stress_self(), 1);
}

static void link_nodes(stress_stage *stage, unsigned owner, unsigned edge, unsigned target)
{
    world *w = stage->world;
    stress_link(stage, &w->node[owner], edge, &w->node[target]);
}

static void link_all(stress_stage *stage)
{
    world *w = stage->world;
    switch (stage->variant) {
    case CHAINS:
        stress_retain(stage, &w->node[2]);
        link_nodes(stage, 0, 0, 2);
        link_nodes(stage, 1, 0, 2);
        link_nodes(stage, 2, 0, 3);
        stress_hand_over(&w->node[0], 1, 0);
        break;
    case ENDS:
        for (unsigned i = 1; i < NODES; i++) {
            stress_retain(stage, &w->node[i]);
            link_nodes(stage, i - 1, 0, i);
        }
        stress_hand_over(&w->node[0], 1, 0);
        break;
    default:
        for (unsigned i = 2; i < NODES; i++) {
            stress_retain(stage, &w->node[i]);
            link_nodes(stage, 0, i - 2, i);
            link_nodes(stage, 1, i - 2, i);
        }
        stress_hand_over(&w->node[0], 1, 0);
    }
}

static void prepare(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_make(stage, &w->node[1], &stress_node_type);
        stress_hand_over(&w->node[1], 0, 1);
    } else {
        stress_make(stage, &w->node[0], &stress_node_type);
        stress_make(stage, &w->node[2], &stress_node_type);
        link_all(stage);
    }
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0) {
        stress_release(stage, &w->node[0]);
    } else {
        for (unsigned i = stage->variant == ENDS ? NODES - 1 : 1; i > 0; i--)
            stress_release(stage, &w->node[i]);
    }
    for (int i = 0; i < POLLS; i++)
        stage->ops->thread_poll(); /* its queue, if it has one: a part of the cascade */
}

STRESS_SCENARIO(graph) = {
    .name = "graph",
    .summary = "two cascades of destructions that meet, owners alternating along every edge",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .subjects = NODES,
    .world_size = sizeof(world),
    .make = make,
    .prepare = prepare,
    .act = act,
};
