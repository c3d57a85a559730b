/*
 * slots.h: what the programs about slots share.
 */
#ifndef STRESS_MODEL_SLOTS_H
#define STRESS_MODEL_SLOTS_H

#include "stress/model/programs/node.h"
#include "stress/model/twins.h"

/* A new object, whose only reference becomes the slot's. */
static inline void slot_fill(rc_slot *slot)
{
    void *object = node_new(&node_type, 1);
    gc->slot_init(slot, object);
    rc->release(object);
}

/* A thread looks at what it has taken out or borrowed, and marks it. */
static inline void slot_use(void *object, unsigned thread)
{
    if (object != NULL)
        node_use(object, thread);
}

static inline void slot_use_and_release(void *object, unsigned thread)
{
    slot_use(object, thread);
    rc->release(object);
}

/* What a load without any protection would find: for programs with a bug. */
static inline void *slot_peek(const rc_slot *slot)
{
    return (void *)rc_load_acquire((const _Atomic(uintptr_t) *)&slot->word);
}

/* What an exchange without a retired reference would find: the same. */
static inline void *slot_take(rc_slot *slot)
{
    return (void *)rc_exchange_acq_rel((_Atomic(uintptr_t) *)&slot->word, 0);
}

#endif
