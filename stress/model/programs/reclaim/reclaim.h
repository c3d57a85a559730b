/*
 * reclaim.h: what the programs about the library's own schemes share: the scheme itself is played, with its sources.
 *
 * One object in a slot; a reader uses it; a writer gives it up and drains. A drain seals what would wait for a full
 * batch, so that one object is enough.
 */
#ifndef STRESS_MODEL_RECLAIM_H
#define STRESS_MODEL_RECLAIM_H

#include "stress/model/programs/slot/slots.h"

/* Each thread marks its own place in the object. */
static inline void reclaim_borrow(rc_slot *slot, bool wrong)
{
    rc_guard guard = gc->guard_enter();
    void *object = wrong ? slot_peek(slot) : gc->slot_borrow(slot, &guard);
    if (wrong)
        gc->guard_exit(guard);
    slot_use(object, 0);
    if (!wrong)
        gc->guard_exit(guard);
}

/* Reads what was done to the object before it was put there. */
static inline void reclaim_look(rc_slot *slot)
{
    rc_guard guard = gc->guard_enter();
    void *object = gc->slot_borrow(slot, &guard);
    if (object != NULL)
        node_look(object);
    gc->guard_exit(guard);
}

static inline void reclaim_store(rc_slot *slot, void *object, bool wrong)
{
    node_use(object, 1);
    gc->slot_give(slot, object);
    if (wrong)
        node_use(object, 1);
    gc->reclaim_drain();
}

static inline void reclaim_load(rc_slot *slot, bool wrong)
{
    void *object = wrong ? slot_peek(slot) : gc->slot_load(slot);
    if (wrong)
        rc->retain(object);
    slot_use_and_release(object, 0);
}

static inline void reclaim_give_up(rc_slot *slot)
{
    gc->slot_give(slot, NULL);
    gc->reclaim_drain();
}

#endif
