/*
 * sorted_list.h: a lock-free sorted list of keys and objects (Harris's, in Michael's form), written with slots.
 *
 *   head --> 3 --> 7 --> 12          each arrow a tagged slot that owns the node behind it
 *            |     |      |
 *          object object object      each node owns one reference; constant
 *
 * A removal is in two steps: the node's own link is marked, which takes the key out of the set and stops all
 * insertions behind the node; then the node is taken out of the list, by the same thread or by any that comes
 * by. One step alone loses what is inserted between:
 *
 *   T1 removes 7                   T2 inserts 9
 *                                  finds its place: behind 7
 *   3's link: 7 -> 12
 *                                  7's link: 12 -> 9      <- 9 hangs on a node that is gone
 *                                                            test: slot-list; mutant slot/list-removes-unmarked
 *
 *   node's link        the node is
 *   next, no tag       in the set
 *   next, MARK         not in the set; in the list, or just taken out
 *   GONE and MARK      not in the list: a search that stands there begins again
 *
 * Searches. Borrow inside one guard, no count is touched: with a scheme whose readers announce nothing per
 * object each node costs one acquire load and a comparison. A search follows only links that it has seen
 * without a mark, so that a stale one (gc/links.h) is never followed, which hazard pointers need; and it takes
 * out what it finds marked. Three hazards are enough, and taken in turn: the node before, the node, the next.
 *
 * Progress: lock-free, as far as the allocator and the scheme's protect are.
 *
 * Source: Harris, "A Pragmatic Implementation of Non-Blocking Linked-Lists", DISC 2001; Michael, "High
 * Performance Dynamic Lock-Free Hash Tables and List-Based Sets", SPAA 2002.
 */
#ifndef RC_GC_SORTED_LIST_H
#define RC_GC_SORTED_LIST_H

#include "gc/links.h"

#include <errno.h>

typedef struct rc_sorted_list {
    rc_tagged_slot head;
} rc_sorted_list;

typedef struct rc_sorted_list_node {
    rc_tagged_slot next;
    uint64_t key; /* constant once published, both */
    void *object;
} rc_sorted_list_node;

static inline void rc_sorted_list_node_destroy(void *object)
{
    rc_sorted_list_node *node = (rc_sorted_list_node *)object;
    rc_release(node->object);
    rc_tagged_slot_drop(&node->next); /* cut, or the whole list is going */
}

static const rc_type rc_sorted_list_node_type = {.name = "rc_sorted_list_node",
                                                 .size = sizeof(rc_sorted_list_node),
                                                 .destroy = rc_sorted_list_node_destroy};

/* Where a key is, or would be: `slot` leads to `node`, whose key is not less; node's link was `next`. */
typedef struct rc_sorted_list_place {
    rc_tagged_slot *slot;
    rc_sorted_list_node *node; /* NULL at the end */
    rc_tagged next;
} rc_sorted_list_place;

/* An empty list. Zeroed memory is one too. Wait-free. */
static inline void rc_sorted_list_init(rc_sorted_list *list)
{
    rc_tagged_slot_init(&list->head, NULL, 0);
}

/*
 * Releases all that is in it, with a fixed depth of stack however long it is; destructors run.
 * Precondition: nobody else uses it any more, and no guard is open that has borrowed from it.
 */
static inline void rc_sorted_list_destroy(rc_sorted_list *list)
{
    rc_tagged_slot_drop(&list->head);
}

/*
 * One walk. False if it has to begin again. A value without a tag is the node's address, which saves the loop
 * an instruction on every node. The last three steps are the node before, the node, and the next.
 */
static inline bool rc_sorted_list_walk(rc_sorted_list *list, uint64_t key, rc_guard *guard,
                                       rc_sorted_list_place *place)
{
    rc_tagged_slot *slot = &list->head;
    unsigned step = 0, following;
    rc_tagged at = rc_tagged_slot_step(slot, guard, step); /* no tag: nobody marks the head */
    rc_tagged next = {0};
    for (;;) {
        rc_sorted_list_node *node = (rc_sorted_list_node *)at.word;
        place->slot = slot;
        place->node = node;
        if (node == NULL)
            return true;
        following = step == 2 ? 0 : step + 1;
        place->next = next = rc_tagged_slot_step(&node->next, guard, following);
        if (__builtin_expect(rc_tagged_tag(next) == 0, 1)) {
            if (node->key >= key)
                return true;
            slot = &node->next;
            at = next;
            step = following;
            continue;
        }
        /* Marked: it must be taken out before anybody may look further. */
        if (rc_tagged_tag(next) != RC_LINK_MARK || !rc_link_remove(slot, node, &node->next, next))
            return false;
        at = rc_tagged_slot_step(slot, guard, step); /* in the place of the node that is gone */
        if (rc_tagged_tag(at) != 0)
            return false; /* the node before is being removed itself */
    }
}

/* True if the key is there. The place is good until the guard stops, exits, or is used for another search. */
static inline bool rc_sorted_list_find(rc_sorted_list *list, uint64_t key, rc_guard *guard,
                                       rc_sorted_list_place *place)
{
    while (!rc_sorted_list_walk(list, key, guard, place))
        continue;
    return place->node != NULL && place->node->key == key;
}

