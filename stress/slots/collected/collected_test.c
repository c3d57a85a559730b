/*
 * collected_test.c: objects that refer to each other through slots, and the collector. Compiled for one pair of
 * a backend and a scheme.
 */
#include "gc/cycles.h"
#include "gc/slot.h"

#include "refcount/tool/tap.h"

#include <stdlib.h>

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)

typedef struct link {
    rc_slot next;
} link;

static unsigned destroyed;

static void link_destroy(void *object)
{
    destroyed++;
    rc_slot_destroy(&((link *)object)->next);
}

static void link_traverse(void *object, rc_visit *visit, void *arg)
{
    rc_slot_visit(&((link *)object)->next, visit, arg);
}

static void link_clear(void *object)
{
    rc_slot_store(&((link *)object)->next, NULL);
}

static const rc_type link_type = {.name = "link",
                                  .size = sizeof(link),
                                  .destroy = link_destroy,
                                  .traverse = link_traverse,
                                  .clear = link_clear};

static link *new_link(void)
{
    link *l = rc_new(&link_type);
    if (l == NULL)
        abort();
    return l;
}

static void settle(void)
{
    rc_reclaim_drain();
    rc_thread_poll();
}

/* Held by its slots alone it goes; held from outside it stays whole. */
static void a_ring_through_slots(void)
{
    enum { RING = 5 };
    link *first = new_link(), *last = first;
    for (int i = 1; i < RING; i++) {
        link *l = new_link();
        rc_slot_give(&last->next, l);
        last = l;
    }
    rc_slot_store(&last->next, first);
    destroyed = 0;
    CHECK(rc_collect() == 0);
    settle();
    CHECK(destroyed == 0);
    rc_release(first);
    CHECK(rc_collect() == RING);
    settle();
    CHECK(destroyed == RING);
}

/* A retired reference is one from outside until it is released. */
static void a_retired_reference_holds(void)
{
    link *a = new_link();
    rc_slot_store(&a->next, a);
    rc_slot outside;
    rc_slot_init(&outside, a);
    rc_release(a);
    destroyed = 0;
    rc_guard guard = rc_guard_enter();
    link *borrowed = rc_slot_borrow(&outside, &guard);
    rc_slot_store(&outside, NULL);
    CHECK(borrowed == a && rc_collect() == 0 && destroyed == 0);
    CHECK(rc_slot_holds(&borrowed->next, a));
    rc_guard_exit(guard);
    settle();
    CHECK(destroyed == 0);
    CHECK(rc_collect() == 1);
    settle();
    CHECK(destroyed == 1);
    rc_slot_destroy(&outside);
}

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "attach"))
        return tap_done();
    rc_gc_disable();
    a_ring_through_slots();
    a_retired_reference_holds();
    rc_stats stats;
    rc_thread_detach();
    rc_get_stats(&stats);
    tap_ok(stats.live_objects == 0, "nothing is left");
    return tap_done();
}
