/*
 * weak_slots.c: weak slots on one thread.
 */
#include "stress/slots/suite.h"

#include <string.h>

static void a_weak_slot_keeps_nothing_alive(void)
{
    rc_weak_slot slot;
    thing *t = thing_new(1);
    uint64_t live = objects_live() - 1, before = things_ended();
    CHECK(gc->weak_slot_init(&slot, t) && rc->count(t) == 1);
    thing *strong = gc->weak_slot_load(&slot);
    CHECK(strong == t && rc->count(t) == 2);
    rc->release(strong);
    rc->release(t);
    settle();
    CHECK(things_ended() == before + 1 && gc->weak_slot_load(&slot) == NULL);
    t = thing_new(2);
    CHECK(gc->weak_slot_store(&slot, t));
    strong = gc->weak_slot_load(&slot);
    CHECK(strong == t);
    rc->release(strong);
    CHECK(gc->weak_slot_store(&slot, NULL) && gc->weak_slot_load(&slot) == NULL);
    rc->release(t);
    gc->weak_slot_destroy(&slot);
    CHECK(gc->weak_slot_init(&slot, NULL) && gc->weak_slot_load(&slot) == NULL);
    gc->weak_slot_destroy(&slot);
    settle();
    CHECK(objects_live() == live);
}

/* ------------------------------------------------------------------------ failed loads */

/* The memory of the dead object, kept to be looked at: the header with the count, and the payload. */
static char *watched, *block;
static size_t watched_size;

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (memory != NULL && watched != NULL && block == NULL && size == watched_size)
        block = memory;
    return memory;
}

static void release(void *memory)
{
    if (memory != (void *)block)
        free(memory);
}

/* The words of a dead object and the count of the box, before and after very many loads that fail. */
static void failures_change_nothing(void)
{
    rc_weak_slot slot;
    char before[128];
    uint64_t times = rc_tool_scaled(300000), woken = 0;
    size_t header = rc->get_backend()->header_size;
    watched_size = header + sizeof(thing);
    watched = before;
    block = NULL;
    thing *t = thing_new(1);
    watched = NULL;
    CHECK(block != NULL && block + header == (char *)t && gc->weak_slot_init(&slot, t));
    rc->release(t);
    settle();
    memcpy(before, block, watched_size);
    rc_guard guard = gc->guard_enter();
    const void *box = gc->slot_borrow(&slot.box, &guard);
    uint64_t boxes = rc->count(box);
    for (uint64_t i = 0; i < times; i++)
        woken += gc->weak_slot_load(&slot) != NULL;
    CHECK(woken == 0 && rc->count(box) == boxes);
    CHECK(memcmp(before, block, watched_size) == 0);
    gc->guard_exit(guard);
    gc->weak_slot_destroy(&slot);
    settle();
    free(block);
    block = NULL;
}

void weak_slot_tests(void)
{
    a_weak_slot_keeps_nothing_alive();
    failures_change_nothing();
}

/* Before the first object of the program. */
__attribute__((constructor)) static void watch_the_allocator(void)
{
    rc_set_allocator(&(rc_allocator){allocate, release});
}
