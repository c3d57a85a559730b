/*
 * raw_epoch.c: the structures of gc/structures/ without counts and without slots, over Concurrency Kit's
 * epochs: the same algorithms on bare atomic words, nodes of malloc that are freed two epochs after they were
 * taken out. What a program in C has that counts nothing.
 *
 * The list is Michael's: a node's own link is marked, then the node is taken out by whoever comes by.
 */
#include "bench/structures/structures.h"

#include <ck_epoch.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>

typedef struct raw_node {
    _Atomic uintptr_t next; /* the node's address, and MARK if this one is being removed */
    uint64_t key;
    ck_epoch_entry_t entry;
} raw_node;

enum { MARK = 1, POLL_EVERY = 64 };

static ck_epoch_t epoch;
static __thread struct raw_thread {
    ck_epoch_record_t *record;
    unsigned retired;
} self;

__attribute__((constructor)) static void begin(void)
{
    ck_epoch_init(&epoch);
}

static int raw_attach(void)
{
    self.record = ck_epoch_recycle(&epoch, NULL);
    if (self.record == NULL) {
        self.record = aligned_alloc(CK_MD_CACHELINE, (sizeof *self.record + CK_MD_CACHELINE - 1) /
                                                         CK_MD_CACHELINE * CK_MD_CACHELINE);
        if (self.record == NULL)
            return -1;
        ck_epoch_register(&epoch, self.record, NULL);
    }
    return 0;
}

static void raw_detach(void)
{
    ck_epoch_barrier(self.record);
    ck_epoch_unregister(self.record);
}

static void raw_free(ck_epoch_entry_t *entry)
{
    free((char *)entry - offsetof(raw_node, entry));
}

RC_BENCH_INLINE void raw_retire(raw_node *node)
{
    ck_epoch_call(self.record, &node->entry, raw_free);
    if (++self.retired % POLL_EVERY == 0)
        ck_epoch_poll(self.record);
}

/* All that hangs together, when nobody looks at it any more. */
static void raw_end(_Atomic uintptr_t *first)
{
    for (uintptr_t word = atomic_load(first) & ~(uintptr_t)MARK; word != 0;) {
        raw_node *node = (raw_node *)word;
        word = atomic_load(&node->next) & ~(uintptr_t)MARK;
        free(node);
    }
}

/* ---------------------------------------------------------------------------------------- stack */

typedef struct set_stack {
    _Atomic uintptr_t top;
} set_stack;

RC_BENCH_INLINE bool stack_push(set_stack *stack)
{
    raw_node *node = malloc(sizeof *node);
    if (node == NULL)
        return false;
    node->key = 0;
    uintptr_t top = atomic_load_explicit(&stack->top, memory_order_relaxed);
    do
        atomic_store_explicit(&node->next, top, memory_order_relaxed);
    while (!atomic_compare_exchange_weak_explicit(&stack->top, &top, (uintptr_t)node,
                                                  memory_order_release, memory_order_relaxed));
    return true;
}

RC_BENCH_INLINE bool stack_pop(set_stack *stack)
{
    ck_epoch_begin(self.record, NULL);
    uintptr_t top = atomic_load_explicit(&stack->top, memory_order_acquire);
    while (top != 0) {
        uintptr_t next = atomic_load_explicit(&((raw_node *)top)->next, memory_order_relaxed);
        if (atomic_compare_exchange_weak_explicit(&stack->top, &top, next, memory_order_acq_rel,
                                                  memory_order_acquire))
            break;
    }
    ck_epoch_end(self.record, NULL);
    if (top == 0)
        return false;
    raw_retire((raw_node *)top);
    return true;
}

static void stack_end(set_stack *stack)
{
    raw_end(&stack->top);
}

/* ----------------------------------------------------------------------------------------- list */

typedef struct set_list {
    _Atomic uintptr_t head;
} set_list;

/* Where a key is, or would be: `link` leads to `node`, whose link was `next`. */
typedef struct raw_place {
    _Atomic uintptr_t *link;
    raw_node *node;
    uintptr_t next;
} raw_place;

