/*
 * adapter.h: makes a table for the suite `structures` of a few operations. Included at the end of an adapter,
 * which has defined
 *
 *   SET_NAME, SET_DESCRIPTION, SET_RANK                        see structures.h
 *   set_stack, set_list, set_hash                              types; zeroed memory is an empty stack or list
 *   bool stack_push(set_stack *), bool stack_pop(set_stack *)  one more, one less; false: no memory, empty
 *   bool list_contains(set_list *, uint64_t key), list_insert, list_remove
 *   void stack_end(set_stack *), list_end(set_list *)
 *   bool hash_begin(set_hash *, size_t buckets), void hash_end(set_hash *), and hash_contains ... as for lists
 *   int set_attach(void), void set_detach(void), void set_rest(void)    rest: after each block
 */
#ifndef RC_BENCH_STRUCTURES_ADAPTER_H
#define RC_BENCH_STRUCTURES_ADAPTER_H

#include "bench/structures/structures.h"

#include <stdlib.h>

enum { STACK_DEPTH = 64 };

static void *stack_make(void)
{
    set_stack *stack = (set_stack *)aligned_alloc(RC_BENCH_LINE, (sizeof *stack + 63) / 64 * 64);
    if (stack == NULL)
        return NULL;
    __builtin_memset(stack, 0, sizeof *stack);
    for (int i = 0; i < STACK_DEPTH; i++) {
        if (!stack_push(stack))
            return NULL; /* and the program ends */
    }
    return stack;
}

static void stack_discard(void *structure)
{
    stack_end((set_stack *)structure);
    free(structure);
}

static void stack_loop(void *structure, size_t blocks, uint64_t *random)
{
    set_stack *stack = (set_stack *)structure;
    (void)random;
    for (size_t block = 0; block < blocks; block++) {
        for (int i = 0; i < RC_BENCH_BLOCK; i++) {
            if (!stack_push(stack))
                abort();
            (void)!stack_pop(stack);
        }
        set_rest();
    }
}

/*
 * Half of the keys are in it, every other one, in the order of a walk that visits each once: a structure that
 * was filled from one end would lie in memory as it lies in the order of the keys.
 */
#define SET_FILL(set, insert, keys)                                                                \
    for (uint64_t i = 0; i < (keys); i++) {                                                        \
        if (!insert(set, i * 7919 % (keys)*2))                                                     \
            return NULL;                                                                           \
    }

#define SET_LOOP(name, type, contains, insert, remove, keys)                                       \
    static void name(void *structure, size_t blocks, uint64_t *random)                             \
    {                                                                                              \
        type *set = (type *)structure;                                                             \
        for (size_t block = 0; block < blocks; block++) {                                          \
            for (int i = 0; i < RC_BENCH_BLOCK; i++) {                                             \
                uint64_t number = rc_bench_random(random);                                         \
                uint64_t key = (number >> 32) * (2 * (uint64_t)(keys)) >> 32;                      \
                unsigned choice = (unsigned)(number & 0xFFFF);                                     \
                if (choice < 0x10000 / 20)                                                         \
                    (void)!insert(set, key);                                                       \
                else if (choice < 0x10000 / 10)                                                    \
                    (void)!remove(set, key);                                                       \
                else                                                                               \
                    RC_BENCH_USE(contains(set, key));                                              \
            }                                                                                      \
            set_rest();                                                                            \
        }                                                                                          \
    }

static void *list_make(void)
{
    set_list *list = (set_list *)calloc(1, sizeof *list);
    if (list == NULL)
        return NULL;
    SET_FILL(list, list_insert, RC_BENCH_LIST_KEYS)
    return list;
}

static void list_discard(void *structure)
{
    list_end((set_list *)structure);
    free(structure);
}

static void *hash_make(void)
{
    set_hash *hash = (set_hash *)calloc(1, sizeof *hash);
    if (hash == NULL || !hash_begin(hash, RC_BENCH_HASH_KEYS))
        return NULL;
    SET_FILL(hash, hash_insert, RC_BENCH_HASH_KEYS)
    return hash;
}

static void hash_discard(void *structure)
{
    hash_end((set_hash *)structure);
    free(structure);
}

SET_LOOP(list_loop, set_list, list_contains, list_insert, list_remove, RC_BENCH_LIST_KEYS)
SET_LOOP(hash_loop, set_hash, hash_contains, hash_insert, hash_remove, RC_BENCH_HASH_KEYS)

static const rc_bench_structure_table set_table = {
    .name = SET_NAME,
    .description = SET_DESCRIPTION,
    .rank = SET_RANK,
    .attach = set_attach,
    .detach = set_detach,
    .make = {stack_make, list_make, hash_make},
    .discard = {stack_discard, list_discard, hash_discard},
    .loop = {stack_loop, list_loop, hash_loop},
};

__attribute__((constructor)) static void set_add(void)
{
    rc_bench_add_structures(&set_table);
}

#endif
