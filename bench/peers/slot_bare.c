/*
 * slot_bare.c: the floor, no use to anybody: what the library's operations rest on, with no protection.
 *
 * A load is a bare pair, an addition and a subtraction, on an object that is known. A borrow is a bare load. A
 * store frees the old object at once.
 */
#include "bench/slots/slots.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

typedef struct bare_object {
    _Atomic uint64_t count;
    uint64_t words[RC_BENCH_PAYLOAD / sizeof(uint64_t)];
} bare_object;

typedef struct bare_slot {
    _Atomic(bare_object *) object;
    bare_object *known;
} bare_slot;

#define SLOT_NAME "bare"
#define SLOT_DESCRIPTION "floor: a bare atomic pair, a bare acquire load, exchange and free: unsafe"
#define SLOT_RANK 1
#define slot_cell bare_slot

#define slot_begin slot_begin
static bool slot_begin(bare_slot *slot)
{
    slot->known = calloc(1, sizeof *slot->known);
    atomic_init(&slot->object, calloc(1, sizeof *slot->known));
    return slot->known != NULL && slot->object != NULL;
}

static void slot_end(bare_slot *slot)
{
    free(slot->known);
    free(slot->object);
}

#define slot_load slot_load
RC_BENCH_INLINE uint64_t slot_load(bare_slot *slot)
{
    bare_object *object = slot->known;
    atomic_fetch_add_explicit(&object->count, 1, memory_order_relaxed);
    if (__builtin_expect(atomic_fetch_sub_explicit(&object->count, 1, memory_order_acq_rel) == 0,
                         0))
        abort();
    return 0;
}

#define slot_borrow slot_borrow
RC_BENCH_INLINE uint64_t slot_borrow(bare_slot *slot)
{
    return atomic_load_explicit(&slot->object, memory_order_acquire)->words[0];
}

#define slot_inside slot_inside
RC_BENCH_INLINE uint64_t slot_inside(bare_slot *slot)
{
    uint64_t sum = 0;
    for (int i = 0; i < RC_BENCH_INSIDE; i++)
        sum += slot_borrow(slot);
    return sum;
}

RC_BENCH_INLINE void bare_store(bare_slot *slot)
{
    bare_object *made = malloc(sizeof *made);
    if (__builtin_expect(made == NULL, 0))
        abort();
    /* Not by calloc, which passes the thread's own cache of glibc by, and which gcc would make of it. */
    RC_BENCH_OPAQUE(made);
    memset(made, 0, sizeof *made);
    free(atomic_exchange_explicit(&slot->object, made, memory_order_acq_rel));
}

#define slot_store slot_store
RC_BENCH_INLINE void slot_store(bare_slot *slot)
{
    bare_store(slot);
}

#include "bench/slots/adapter.h"
