/*
 * kernel.c: the library's structures with one backend and one scheme, compiled with -DRC_BACKEND and
 * -DRC_RECLAIM. No objects are put into them but their own nodes: what is compared has none either.
 */
#include "gc/structures/hash.h"
#include "gc/structures/sorted_list.h"
#include "gc/structures/stack.h"

#include "bench/structures/structures.h"

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

#include "bench/structures/adapter.h"
