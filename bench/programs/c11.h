/*
 * c11.h: the peer of the workloads in C: what a programmer writes for one program, under the names of the library so
 * that the workloads are the same source. A count of C11 atomics, relaxed up and acquire-release down; a
 * destruction that takes the objects one after the other; a slot that is a pointer and a mutex.
 *
 * It has no weak references, no collector, no statistics but the two numbers of each thread.
 */
#ifndef RC_BENCH_PROGRAMS_C11_H
#define RC_BENCH_PROGRAMS_C11_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct rc_type {
    const char *name;
    size_t size;
    void (*destroy)(void *object);
} rc_type;

typedef struct c11_header {
    union {
        _Atomic uint64_t count;
        struct c11_header
            *next; /* of those that wait for their destruction: nobody counts them any more */
    };
    const rc_type *type;
} c11_header;
_Static_assert(sizeof(c11_header) % _Alignof(max_align_t) == 0, "payloads are aligned");

typedef struct rc_stats {
    uint64_t live_objects;
} rc_stats;

/* Of the calling thread since it attached, or gave its numbers to c11_alive; of all that have. */
static __thread int64_t c11_born;
static _Atomic int64_t c11_alive;

static inline c11_header *c11_header_of(void *object)
{
    return (c11_header *)object - 1;
}

static inline void *rc_new_sized(const rc_type *type, size_t size)
{
    /* Not calloc, which passes the thread's own cache of glibc by. */
    c11_header *header = malloc(sizeof *header + size);
    if (header == NULL)
        return NULL;
    memset(header + 1, 0, size);
    atomic_init(&header->count, 1);
    header->type = type;
    c11_born++;
    return header + 1;
}

static inline void *rc_retain(void *object)
{
    if (object != NULL)
        /* relaxed: the caller has a reference already */
        atomic_fetch_add_explicit(&c11_header_of(object)->count, 1, memory_order_relaxed);
    return object;
}

/* What is released inside a destruction waits for its turn: no stack is needed for a chain. */
static __attribute__((noinline)) void c11_destroy(c11_header *header)
{
    static __thread c11_header *waiting;
    static __thread bool busy;
    header->next = waiting;
    waiting = header;
    if (busy)
        return;
    busy = true;
    while ((header = waiting) != NULL) {
        waiting = header->next;
        if (header->type->destroy != NULL)
            header->type->destroy(header + 1);
        free(header);
        c11_born--;
    }
    busy = false;
}

static inline void rc_release(void *object)
{
    if (object == NULL)
        return;
    c11_header *header = c11_header_of(object);
    /* acq_rel: what every holder did happens before the destruction */
    if (atomic_fetch_sub_explicit(&header->count, 1, memory_order_acq_rel) == 1)
        c11_destroy(header);
}

static inline int rc_thread_attach(void)
{
    return 0;
}

static inline void rc_thread_detach(void)
{
    atomic_fetch_add_explicit(&c11_alive, c11_born, memory_order_relaxed); /* read after a join */
    c11_born = 0;
}

static inline void rc_get_stats(rc_stats *stats)
{
    stats->live_objects =
        (uint64_t)(c11_born + atomic_load_explicit(&c11_alive, memory_order_relaxed));
}

static inline void rc_thread_poll(void)
{
}
static inline void rc_thread_block_begin(void)
{
}
static inline void rc_thread_block_end(void)
{
}

/* ---------------------------------------------------------------------------------------- slots */

typedef struct rc_slot {
    pthread_mutex_t lock;
    void *object;
} rc_slot;

static inline void rc_slot_init(rc_slot *slot, void *object)
{
    pthread_mutex_init(&slot->lock, NULL);
    slot->object = rc_retain(object);
}

static inline void rc_slot_destroy(rc_slot *slot)
{
    rc_release(slot->object);
    pthread_mutex_destroy(&slot->lock);
}

static inline void *rc_slot_load(rc_slot *slot)
{
    pthread_mutex_lock(&slot->lock);
    void *object = rc_retain(slot->object);
    pthread_mutex_unlock(&slot->lock);
    return object;
}

static inline void rc_slot_give(rc_slot *slot, void *object)
{
    pthread_mutex_lock(&slot->lock);
    void *old = slot->object;
    slot->object = object;
    pthread_mutex_unlock(&slot->lock);
    rc_release(old);
}

#endif
