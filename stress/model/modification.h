/*
 * modification.h: modification orders, and what threads may see of them.
 */
#ifndef STRESS_MODEL_MODIFICATION_H
#define STRESS_MODEL_MODIFICATION_H

#include "stress/model/machine.h"

/* What memory holds, which is the newest store of all. */
uint64_t model_memory_get(uintptr_t address, unsigned size);
void model_memory_set(uintptr_t address, unsigned size, uint64_t value);

/* The location of a cell, made when it is first used. Its newest store's value is known afterwards. */
model_location *model_location_of(model_cell *cell, uintptr_t address, unsigned size);

static inline model_message *model_message_of(const model_location *l, unsigned index)
{
    return &model.message[l->order[index]];
}

/* The current thread reads the store at `index`. */
void model_read_message(model_location *l, unsigned index, unsigned order);

/* It writes one, at `index`. `from` is what a read-modify-write has read, or NULL. */
void model_write_message(model_location *l, unsigned index, uint64_t value, unsigned order,
                         const model_message *from);

/* A plain store to a location, whose value comes later. */
void model_plain_write_to(model_location *l, unsigned thread);

/* The oldest store that the current thread may read. */
unsigned model_oldest(const model_location *l, unsigned order);

/* The first store behind `index` whose value is another one; 0: there is none. */
unsigned model_next_change(unsigned location, unsigned index, uint64_t value);

/* A store comes in between: who has seen what stands from `from` on has seen what stands one further. */
static inline void model_view_shift(model_view *view, unsigned location, unsigned from)
{
    if (view->at[location] >= from)
        view->at[location]++;
}

/* May a store stand at `index` of the modification order? */
static inline bool model_has_room(const model_location *l, unsigned index)
{
    return index == l->count || !model_message_of(l, index)->rmw;
}

static inline bool model_acquires(unsigned order)
{
    return order != MODEL_RELAXED && order != MODEL_RELEASING;
}

static inline bool model_releases(unsigned order)
{
    return order >= MODEL_RELEASING;
}

#endif
