/*
 * owner.h: what the tests share whose first actor made the object: it gives back a reference and then
 * detaches, blocks or comes by a safepoint, while the second actor gives back another reference.
 *
 * In the second variant the maker holds none: with backends that know owners the object then lives in the
 * count of a thread that has nothing more to give back, and depends on what that thread does here.
 */
#ifndef STRESS_LITMUS_OWNER_H
#define STRESS_LITMUS_OWNER_H

#include "stress/litmus/litmus.h"

enum { LITMUS_OWNER_HOLDS, LITMUS_OWNER_HOLDS_NOTHING, LITMUS_OWNER_VARIANTS };

typedef struct litmus_owned {
    stress_subject object;
    litmus_answer dead[2]; /* in the middle of what T1 does; when T2's release has returned */
} litmus_owned;

static inline void litmus_owned_make(stress_stage *stage)
{
    litmus_owned *w = stage->world;
    if (stage->variant == LITMUS_OWNER_HOLDS)
        LITMUS_MAKE(stage, &w->object, &stress_node_type, 1, 1);
    else
        LITMUS_MAKE(stage, &w->object, &stress_node_type, 0, 1);
}

/* The whole of T2's part, and the beginning of T1's: true for T1. */
static inline bool litmus_owned_begin(stress_stage *stage, unsigned actor, const char *operation)
{
    litmus_owned *w = stage->world;
    if (actor == 1 || stage->variant == LITMUS_OWNER_HOLDS)
        stress_release(stage, &w->object);
    if (actor == 1) {
        w->dead[1].value = stress_destroyed(&w->object);
        return false;
    }
    stress_self_begins(operation);
    stress_point(operation);
    return true;
}

/* While T1 is away, or just behind its safepoint: T2 may come in between. */
static inline void litmus_owned_look(stress_stage *stage)
{
    litmus_owned *w = stage->world;
    stress_point("look");
    w->dead[0].value = stress_destroyed(&w->object);
}

static inline void litmus_owned_observe(stress_stage *stage, char *text, size_t size)
{
    litmus_owned *w = stage->world;
    bool late = litmus_may_be_late(stage), nobody = w->dead[0].value + w->dead[1].value == 0;
    bool lost = stage->variant == LITMUS_OWNER_HOLDS ? nobody : w->dead[1].value == 0;
    if (lost && !late)
        litmus_say("lost", text, size);
    else if (nobody)
        litmus_say("0,0 owner", text, size);
    else
        litmus_print(w->dead, 2, text);
}

#define LITMUS_OWNED                                                                               \
    .shares = true, .actors = 2, .variants = LITMUS_OWNER_VARIANTS,                                \
    .makers = 1u << STRESS_MADE_BY_FIRST, .subjects = 1, .world_size = sizeof(litmus_owned),       \
    .make = litmus_owned_make, .observe = litmus_owned_observe

#endif
