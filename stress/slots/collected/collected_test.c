/*
 * collected_test.c: objects that refer to each other through slots, and the collector. Compiled for one pair of
 * a backend and a scheme.
 */
#include "gc/cycles.h"
#include "gc/slot.h"
#include "gc/structures/hash.h"
#include "gc/structures/map.h"
#include "gc/structures/queue.h"
#include "gc/structures/stack.h"

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

/* ------------------------------------------------------------------------------------ structures */

typedef struct shelf {
    rc_stack stack;
    rc_queue queue;
    rc_sorted_list list;
    rc_hash hash;
    rc_map map;
} shelf;

static void shelf_traverse(void *object, rc_visit *visit, void *arg)
{
    shelf *s = object;
    rc_stack_visit(&s->stack, visit, arg);
    rc_queue_visit(&s->queue, visit, arg);
    rc_sorted_list_visit(&s->list, visit, arg);
    rc_hash_visit(&s->hash, visit, arg);
    rc_map_visit(&s->map, visit, arg);
}

static void shelf_clear(void *object)
{
    shelf *s = object;
    rc_stack_clear(&s->stack);
    rc_queue_clear(&s->queue);
    rc_sorted_list_clear(&s->list);
    rc_hash_clear(&s->hash);
    rc_map_clear(&s->map);
}

static void shelf_destroy(void *object)
{
    shelf *s = object;
    destroyed++;
    rc_stack_destroy(&s->stack);
    rc_queue_destroy(&s->queue);
    rc_sorted_list_destroy(&s->list);
    rc_hash_destroy(&s->hash);
    rc_map_destroy(&s->map);
}

static const rc_type shelf_type = {.name = "shelf",
                                   .size = sizeof(shelf),
                                   .destroy = shelf_destroy,
                                   .traverse = shelf_traverse,
                                   .clear = shelf_clear};

static shelf *new_shelf(void)
{
    shelf *s = rc_new(&shelf_type);
    if (s == NULL || !rc_queue_init(&s->queue) || !rc_hash_init(&s->hash, 8))
        abort();
    return s;
}

enum { STACK, QUEUE, LIST, HASH, MAP, STRUCTURES, PLACES = 3 };
static const char *const structure_name[] = {"stack", "queue", "sorted list", "hash table", "map"};

/* A reference of its own in the structure's place `place`. */
static void put_on(shelf *s, unsigned structure, unsigned place, shelf *other)
{
    rc_retain(other);
    if (!(structure == STACK   ? rc_stack_push(&s->stack, other)
          : structure == QUEUE ? rc_queue_enqueue(&s->queue, other)
          : structure == LIST  ? rc_sorted_list_insert(&s->list, place, other)
          : structure == HASH  ? rc_hash_insert(&s->hash, place, other)
                               : rc_map_put(&s->map, place, other)))
        abort();
}

/* What is in the place, with a new reference; a stack's and a queue's go there and come back. */
static shelf *take_from(shelf *s, unsigned structure, unsigned place)
{
    return structure == STACK   ? rc_stack_pop(&s->stack)
           : structure == QUEUE ? rc_queue_dequeue(&s->queue)
           : structure == LIST  ? rc_sorted_list_get(&s->list, place)
           : structure == HASH  ? rc_hash_get(&s->hash, place)
                                : rc_map_get(&s->map, place);
}

/* Two shelves that hold each other, and themselves, several times: gone when nobody else holds one. */
static void shelves_in(unsigned structure)
{
    shelf *a = new_shelf(), *b = new_shelf();
    for (unsigned place = 0; place < PLACES; place++) {
        put_on(a, structure, place, place == 0 ? a : b);
        put_on(b, structure, place, place == 0 ? b : a);
    }
    settle();
    destroyed = 0;
    bool held = rc_collect() == 0;
    rc_release(b);
    held = held && rc_collect() == 0 && destroyed == 0;
    shelf *found = take_from(a, structure, structure == STACK ? PLACES - 1 : 1);
    held = held && (found == a || found == b);
    rc_release(found);
    settle();
    held = held && rc_collect() == 0 && destroyed == 0;
    rc_release(a);
    unsigned collected = (unsigned)rc_collect();
    settle();
    tap_ok(held && collected == 2 && destroyed == 2, "through a %s: %u collected, %u destroyed",
           structure_name[structure], collected, destroyed);
}

/* What was taken out of a structure is in nobody's list, though a node or a page may still hold it. */
static void removed_is_not_reported(void)
{
    shelf *s = new_shelf(), *other = new_shelf();
    put_on(s, LIST, 1, other);
    put_on(s, MAP, 1, other);
    put_on(other, STACK, 0, s);
    rc_release(other);
    rc_guard guard = rc_guard_enter();
    shelf *in_list = rc_sorted_list_borrow(&s->list, 1, &guard),
          *in_map = rc_map_borrow(&s->map, 1, &guard);
    CHECK(rc_sorted_list_remove(&s->list, 1) && rc_map_remove(&s->map, 1));
    destroyed = 0;
    CHECK(in_list == other && in_map == other && rc_collect() == 0 && destroyed == 0);
    CHECK(!rc_stack_is_empty(&in_list->stack));
    rc_guard_exit(guard);
    settle();
    CHECK(destroyed == 1); /* by its count: it hung on s, and s did not */
    rc_release(s);
    CHECK(rc_collect() == 0 && destroyed == 2);
    settle();
}

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "attach"))
        return tap_done();
    rc_gc_disable();
    a_ring_through_slots();
    a_retired_reference_holds();
    for (unsigned structure = 0; structure < STRUCTURES; structure++)
        shelves_in(structure);
    removed_is_not_reported();
    rc_stats stats;
    rc_thread_detach();
    rc_get_stats(&stats);
    tap_ok(stats.live_objects == 0, "nothing is left");
    return tap_done();
}
