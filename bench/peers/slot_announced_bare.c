/*
 * slot_announced_bare.c: the floor of all readers who write: a store of the thread's own before and after what the
 * floor does, on a line that nobody else touches. No use to anybody: nobody reads it, and nothing is looked at twice.
 */
#include "bench/slots/slots.h"

#include <stdatomic.h>
#include <stdlib.h>

typedef struct announced_slot {
    _Atomic(uint64_t *) object;
    _Atomic uint64_t count;
} announced_slot;

static _Thread_local struct {
    _Alignas(RC_BENCH_LINE) _Atomic uint64_t open;
} announced;

#define SLOT_NAME "announced"
#define SLOT_DESCRIPTION                                                                           \
    "floor: the bare pair and the bare load between two stores of the thread's own: unsafe"
#define SLOT_RANK 1
#define slot_cell announced_slot

#define slot_begin slot_begin
static bool slot_begin(announced_slot *slot)
{
    atomic_init(&slot->object, calloc(1, RC_BENCH_PAYLOAD));
    atomic_init(&slot->count, 0);
    return slot->object != NULL;
}

static void slot_end(announced_slot *slot)
{
    free(slot->object);
}

#define slot_load slot_load
RC_BENCH_INLINE uint64_t slot_load(announced_slot *slot)
{
    atomic_store_explicit(&announced.open, 1, memory_order_release);
    atomic_fetch_add_explicit(&slot->count, 1, memory_order_relaxed);
    atomic_store_explicit(&announced.open, 0, memory_order_release);
    return atomic_fetch_sub_explicit(&slot->count, 1, memory_order_acq_rel) == 0;
}

#define slot_borrow slot_borrow
RC_BENCH_INLINE uint64_t slot_borrow(announced_slot *slot)
{
    atomic_store_explicit(&announced.open, 1, memory_order_release);
    uint64_t word = *atomic_load_explicit(&slot->object, memory_order_acquire);
    atomic_store_explicit(&announced.open, 0, memory_order_release);
    return word;
}

#include "bench/slots/adapter.h"
