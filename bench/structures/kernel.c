/*
 * kernel.c: the library's structures with one backend and one scheme, compiled with -DRC_BACKEND and
 * -DRC_RECLAIM. No objects are put into them but their own nodes: what is compared has none either. Only a map has
 * some, because it has no nodes.
 */
#include "gc/structures/hash.h"
#include "gc/structures/map.h"
#include "gc/structures/queue.h"
#include "gc/structures/sorted_list.h"
#include "gc/structures/stack.h"

#include "bench/structures/structures.h"
#include "refcount/tool/cli.h"

#include <stdio.h>
#include <stdlib.h>

#define SET_NAME RC_QUOTE(RC_BACKEND) "+" RC_QUOTE(RC_RECLAIM)
#define SET_DESCRIPTION "ours"
#define SET_RANK 0

typedef rc_stack set_stack;
typedef rc_sorted_list set_list;
typedef rc_hash set_hash;

#define set_attach rc_thread_attach
#define set_rest rc_thread_poll

static void set_detach(void)
{
    rc_reclaim_drain();
    rc_thread_detach();
}

RC_BENCH_INLINE bool stack_push(set_stack *stack)
{
    return rc_stack_push(stack, NULL);
}

RC_BENCH_INLINE bool stack_pop(set_stack *stack)
{
    return rc_stack_pop(stack) != NULL;
}

#define stack_end rc_stack_destroy
#define list_contains rc_sorted_list_contains
#define list_remove rc_sorted_list_remove
#define list_end rc_sorted_list_destroy
#define hash_begin rc_hash_init
#define hash_end rc_hash_destroy
#define hash_contains rc_hash_contains
#define hash_remove rc_hash_remove

static bool list_insert(set_list *list, uint64_t key)
{
    return rc_sorted_list_insert(list, key, NULL);
}

static bool hash_insert(set_hash *hash, uint64_t key)
{
    return rc_hash_insert(hash, key, NULL);
}

/* -------------------------------------------------------------------------------- queue and map */

#define set_queue rc_queue
#define queue_begin rc_queue_init
#define queue_end rc_queue_destroy

RC_BENCH_INLINE bool queue_push(rc_queue *queue)
{
    return rc_queue_enqueue(queue, NULL);
}

RC_BENCH_INLINE bool queue_pop(rc_queue *queue)
{
    return rc_queue_dequeue(queue) != NULL;
}

#define set_map rc_map
#define map_end rc_map_destroy
#define map_remove rc_map_remove

typedef struct entry {
    uint64_t key;
    char payload[RC_BENCH_PAYLOAD - sizeof(uint64_t)];
} entry;

static const rc_type entry_type = {.name = "entry", .size = sizeof(entry)};

/* True also if it was there, which a map replaces. */
static bool map_insert(rc_map *map, uint64_t key)
{
    entry *made = rc_new(&entry_type);
    if (made == NULL)
        return false;
    made->key = key;
    if (rc_map_put(map, key, made))
        return true;
    rc_release(made);
    return false;
}

/* What a key leads to says which key it is. */
static bool map_contains(rc_map *map, uint64_t key)
{
    rc_guard guard = rc_guard_enter();
    const entry *found = rc_map_borrow(map, key, &guard);
    bool there = found != NULL;
    if (there && found->key != key) {
        fprintf(stderr, "rc-bench: map: %s: a key leads to the object of another one\n", SET_NAME);
        exit(RC_EXIT_VIOLATION);
    }
    rc_guard_exit(guard);
    return there;
}

#define set_alive set_alive
static uint64_t set_alive(void)
{
    rc_stats stats;
    rc_get_stats(&stats);
    return stats.live_objects;
}

#include "bench/structures/adapter.h"
