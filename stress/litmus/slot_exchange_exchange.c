/*
 * slot-exchange-exchange: two threads put an object of their own into a slot and take out what is there.
 *
 * One gets what was there before, the other what the first one put there. Each result is a reference like any
 * other: both are used, and released at once; so is what each has held of the first object.
 */
#include "stress/litmus/litmus.h"
#include "stress/oracles/slots.h"

#include <string.h>

typedef struct world {
    stress_subject object[3]; /* the last is there before */
    rc_slot slot;
    const stress_subject *got[2];
} world;

static void make(stress_stage *stage)
{
    world *w = stage->world;
    LITMUS_MAKE(stage, &w->object[2], &stress_node_type, 1, 1);
    stage->gc->slot_init(&w->slot, w->object[2].object);
    LITMUS_MAKE(stage, &w->object[0], &stress_node_type, 1, 0);
    LITMUS_MAKE(stage, &w->object[1], &stress_node_type, 0, 1);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    stress_subject *got = stress_slot_exchange(stage, &w->slot, &w->object[actor]);
    stress_release(stage, &w->object[2]);
    w->got[actor] = got;
    if (got == NULL)
        return;
    stress_use(stage, got);
    stress_release(stage, got);
    stress_drain(stage);
}

static void rest(stress_stage *stage)
{
    stress_slot_rest(stage, &((world *)stage->world)->slot);
}

static void observe(stress_stage *stage, char *text, size_t size)
{
    static const char *const texts[] = {"1", "2", "before"};
    world *w = stage->world;
    for (unsigned i = 0; i < 2; i++) {
        const char *what = w->got[i] != NULL ? texts[w->got[i] - w->object] : "none";
        litmus_say(what, text, size);
        text += strlen(what);
        if (i == 0)
            *text++ = ',';
    }
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0)
        stress_slot_end(stage, &w->slot);
    for (unsigned i = 0; i < 3; i++)
        stress_give_back(stage, &w->object[i], place);
}

static const stress_outcome outcomes[] = {
    {"before,1", STRESS_ACCEPTABLE, "T1 came first"},
    {"2,before", STRESS_ACCEPTABLE, "T2 came first"},
    {"before,before", STRESS_FORBIDDEN,
     "both took the same out: one of two references to it does not exist"},
    {"2,1", STRESS_FORBIDDEN, "each came after the other"},
    {0},
};

STRESS_SCENARIO(slot_exchange_exchange) = {
    .name = "slot-exchange-exchange",
    .summary = "two exchanges on one slot",
    .shares = true,
    .reclaims = true,
    .actors = 2,
    .makers = 1u << STRESS_MADE_BY_FIRST | 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = 3,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .rest = rest,
    .observe = observe,
    .finish = finish,
    .outcomes = outcomes,
};
