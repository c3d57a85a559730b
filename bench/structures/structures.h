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
 *   list    a sorted list of RC_BENCH_LIST_KEYS keys, of which there are twice as many: a search, or one
 *           time in ten an insertion or a deletion
 *   hash    the same on a hash table of RC_BENCH_HASH_KEYS keys and as many buckets
 */
typedef enum rc_bench_structure {
    RC_BENCH_STACK,
    RC_BENCH_LIST,
    RC_BENCH_HASH,
    RC_BENCH_STRUCTURES
} rc_bench_structure;

enum { RC_BENCH_LIST_KEYS = 1000, RC_BENCH_HASH_KEYS = 100000 };

/* `random` is the calling thread's own. */
typedef void rc_bench_structure_loop(void *structure, size_t blocks, uint64_t *random);

typedef struct rc_bench_structure_table {
    const char *name;
    const char *description;
    unsigned rank;
    int (*attach)(void); /* each thread, before the first use; 0, or -1 and errno */
    void (*detach)(void); /* nothing that the thread retired is left afterwards */
    void *(*make[RC_BENCH_STRUCTURES])(void); /* filled; NULL: no memory */
    void (*discard[RC_BENCH_STRUCTURES])(void *structure);
    rc_bench_structure_loop *loop[RC_BENCH_STRUCTURES];
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
