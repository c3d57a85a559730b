/*
 * map.h: a map from keys to objects whose readers never wait and never retry: copy on write.
 *
 *   slot --> page [ (3, a) (7, b) (12, c) ]       a page is constant; it owns a reference to each object
 *
 * A reader borrows the page and searches it by halves: one protected load, however much is being written. A
 * writer copies the page with its change and puts the copy in its place if the page is still the same; else it
 * begins again with the new one:
 *
 *   T1 put 5                       T2 put 9
 *   copies page 1: page 2
 *                                  page 1 -> page 3, with 9
 *   page 1 -> page 2               <- 9 would be lost; the exchange fails, T1 copies page 3
 *                                                            test: slot-map; mutant slot/map-stores
 *
 * For what is read often and written seldom: settings, routes, registries. A write costs a count for each entry.
 *
 * Progress: reads are as the scheme's protect, wait-free in most; writes are lock-free.
 *
 * Source: read-copy-update, McKenney, Slingwine, PDCS 1998; for C++ the same is Herb Sutter's atomic shared_ptr.
 */
#ifndef RC_GC_STRUCTURES_MAP_H
#define RC_GC_STRUCTURES_MAP_H

#include "gc/slot.h"

#include <errno.h>
#include <string.h>

typedef struct rc_map {
    rc_slot page; /* empty: an empty map */
} rc_map;

typedef struct rc_map_entry {
    uint64_t key;
    void *object;
} rc_map_entry;

/* Sorted by key, each key once. */
typedef struct rc_map_page {
    size_t count;
    rc_map_entry entry[];
} rc_map_page;

static inline void rc_map_page_destroy(void *object)
{
    rc_map_page *page = (rc_map_page *)object;
    for (size_t i = 0; i < page->count; i++)
        rc_release(page->entry[i].object);
}

static const rc_type rc_map_page_type = {
    .name = "rc_map_page", .size = sizeof(rc_map_page), .destroy = rc_map_page_destroy};

/* An empty map. Zeroed memory is one too. Wait-free. */
static inline void rc_map_init(rc_map *map)
{
    rc_slot_init(&map->page, NULL);
}

/* Retires the page; who has borrowed from it may go on. Precondition: no operation is under way, and none begins. */
static inline void rc_map_destroy(rc_map *map)
{
    rc_slot_destroy(&map->page);
}

