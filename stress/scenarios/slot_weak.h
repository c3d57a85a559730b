/*
 * slot_weak.h: weak slots of the ledger's objects.
 */
#ifndef STRESS_SCENARIOS_SLOT_WEAK_H
#define STRESS_SCENARIOS_SLOT_WEAK_H

#include "refcount/tool/cli.h"
#include "stress/scenarios/slot.h"

static inline void slot_weak_store(stress_stage *stage, rc_weak_slot *slot, stress_subject *subject)
{
    stress_self_begins("rc_weak_slot_store");
    stress_point("rc_weak_slot_store");
    if (!stage->gc->weak_slot_store(slot, subject != NULL ? subject->object : NULL))
        rc_cli_fail("no memory for a weak slot");
    stress_self_ends();
}

/* On the books, if it lives. */
static inline stress_subject *slot_weak_load(stress_stage *stage, rc_weak_slot *slot)
{
    stress_self_begins("rc_weak_slot_load");
    stress_point("rc_weak_slot_load");
    stress_subject *s = stress_given(stage->gc->weak_slot_load(slot), "rc_weak_slot_load", true);
    stress_self_ends();
    return s;
}

#endif
