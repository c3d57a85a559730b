/*
 * kernel.c: the measured loops of one backend with one scheme, compiled with -DRC_BACKEND and -DRC_RECLAIM:
 * all operations are the inline ones.
 */
#include "gc/slot.h"

#include "bench/slots/slots.h"

#define SLOT_NAME RC_QUOTE(RC_BACKEND) "+" RC_QUOTE(RC_RECLAIM)
#define SLOT_DESCRIPTION "ours"
#define SLOT_RANK 0
#define slot_cell rc_slot

typedef struct payload {
    uint64_t words[RC_BENCH_PAYLOAD / sizeof(uint64_t)];
} payload;

static const rc_type payload_type = {.name = "payload", .size = sizeof(payload)};

#define slot_attach rc_thread_attach
static void slot_detach(void)
{
    rc_reclaim_drain();
    rc_thread_detach();
}

/* As a program's threads do it every now and then. */
#define slot_rest rc_thread_poll

static bool slot_begin(rc_slot *slot)
{
    void *object = rc_new(&payload_type);
    rc_slot_init(slot, object);
    rc_release(object);
    return object != NULL;
}

static void slot_end(rc_slot *slot)
{
    rc_slot_destroy(slot);
}

/* There is always an object in these slots, and the caller, who looks into it, knows that. */
#define KNOWN(object)                                                                              \
    if ((object) == NULL)                                                                          \
    __builtin_unreachable()

#define slot_load slot_load
RC_BENCH_INLINE uint64_t slot_load(rc_slot *slot)
{
    payload *object = rc_slot_load(slot);
    KNOWN(object);
    uint64_t word = object->words[0];
    rc_release(object);
    return word;
}

#define slot_borrow slot_borrow
RC_BENCH_INLINE uint64_t slot_borrow(rc_slot *slot)
{
    rc_guard guard = rc_guard_enter();
    const payload *object = rc_slot_borrow(slot, &guard);
    uint64_t word = object->words[0];
    rc_guard_exit(guard);
    return word;
}

#define slot_inside slot_inside
RC_BENCH_INLINE uint64_t slot_inside(rc_slot *slot)
{
    uint64_t sum = 0;
    rc_guard guard = rc_guard_enter();
    for (int i = 0; i < RC_BENCH_INSIDE; i++) {
        const payload *object = rc_slot_borrow(slot, &guard);
        sum += object->words[0];
    }
    rc_guard_exit(guard);
    return sum;
}

#define slot_store slot_store
RC_BENCH_INLINE void slot_store(rc_slot *slot)
{
    void *object = rc_new(&payload_type);
    KNOWN(object);
    rc_slot_store(slot, object);
    rc_release(object);
}

#define slot_give slot_give
RC_BENCH_INLINE void slot_give(rc_slot *slot)
{
    rc_slot_give(slot, rc_new(&payload_type));
}

#define slot_cas slot_cas
RC_BENCH_INLINE void slot_cas(rc_slot *slot)
{
    void *expected = rc_slot_load(slot), *desired = rc_new(&payload_type);
    KNOWN(expected);
    KNOWN(desired);
    if (!rc_slot_compare_give(slot, expected, desired))
        rc_release(desired);
    rc_release(expected);
}

#define slot_alive slot_alive
static uint64_t slot_alive(void)
{
    rc_stats stats;
    rc_get_stats(&stats);
    return stats.live_objects;
}

#include "bench/slots/adapter.h"
