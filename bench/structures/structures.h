/*
 * structures.h: the table through which the suite `structures` reaches the library's structures, with a
 * reclamation scheme, or others. As slots.h.
 */
#ifndef RC_BENCH_STRUCTURES_STRUCTURES_H
#define RC_BENCH_STRUCTURES_STRUCTURES_H

#include "bench/micro/block.h"

#include <stdbool.h>

/*
 * What is measured, RC_BENCH_BLOCK operations a block.
 *   stack   a push and a pop, on a stack that is never empty; count as one
 *   list    a sorted list of `keys` keys, of which there are twice as many: a search, or `updates` times in a
 *           hundred an insertion or a deletion
 *   hash    the same on a hash table with as many buckets
 *   queue   as the stack
 *   map     as the list; each key leads to an object of RC_BENCH_PAYLOAD bytes
 */
typedef enum rc_bench_structure {
    RC_BENCH_STACK,
    RC_BENCH_LIST,
    RC_BENCH_HASH,
    RC_BENCH_QUEUE,
    RC_BENCH_MAP,
    RC_BENCH_STRUCTURES
} rc_bench_structure;

typedef struct rc_bench_set_plan {
    uint64_t keys;
    unsigned updates; /* percent */
} rc_bench_set_plan;

/* `random` is the calling thread's own. Returns how many keys it has put in, less those it has taken out. */
typedef int64_t rc_bench_structure_loop(void *structure, const rc_bench_set_plan *plan,
                                        size_t blocks, uint64_t *random);

/* NULL for what it does not have. What insertions into a map return says nothing: it replaces what is there. */
typedef struct rc_bench_structure_table {
    const char *name;
    const char *description;
    unsigned rank;
    int (*attach)(void);     /* each thread, before the first use; 0, or -1 and errno */
    void (*detach)(void);    /* nothing that the thread retired is left afterwards */
    uint64_t (*alive)(void); /* objects that there are */
    void *(*make[RC_BENCH_STRUCTURES])(uint64_t keys); /* filled; NULL: no memory */
    void (*discard[RC_BENCH_STRUCTURES])(void *structure);
    rc_bench_structure_loop *loop[RC_BENCH_STRUCTURES];
    /* Which keys are there, when nobody else uses it. */
    bool (*contains[RC_BENCH_STRUCTURES])(void *structure, uint64_t key);
} rc_bench_structure_table;

#ifdef __cplusplus
extern "C" {
#endif

/* Before main begins. */
void rc_bench_add_structures(const rc_bench_structure_table *table);

#ifdef __cplusplus
}
#endif

#endif
