/*
 * slot.h: what the scenarios of slots share.
 */
#ifndef STRESS_SCENARIOS_SLOT_H
#define STRESS_SCENARIOS_SLOT_H

#include "stress/oracles/slots.h"
#include "stress/schedule/points.h"

/*
 * Variants: after what it does a writer goes on, and its garbage waits; or it drains, while the reader may be in
 * the middle of a section, so that what is released too early is released then.
 */
enum { SLOT_LEAVES, SLOT_DRAINS, SLOT_VARIANTS };

static inline void slot_after(stress_stage *stage)
{
    if (stage->variant % SLOT_VARIANTS == SLOT_DRAINS)
        stress_drain(stage);
}

/* Of these two one is an owner that acts, the other one that looks on. */
#define SLOT_MAKERS (1u << STRESS_MADE_BY_FIRST | 1u << STRESS_MADE_BY_BYSTANDER)

/* A new object in the slot. */
static inline void slot_make(stress_stage *stage, rc_slot *slot, stress_subject *subject)
{
    stress_make(stage, subject, &stress_node_type);
    stress_slot_make(stage, slot, subject);
}

/* A new object that an actor holds. */
static inline void slot_hand(stress_stage *stage, stress_subject *subject, unsigned actor)
{
    stress_make(stage, subject, &stress_node_type);
    stress_hand_over(subject, stress_self(), actor);
}

/* The whole of a scenario's end: the first actor destroys the slots, and each gives back what it holds. */
static inline void slot_finish(stress_stage *stage, unsigned place, rc_slot *slots, unsigned count,
                               stress_subject *subjects, unsigned number)
{
    for (unsigned i = 0; place == 0 && i < count; i++)
        stress_slot_end(stage, &slots[i]);
    for (unsigned i = 0; i < number; i++)
        stress_give_back(stage, &subjects[i], place);
}

/*
 * At rest what nobody holds and nobody has destroyed must be in the structure under test: it goes on the books as
 * that. If it is not, it is found alive with no reference once the structure is destroyed.
 */
static inline void slot_structure_rest(stress_subject *subjects, unsigned number, bool *in)
{
    for (unsigned i = 0; i < number; i++) {
        in[i] = stress_overdue(&subjects[i]);
        if (in[i])
            stress_belongs(&subjects[i], true);
    }
}

/* Before the structure is destroyed, by the first actor. */
static inline void slot_structure_end(stress_subject *subjects, unsigned number, bool *in)
{
    for (unsigned i = 0; i < number; i++) {
        if (in[i])
            stress_belongs(&subjects[i], false);
        in[i] = false;
    }
}

#endif
