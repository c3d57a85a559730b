/*
 * victims.c: see victims.h.
 */
#include "stress/tests/victims.h"

#include "refcount/atomics.h"

#include <stdio.h>

/* Some faults belong to the actors' operations alone, not to the making and the giving back around them. */
static _Thread_local bool acts;

bool victim_acts(void)
{
    return acts;
}

typedef struct world {
    stress_subject object;
    rc_weak *weak;
    bool unique;
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    unsigned self = stress_self();
    stress_make(stage, &w->object, &stress_node_type);
    stress_retain(stage, &w->object);
    stress_hand_over(&w->object, self, 0);
    stress_hand_over(&w->object, self, 1);
}

/* Two holders; each takes one reference more and gives it back. At rest two are left. */
static void count(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    (void)actor;
    acts = true;
    stress_use(stage, &w->object);
    stress_retain(stage, &w->object);
    stress_release(stage, &w->object);
    acts = false;
}

const stress_scenario victim_holders = {.name = "holders",
                                        .shares = true,
                                        .actors = 2,
                                        .subjects = 1,
                                        .world_size = sizeof(world),
                                        .make = make,
                                        .act = count};

/* Both give back what they hold: the object's end. */
static void let_go(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    (void)actor;
    stress_release(stage, &w->object);
}

const stress_scenario victim_ending = {.name = "ending",
                                       .shares = true,
                                       .actors = 2,
                                       .subjects = 1,
                                       .world_size = sizeof(world),
                                       .make = make,
                                       .act = let_go};

/* An object that is owned by a thread which does nothing but come by safepoints. */
const stress_scenario victim_owned = {.name = "owned",
                                      .shares = true,
                                      .actors = 2,
                                      .makers = 1u << STRESS_MADE_BY_BYSTANDER,
                                      .subjects = 1,
                                      .world_size = sizeof(world),
                                      .make = make,
                                      .act = let_go};

static void make_with_weak(stress_stage *stage)
{
    world *w = stage->world;
    make(stage);
    w->weak = stage->ops->weak_new(w->object.object);
}

static void let_go_and_upgrade(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    let_go(stage, actor);
    stress_upgrade(stage, &w->object, w->weak);
}

static void free_weak(stress_stage *stage)
{
    stage->ops->weak_free(((world *)stage->world)->weak);
}

const stress_scenario victim_upgrades = {.name = "upgrades",
                                         .shares = true,
                                         .actors = 2,
                                         .subjects = 1,
                                         .world_size = sizeof(world),
                                         .make = make_with_weak,
                                         .act = let_go_and_upgrade,
                                         .judge = free_weak};

static void ask(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_self_begins("rc_is_unique");
    if (actor == 0)
        w->unique = stage->ops->is_unique(w->object.object);
    stress_self_ends();
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    snprintf(text, size, "%s", ((world *)stage->world)->unique ? "unique" : "shared");
}

static const stress_outcome forbids[] = {
    {"shared", STRESS_ACCEPTABLE, "two hold it"},
    {"unique", STRESS_FORBIDDEN, "two hold it"},
    {0},
};
static const stress_outcome knows_not[] = {{"shared", STRESS_ACCEPTABLE, "two hold it"}, {0}};

const stress_scenario victim_asking = {.name = "asking",
                                       .actors = 2,
                                       .subjects = 1,
                                       .world_size = sizeof(world),
                                       .make = make,
                                       .act = ask,
                                       .observe = observe,
                                       .outcomes = forbids};

const stress_scenario victim_asking_more = {.name = "asking-more",
                                            .actors = 2,
                                            .subjects = 1,
                                            .world_size = sizeof(world),
                                            .make = make,
                                            .act = ask,
                                            .observe = observe,
                                            .outcomes = knows_not};

typedef struct family {
    stress_subject parent, child;
} family;

static _Atomic(void *) born; /* the child */

void *victim_child(void)
{
    return rc_load_relaxed(&born); /* relaxed: one at a time */
}

static void make_family(stress_stage *stage)
{
    family *f = stage->world;
    unsigned self = stress_self();
    stress_make(stage, &f->parent, &stress_node_type);
    stress_make(stage, &f->child, &stress_node_type);
    rc_store_relaxed(&born, f->child.object); /* relaxed: one at a time */
    stress_link(stage, &f->parent, 0, &f->child);
    stress_hand_over(&f->parent, self, 0);
}

static void end_family(stress_stage *stage, unsigned actor)
{
    if (actor == 0)
        stress_release(stage, &((family *)stage->world)->parent);
}

const stress_scenario victim_families = {.name = "families",
                                         .actors = 2,
                                         .subjects = 2,
                                         .world_size = sizeof(family),
                                         .make = make_family,
                                         .act = end_family};
