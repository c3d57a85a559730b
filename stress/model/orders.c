/*
 * orders.c: see orders.h.
 *
 * The order of an atomic operation arrives at the checker as a number, with the address that the call
 * returns to. So an order can be weakened without compiling anything: at this address, take a weaker one. A
 * place in the sources (a file and a line) may be several addresses, where it is inlined; they are weakened
 * together.
 */
#include "stress/model/orders.h"

#include "stress/model/machine.h"

#include <stdlib.h>
#include <string.h>

bool model_orders_watched;

enum { SLOTS = 1 << 14 };

static model_order_place places[SLOTS];
static unsigned known;

static model_order_place *slot_of(uintptr_t pc)
{
    unsigned i = (unsigned)(pc * UINT64_C(0x9e3779b97f4a7c15) >> 50) % SLOTS;
    while (places[i].pc != 0 && places[i].pc != pc)
        i = (i + 1) % SLOTS;
    return &places[i];
}

unsigned model_order_watched(uintptr_t pc, unsigned order)
{
    model_order_place *p = slot_of(pc);
    if (p->pc == 0) {
        if (++known > SLOTS / 2)
            abort();
        *p = (model_order_place){.pc = pc, .order = (uint8_t)order, .weaker = (uint8_t)order};
    }
    p->used = true;
    return p->order == order ? p->weaker : order; /* another order: a failed exchange's */
}

model_order_place *model_order_places(void)
{
    return places;
}

unsigned model_order_slots(void)
{
    return SLOTS;
}
