/*
 * kernel.c: what the suite `garbage` does with one backend and one scheme, compiled with -DRC_BACKEND and
 * -DRC_RECLAIM.
 */
#include "gc/slot.h"

#include "bench/garbage/garbage.h"

#include <stdlib.h>

static const rc_type payload_type = {.name = "payload", .size = RC_BENCH_PAYLOAD};

static void *make(void)
{
    rc_slot *slot = malloc(sizeof *slot);
    void *object = rc_new(&payload_type);
    if (slot == NULL || object == NULL)
        return NULL; /* and the program ends */
    rc_slot_init(slot, object);
    rc_release(object);
    return slot;
}

static void discard(void *slot)
{
    rc_slot_destroy(slot);
    free(slot);
}

static void store(void *slot, size_t stores)
{
    for (size_t i = 0; i < stores; i++)
        rc_slot_give(slot, rc_new(&payload_type));
    rc_thread_poll();
}

static void read_often(void *slot, size_t reads)
{
    for (size_t i = 0; i < reads; i++) {
        rc_guard guard = rc_guard_enter();
        const uint64_t *object = rc_slot_borrow(slot, &guard);
        RC_BENCH_USE(*object);
        rc_guard_exit(guard);
    }
    rc_thread_poll();
}

static __thread rc_guard held;

static void hold(void *slot)
{
    held = rc_guard_enter();
    (void)!rc_slot_borrow(slot, &held);
}

static void let_go(void)
{
    rc_guard_exit(held);
}

static uint64_t alive(void)
{
    rc_stats stats;
    rc_get_stats(&stats);
    return stats.live_objects;
}

static rc_bench_garbage_table table = {
    .name = RC_QUOTE(RC_BACKEND) "+" RC_QUOTE(RC_RECLAIM),
    .attach = rc_thread_attach,
    .detach = rc_thread_detach,
    .make = make,
    .discard = discard,
    .store = store,
    .read = read_often,
    .hold = hold,
    .let_go = let_go,
    .alive = alive,
    .drain = rc_reclaim_drain,
};

__attribute__((constructor)) static void add(void)
{
    table.description = rc_get_reclaim()->garbage;
    table.bounded = rc_get_reclaim()->bounded;
    rc_bench_add_garbage(&table);
}
