/*
 * adapter.h: makes a table for the suite `structures` of a few operations. Included at the end of an adapter,
 * which has defined
 *
 *   SET_NAME, SET_DESCRIPTION, SET_RANK                        see structures.h
 *   set_stack, set_list, set_hash                              types
 *   bool stack_push(set_stack *), bool stack_pop(set_stack *)  one more, one less; false: no memory, empty
 *   bool list_contains(set_list *, uint64_t key), list_insert, list_remove
 *   void stack_end(set_stack *), list_end(set_list *)
 *   bool stack_begin(set_stack *), list_begin, map_begin       as macros; without: zeroed memory is an empty one
 *   bool hash_begin(set_hash *, size_t buckets), void hash_end(set_hash *), and hash_contains ... as for lists
 *
 * and, each of them together with a macro of the same name as the type that says that it is there:
 *
 *   set_queue, bool queue_begin(set_queue *), queue_push, queue_pop, queue_end
 *   set_map, bool map_contains(set_map *, uint64_t key), map_insert, map_remove, void map_end(set_map *)
 *   int set_attach(void), void set_detach(void), void set_rest(void)    rest: after each block
 *   uint64_t set_alive(void)                                   objects that there are
 */
#ifndef RC_BENCH_STRUCTURES_ADAPTER_H
#define RC_BENCH_STRUCTURES_ADAPTER_H

#include "bench/structures/structures.h"

#include <stdlib.h>

enum { STACK_DEPTH = 64 };

#ifndef set_rest
#define set_rest() ((void)0)
#endif
#ifndef stack_begin
#define stack_begin(made) true
#endif
#ifndef list_begin
#define list_begin(made) true
#endif
#ifndef map_begin
#define map_begin(made) true
#endif

/* Zeroed memory for one, which shares no cache line. */
static void *set_room(size_t size)
{
    size_t lines = (size + RC_BENCH_LINE - 1) / RC_BENCH_LINE * RC_BENCH_LINE;
    void *room = aligned_alloc(RC_BENCH_LINE, lines);
    if (room != NULL)
        __builtin_memset(room, 0, lines);
    return room;
}

/* One in, one out. */
#define ENDS(name, type, push, pop, begin, end)                                                    \
    static void *name##_make(uint64_t keys)                                                        \
    {                                                                                              \
        type *made = (type *)set_room(sizeof *made);                                               \
        (void)keys;                                                                                \
        if (made == NULL || !(begin))                                                              \
            return NULL;                                                                           \
        for (int i = 0; i < STACK_DEPTH; i++) {                                                    \
            if (!push(made))                                                                       \
                return NULL; /* and the program ends */                                            \
        }                                                                                          \
        return made;                                                                               \
    }                                                                                              \
    static void name##_discard(void *structure)                                                    \
    {                                                                                              \
        end((type *)structure);                                                                    \
        free(structure);                                                                           \
    }                                                                                              \
    static int64_t name##_loop(void *structure, const rc_bench_set_plan *plan, size_t blocks,      \
                               uint64_t *random)                                                   \
    {                                                                                              \
        type *made = (type *)structure;                                                            \
        (void)plan, (void)random;                                                                  \
        for (size_t block = 0; block < blocks; block++) {                                          \
            for (int i = 0; i < RC_BENCH_BLOCK; i++) {                                             \
                if (!push(made))                                                                   \
                    abort();                                                                       \
                (void)!pop(made);                                                                  \
            }                                                                                      \
            set_rest();                                                                            \
        }                                                                                          \
        return 0;                                                                                  \
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

#define SET_LOOP(name, type, contains, insert, remove)                                             \
    static int64_t name##_loop(void *structure, const rc_bench_set_plan *plan, size_t blocks,      \
                               uint64_t *random)                                                   \
    {                                                                                              \
        type *set = (type *)structure;                                                             \
        const uint64_t range = 2 * plan->keys;                                                     \
        const unsigned in = 0x10000 * plan->updates / 200, out = 2 * in;                           \
        int64_t more = 0;                                                                          \
        for (size_t block = 0; block < blocks; block++) {                                          \
            for (int i = 0; i < RC_BENCH_BLOCK; i++) {                                             \
                uint64_t number = rc_bench_random(random);                                         \
                uint64_t key = (number >> 32) * range >> 32;                                       \
                unsigned choice = (unsigned)(number & 0xFFFF);                                     \
                if (choice < in)                                                                   \
                    more += insert(set, key);                                                      \
                else if (choice < out)                                                             \
                    more -= remove(set, key);                                                      \
                else                                                                               \
                    RC_BENCH_USE(contains(set, key));                                              \
            }                                                                                      \
            set_rest();                                                                            \
        }                                                                                          \
        return more;                                                                               \
    }                                                                                              \
    static bool name##_has(void *structure, uint64_t key)                                          \
    {                                                                                              \
        return contains((type *)structure, key);                                                   \
    }

#define SET(name, type, contains, insert, remove, begin, end)                                      \
    SET_LOOP(name, type, contains, insert, remove)                                                 \
    static void *name##_make(uint64_t keys)                                                        \
    {                                                                                              \
        type *set = (type *)set_room(sizeof *set);                                                 \
        if (set == NULL || !(begin))                                                               \
            return NULL;                                                                           \
        SET_FILL(set, insert, keys)                                                                \
        return set;                                                                                \
    }                                                                                              \
    static void name##_discard(void *structure)                                                    \
    {                                                                                              \
        end((type *)structure);                                                                    \
        free(structure);                                                                           \
    }

ENDS(stack, set_stack, stack_push, stack_pop, stack_begin(made), stack_end)
SET(list, set_list, list_contains, list_insert, list_remove, list_begin(set), list_end)
SET(hash, set_hash, hash_contains, hash_insert, hash_remove, hash_begin(set, keys), hash_end)
#ifdef set_queue
ENDS(queue, set_queue, queue_push, queue_pop, queue_begin(made), queue_end)
#endif
#ifdef set_map
SET(map, set_map, map_contains, map_insert, map_remove, map_begin(set), map_end)
#endif

static rc_bench_structure_table set_table;

#define SET_ENTRY(kind, name)                                                                      \
    set_table.make[kind] = name##_make;                                                            \
    set_table.discard[kind] = name##_discard;                                                      \
    set_table.loop[kind] = name##_loop

/* Not as an initialiser: C++17 knows none that names members. */
__attribute__((constructor)) static void set_add(void)
{
    set_table.name = SET_NAME;
    set_table.description = SET_DESCRIPTION;
    set_table.rank = SET_RANK;
#ifdef set_attach
    set_table.attach = set_attach;
    set_table.detach = set_detach;
#endif
    SET_ENTRY(RC_BENCH_STACK, stack);
    SET_ENTRY(RC_BENCH_LIST, list);
    SET_ENTRY(RC_BENCH_HASH, hash);
    set_table.contains[RC_BENCH_LIST] = list_has;
    set_table.contains[RC_BENCH_HASH] = hash_has;
#ifdef set_alive
    set_table.alive = set_alive;
#endif
#ifdef set_queue
    SET_ENTRY(RC_BENCH_QUEUE, queue);
#endif
#ifdef set_map
    SET_ENTRY(RC_BENCH_MAP, map);
    set_table.contains[RC_BENCH_MAP] = map_has;
#endif
    rc_bench_add_structures(&set_table);
}

#endif
