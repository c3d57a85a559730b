/*
 * orders.h: memory orders that are weakened for a try, at the place where they stand in the sources.
 */
#ifndef STRESS_MODEL_ORDERS_H
#define STRESS_MODEL_ORDERS_H

#include <stdbool.h>
#include <stdint.h>

/* An operation of the program under test, by the address that its call returns to. */
typedef struct model_order_place {
    uintptr_t pc;          /* 0: an empty slot */
    uint8_t order, weaker; /* what the compiler passes, and what is taken */
    bool used;             /* since this was last cleared */
} model_order_place;

/* True while orders are looked at. */
extern bool model_orders_watched;

unsigned model_order_watched(uintptr_t pc, unsigned order);

/* All that were ever watched, in a table with gaps. */
model_order_place *model_order_places(void);
unsigned model_order_slots(void);

/* The order of the operation at this place, which the compiler has passed as `order`. */
static inline unsigned model_order_of(uintptr_t pc, unsigned order)
{
    return __builtin_expect(model_orders_watched, 0) ? model_order_watched(pc, order) : order;
}

#endif
