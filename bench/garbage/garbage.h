/*
 * garbage.h: the table through which the suite `garbage` reaches the library, with a scheme. As slots.h.
 */
#ifndef RC_BENCH_GARBAGE_GARBAGE_H
#define RC_BENCH_GARBAGE_GARBAGE_H

#include "bench/micro/block.h"

#include <stdbool.h>

typedef struct rc_bench_garbage_table {
    const char *name;
    const char *description; /* what the scheme says that a reader can hold back */
    unsigned rank;
    bool bounded;        /* and that it is a bounded number of objects */
    int (*attach)(void); /* each thread */
    void (*detach)(void);
    void *(*make)(void); /* a slot with an object; NULL: no memory */
    void (*discard)(void *slot);
    void (*store)(void *slot, size_t stores);
    void (*read)(void *slot, size_t reads); /* each a read section of its own */
    void (*hold)(void *slot);               /* begins a read section in which the slot's object is borrowed */
    void (*let_go)(void);                   /* and ends it; by the same thread */
    uint64_t (*alive)(void);                /* objects that exist */
    void (*drain)(void); /* all that this thread has retired is released */
} rc_bench_garbage_table;

#ifdef __cplusplus
extern "C" {
#endif

/* Before main begins. */
void rc_bench_add_garbage(const rc_bench_garbage_table *table);

#ifdef __cplusplus
}
#endif

#endif