/* Where the key is, or belongs. page may be NULL. */
static inline size_t rc_map_place(const rc_map_page *page, uint64_t key)
{
    size_t low = 0, high = page != NULL ? page->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (page->entry[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static inline bool rc_map_is_at(const rc_map_page *page, size_t place, uint64_t key)
{
    return page != NULL && place < page->count && page->entry[place].key == key;
}

/*
 * A copy of page without the entry at `place` if `drop`, and with an entry for the key there if object is not
 * NULL, whose reference stays the caller's until the copy is in the slot. NULL without memory.
 */
static inline rc_map_page *rc_map_copy(const rc_map_page *page, size_t place, bool drop,
                                       uint64_t key, void *object)
{
    size_t old = page != NULL ? page->count : 0, rest = place + drop, add = object != NULL;
    size_t count = old - drop + add;
    rc_map_page *copy =
        (rc_map_page *)rc_new_sized(&rc_map_page_type, sizeof *copy + count * sizeof(rc_map_entry));
    if (copy == NULL)
        return NULL;
    if (place > 0)
        memcpy(copy->entry, page->entry, place * sizeof(rc_map_entry));
    if (old > rest)
        memcpy(copy->entry + place + add, page->entry + rest, (old - rest) * sizeof(rc_map_entry));
    for (size_t i = 0; i < count; i++)
        rc_retain(copy->entry[i].object); /* one is still empty */
    if (add) {
        copy->entry[place].key = key;
        copy->entry[place].object = object;
    }
    copy->count = count;
    return copy;
}

/* The copy takes the page's place; if not, it goes, but for the caller's reference. */
static inline bool rc_map_replace(rc_map *map, rc_map_page *page, rc_map_page *copy, size_t place,
                                  bool add)
{
    if (rc_slot_compare_give(&map->page, page, copy))
        return true;
    if (add)
        copy->entry[place].object = NULL;
    rc_release(copy);
    return false;
}

/*
 * The key leads to object from now on: the caller's reference becomes the map's, the former object's is given
 * up with the old page. False and errno ENOMEM if there is no memory: then the caller keeps the reference.
 * Precondition: object is not NULL. Ordering: release towards who finds it. Progress: lock-free; a retire may
 * run destructors.
 */
static inline RC_MUST_CHECK bool rc_map_put(rc_map *map, uint64_t key, void *object)
{
    rc_guard guard = rc_guard_enter();
    rc_map_page *page, *copy;
    size_t place;
    do {
        page = (rc_map_page *)rc_slot_borrow(&map->page, &guard);
        place = rc_map_place(page, key);
        copy = rc_map_copy(page, place, rc_map_is_at(page, place, key), key, object);
    } while (copy != NULL && !rc_map_replace(map, page, copy, place, true));
    rc_guard_exit(guard);
    return copy != NULL;
}

/*
 * Removes the key and its object. False and errno: ENOENT if the key is not there, ENOMEM if there is no memory
 * for a smaller copy. Ordering: acquire and release if true. Progress: lock-free; a retire may run destructors.
 */
static inline RC_MUST_CHECK bool rc_map_remove(rc_map *map, uint64_t key)
{
    rc_guard guard = rc_guard_enter();
    rc_map_page *page, *copy;
    size_t place;
    do {
        page = (rc_map_page *)rc_slot_borrow(&map->page, &guard);
        place = rc_map_place(page, key);
        copy = NULL;
        errno = ENOENT;
        if (rc_map_is_at(page, place, key))
            copy = rc_map_copy(page, place, true, 0, NULL); /* says ENOMEM itself */
    } while (copy != NULL && !rc_map_replace(map, page, copy, place, false));
    rc_guard_exit(guard);
    return copy != NULL;
}

/*
 * The key's object without a reference, until the guard exits; NULL if it is not there.
 * Precondition: guard is open, on this thread. Ordering: acquire. Progress: that of the scheme's protect.
 */
static inline RC_MUST_CHECK void *rc_map_borrow(rc_map *map, uint64_t key, rc_guard *guard)
{
    const rc_map_page *page = (const rc_map_page *)rc_slot_borrow(&map->page, guard);
    size_t place = rc_map_place(page, key);
    return rc_map_is_at(page, place, key) ? page->entry[place].object : NULL;
}

/* The same with a new reference, and a guard of its own. */
static inline RC_MUST_CHECK void *rc_map_get(rc_map *map, uint64_t key)
{
    rc_guard guard = rc_guard_enter();
    void *object = rc_retain(rc_map_borrow(map, key, &guard));
    rc_guard_exit(guard);
    return object;
}

/* How many keys there were at that moment. Progress: as rc_map_borrow. */
static inline size_t rc_map_count(rc_map *map)
{
    rc_guard guard = rc_guard_enter();
    const rc_map_page *page = (const rc_map_page *)rc_slot_borrow(&map->page, &guard);
    size_t count = page != NULL ? page->count : 0;
    rc_guard_exit(guard);
    return count;
}

/*
 * Makes it empty: for the clear of a type whose objects have a map. The objects are given up with the page, after
 * every reader. Ordering: as rc_map_put. Progress: wait-free but for destructors. Errors: none.
 */
static inline void rc_map_clear(rc_map *map)
{
    rc_slot_store(&map->page, NULL);
}

/* Only for rc_map_visit: what rc_slot_visit reports is the page. */
typedef struct rc_map_visitor {
    rc_visit *visit;
    void *arg;
} rc_map_visitor;

static inline void rc_map_visit_page(void *object, void *arg)
{
    const rc_map_page *page = (const rc_map_page *)object;
    const rc_map_visitor *visitor = (const rc_map_visitor *)arg;
    for (size_t i = 0; i < page->count; i++)
        visitor->visit(page->entry[i].object, visitor->arg);
}

/*
 * Reports the map's references to a collector, once each: for the traverse of a type whose objects have a map
 * (gc/cycles.h). Zeroed memory has none. What a page that was replaced holds is held from
 * outside until the page is released.
 * Precondition: that of traverse, as the collector keeps it: nobody changes the map meanwhile. Ordering: none.
 * Progress: wait-free. Errors: none.
 */
static inline void rc_map_visit(rc_map *map, rc_visit *visit, void *arg)
{
    rc_map_visitor visitor = {visit, arg};
    rc_slot_visit(&map->page, rc_map_visit_page, &visitor);
}

#endif