/*
 * Adds key and object: the caller's reference becomes the list's. False and errno: EEXIST if the key is there
 * already, ENOMEM if there is no memory; then the caller keeps the reference.
 * Ordering: release towards who finds it. Progress: lock-free; a retire may run destructors.
 */
static inline RC_MUST_CHECK bool rc_sorted_list_insert(rc_sorted_list *list, uint64_t key,
                                                       void *object)
{
    rc_sorted_list_node *node = (rc_sorted_list_node *)rc_new(&rc_sorted_list_node_type);
    if (node == NULL)
        return false;
    node->key = key;
    node->object = object;
    rc_sorted_list_place place;
    rc_guard guard = rc_guard_enter();
    bool found;
    do
        found = rc_sorted_list_find(list, key, &guard, &place);
    while (!found && !rc_link_insert(place.slot, place.node, node, &node->next));
    rc_guard_exit(guard);
    if (found) {
        node->object = NULL; /* still the caller's */
        rc_release(node);
        errno = EEXIST;
    }
    return !found;
}

/*
 * Removes the key with its object, whose reference is retired. False if it is not there.
 * Ordering: acquire and release if true. Progress: lock-free; a retire may run destructors.
 */
static inline bool rc_sorted_list_remove(rc_sorted_list *list, uint64_t key)
{
    rc_sorted_list_place place;
    rc_guard guard = rc_guard_enter();
    bool found;
    while ((found = rc_sorted_list_find(list, key, &guard, &place))) {
        rc_tagged marked = rc_tagged_make(rc_tagged_object(place.next), RC_LINK_MARK);
        if (!rc_tagged_slot_compare_exchange(&place.node->next, place.next, marked))
            continue; /* something was inserted behind it, or somebody else removes it */
        /* It is out of the set. If somebody has come between, a search takes it out of the list. */
        if (!rc_link_remove(place.slot, place.node, &place.node->next, marked))
            (void)rc_sorted_list_find(list, key, &guard, &place);
        break;
    }
    rc_guard_exit(guard);
    return found;
}

/*
 * The key's object without a reference, until the guard exits; NULL if it is not there.
 * Precondition: guard is open, on this thread. Ordering: acquire. Progress: lock-free.
 */
static inline RC_MUST_CHECK void *rc_sorted_list_borrow(rc_sorted_list *list, uint64_t key,
                                                        rc_guard *guard)
{
    rc_sorted_list_place place;
    void *object = NULL;
    while (rc_sorted_list_find(list, key, guard, &place)) {
        /* Only a step keeps the node so far: it is borrowed as well, if it is still there. */
        rc_tagged again = rc_tagged_slot_borrow(place.slot, guard);
        if (rc_tagged_equal(again, rc_tagged_make(place.node, 0))) {
            object = place.node->object;
            break;
        }
    }
    rc_guard_stop(guard);
    return object;
}

/* The same with a new reference, and a guard of its own. */
static inline RC_MUST_CHECK void *rc_sorted_list_get(rc_sorted_list *list, uint64_t key)
{
    rc_sorted_list_place place;
    rc_guard guard = rc_guard_enter();
    void *object = NULL;
    if (rc_sorted_list_find(list, key, &guard, &place))
        object = rc_retain(place.node->object);
    rc_guard_exit(guard);
    return object;
}

/* True if the key was there at that moment. */
static inline bool rc_sorted_list_contains(rc_sorted_list *list, uint64_t key)
{
    rc_sorted_list_place place;
    rc_guard guard = rc_guard_enter();
    bool found = rc_sorted_list_find(list, key, &guard, &place);
    rc_guard_exit(guard);
    return found;
}

/*
 * Takes out and releases all that is in it at some moment, or comes while it does: for the clear of such a type.
 * Ordering: as rc_sorted_list_remove. Progress: lock-free but for destructors, and as long as nobody goes on adding. Errors: none.
 */
static inline void rc_sorted_list_clear(rc_sorted_list *list)
{
    rc_sorted_list_place place;
    bool more = true;
    while (more) {
        rc_guard guard = rc_guard_enter();
        (void)rc_sorted_list_find(list, 0, &guard, &place);
        more = place.node != NULL;
        uint64_t first = more ? place.node->key : 0;
        rc_guard_exit(guard);
        if (more)
            (void)rc_sorted_list_remove(list, first); /* somebody else may have been quicker */
    }
}

/*
 * Reports the list's references to a collector, once each: for the traverse of a type whose objects have a list
 * (gc/cycles.h). Zeroed memory has none. As rc_stack_visit; a node that is marked and still in
 * the list holds its object.
 * Precondition: that of traverse, as the collector keeps it: nobody changes the list meanwhile. Ordering: none.
 * Progress: wait-free. Errors: none.
 */
static inline void rc_sorted_list_visit(const rc_sorted_list *list, rc_visit *visit, void *arg)
{
    rc_links_visit(&list->head, offsetof(rc_sorted_list_node, object), visit, arg);
}

#endif
