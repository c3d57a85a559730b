/*
 * slots.c: see slots.h.
 */
#include "stress/oracles/slots.h"

#include "refcount/atomics.h"
#include "stress/schedule/points.h"

static void begin(const char *operation)
{
    stress_self_begins(operation);
    stress_point(operation);
}

static void *object_of(const stress_subject *subject)
{
    return subject != NULL ? subject->object : NULL;
}

void stress_slot_make(stress_stage *stage, rc_slot *slot, stress_subject *subject)
{
    stage->gc->slot_init(slot, NULL);
    stress_hand_out(subject);
    stage->gc->slot_give(slot, subject->object);
}

stress_subject *stress_given(void *object, const char *operation, bool held)
{
    if (object == NULL)
        return NULL;
    stress_subject *subject = stress_subject_of(object);
    if (subject == NULL || stress_destroyed(subject)) {
        stress_fault(STRESS_USE_AFTER_FREE, "%s gave a destroyed object", operation);
        return NULL;
    }
    if (held)
        stress_hand_in(subject);
    return subject;
}

stress_subject *stress_slot_load(stress_stage *stage, rc_slot *slot)
{
    begin("rc_slot_load");
    stress_subject *subject = stress_given(stage->gc->slot_load(slot), "rc_slot_load", true);
    stress_self_ends();
    return subject;
}

void stress_slot_store(stress_stage *stage, rc_slot *slot, stress_subject *subject)
{
    begin("rc_slot_store");
    stage->gc->slot_store(slot, object_of(subject));
    stress_self_ends();
}

void stress_slot_give(stress_stage *stage, rc_slot *slot, stress_subject *subject)
{
    begin("rc_slot_give");
    if (subject != NULL)
        stress_hand_out(subject);
    stage->gc->slot_give(slot, object_of(subject));
    stress_self_ends();
}

stress_subject *stress_slot_exchange(stress_stage *stage, rc_slot *slot, stress_subject *subject)
{
    begin("rc_slot_exchange");
    void *old = stage->gc->slot_exchange(slot, object_of(subject));
    stress_subject *taken = stress_given(old, "rc_slot_exchange", true);
    stress_self_ends();
    return taken;
}

bool stress_slot_compare(stress_stage *stage, rc_slot *slot, stress_subject *expected,
                         stress_subject *desired, bool give)
{
    begin(give ? "rc_slot_compare_give" : "rc_slot_compare_exchange");
    if (give)
        stress_hand_out(desired);
    bool done =
        give ? stage->gc->slot_compare_give(slot, object_of(expected), object_of(desired))
             : stage->gc->slot_compare_exchange(slot, object_of(expected), object_of(desired));
    if (give && !done)
        stress_hand_in(desired);
    stress_self_ends();
    return done;
}

void stress_look(stress_stage *stage, stress_subject *subject)
{
    if (stress_destroyed(subject))
        stress_fault(STRESS_USE_AFTER_FREE, "a borrowed object was destroyed");
    else
        stress_use(stage, subject);
}

stress_subject *stress_slot_look(stress_stage *stage, rc_slot *slot)
{
    begin("rc_slot_borrow");
    rc_any_guard guard = stage->gc->guard_enter();
    stress_subject *subject =
        stress_given(stage->gc->slot_borrow(slot, &guard), "rc_slot_borrow", false);
    stress_self_ends();
    if (subject != NULL) {
        stress_look(stage, subject);
        stress_point("borrowed");
        stress_look(stage, subject);
    }
    stress_self_begins("rc_guard_exit");
    stage->gc->guard_exit(guard);
    stress_self_ends();
    return subject;
}

void stress_drain(stress_stage *stage)
{
    begin("rc_reclaim_drain");
    if (stage->gc->get_reclaim()->needs_poll)
        stage->ops->thread_poll();
    else
        stage->gc->reclaim_drain();
    stress_self_ends();
}

void stress_belongs(stress_subject *subject, bool belongs)
{
    /* relaxed: at rest. */
    rc_fetch_add_relaxed(&subject->linked, belongs ? 1 : -1);
}

/* The subject in a slot that nobody else uses. */
static stress_subject *content(stress_stage *stage, rc_slot *slot)
{
    rc_any_guard guard = stage->gc->guard_enter();
    void *object = stage->gc->slot_borrow(slot, &guard);
    stage->gc->guard_exit(guard);
    return stress_given(object, "a slot at rest", false);
}

void stress_slot_rest(stress_stage *stage, rc_slot *slot)
{
    stress_subject *subject = content(stage, slot);
    if (subject != NULL)
        stress_belongs(subject, true);
}

void stress_slot_end(stress_stage *stage, rc_slot *slot)
{
    stress_subject *subject = content(stage, slot);
    if (subject != NULL)
        stress_belongs(subject, false);
    stage->gc->slot_destroy(slot);
}