static bool raw_walk(set_list *list, uint64_t key, raw_place *place)
{
    _Atomic uintptr_t *link = &list->head;
    uintptr_t at = atomic_load_explicit(link, memory_order_acquire), next = 0;
    while (at != 0) {
        raw_node *node = (raw_node *)at;
        next = atomic_load_explicit(&node->next, memory_order_acquire);
        if (__builtin_expect(next & MARK, 0)) {
            next &= ~(uintptr_t)MARK;
            if (!atomic_compare_exchange_strong_explicit(link, &at, next, memory_order_acq_rel,
                                                         memory_order_relaxed))
                return false;
            raw_retire(node);
            at = next;
            continue;
        }
        if (node->key >= key)
            break;
        link = &node->next;
        at = next;
    }
    *place = (raw_place){link, (raw_node *)at, next};
    return true;
}

static bool raw_find(set_list *list, uint64_t key, raw_place *place)
{
    while (!raw_walk(list, key, place))
        continue;
    return place->node != NULL && place->node->key == key;
}

static bool list_contains(set_list *list, uint64_t key)
{
    raw_place place;
    ck_epoch_begin(self.record, NULL);
    bool found = raw_find(list, key, &place);
    ck_epoch_end(self.record, NULL);
    return found;
}

static bool list_insert(set_list *list, uint64_t key)
{
    raw_node *node = malloc(sizeof *node);
    if (node == NULL)
        return false;
    node->key = key;
    raw_place place;
    bool found;
    uintptr_t expected;
    ck_epoch_begin(self.record, NULL);
    do {
        found = raw_find(list, key, &place);
        expected = (uintptr_t)place.node;
        atomic_store_explicit(&node->next, expected, memory_order_relaxed);
    } while (!found &&
             !atomic_compare_exchange_strong_explicit(place.link, &expected, (uintptr_t)node,
                                                      memory_order_release, memory_order_relaxed));
    ck_epoch_end(self.record, NULL);
    if (found)
        free(node);
    return !found;
}

static bool list_remove(set_list *list, uint64_t key)
{
    raw_place place;
    bool found;
    ck_epoch_begin(self.record, NULL);
    while ((found = raw_find(list, key, &place))) {
        uintptr_t next = place.next, node = (uintptr_t)place.node;
        if (!atomic_compare_exchange_strong_explicit(&place.node->next, &next, next | MARK,
                                                     memory_order_acq_rel, memory_order_relaxed))
            continue;
        if (atomic_compare_exchange_strong_explicit(place.link, &node, place.next,
                                                    memory_order_acq_rel, memory_order_relaxed))
            raw_retire(place.node);
        else
            (void)raw_find(list, key, &place);
        break;
    }
    ck_epoch_end(self.record, NULL);
    return found;
}

static void list_end(set_list *list)
{
    raw_end(&list->head);
}

/* ----------------------------------------------------------------------------------------- hash */

typedef struct set_hash {
    set_list *bucket;
    unsigned shift; /* buckets == 2^(64 - shift) */
} set_hash;

static bool hash_begin(set_hash *hash, size_t buckets)
{
    hash->shift = (unsigned)__builtin_clzll(buckets - 1);
    hash->bucket = calloc((size_t)1 << (64 - hash->shift), sizeof *hash->bucket);
    return hash->bucket != NULL;
}

static void hash_end(set_hash *hash)
{
    for (size_t i = 0; i < (size_t)1 << (64 - hash->shift); i++)
        list_end(&hash->bucket[i]);
    free(hash->bucket);
}

/* The same function as that of gc/structures/hash.h. */
RC_BENCH_INLINE set_list *hash_bucket(set_hash *hash, uint64_t key)
{
    return &hash->bucket[key * UINT64_C(0x9E3779B97F4A7C15) >> hash->shift];
}

static bool hash_contains(set_hash *hash, uint64_t key)
{
    return list_contains(hash_bucket(hash, key), key);
}

static bool hash_insert(set_hash *hash, uint64_t key)
{
    return list_insert(hash_bucket(hash, key), key);
}

static bool hash_remove(set_hash *hash, uint64_t key)
{
    return list_remove(hash_bucket(hash, key), key);
}

#define set_attach raw_attach
#define set_detach raw_detach
#define SET_NAME "raw_epoch"
#define SET_DESCRIPTION "peer: the same algorithms without counts, over ck_epoch"
#define SET_RANK 1

#include "bench/structures/adapter.h"
