/*
 * orders.h: memory orders that are weakened for a try, at the place where they stand in the sources.
 */
#ifndef STRESS_MODEL_ORDERS_H
#define STRESS_MODEL_ORDERS_H

#include <stdbool.h>
#include <stdint.h>

/* True while orders are looked at. */
extern bool model_orders_watched;

unsigned model_order_watched(uintptr_t pc, unsigned order);

/* The order of the operation at this place, which the compiler has passed as `order`. */
static inline unsigned model_order_of(uintptr_t pc, unsigned order)
{
    return __builtin_expect(model_orders_watched, 0) ? model_order_watched(pc, order) : order;
}

#endif
