/*
 * quarantine.c: see quarantine.h.
 */
#include "stress/oracles/quarantine.h"

#include "refcount/platform.h"

#include <stdlib.h>

/* Before each block. All of them form one list; the released ones also form a queue. */
typedef struct block {
    struct block *previous, *next;
    struct block *after; /* in the queue */
    uint64_t released;
} __attribute__((aligned(_Alignof(max_align_t)))) block;

static struct {
    pthread_mutex_t mutex;
    block all; /* the list's anchor */
    block *first, *last;
    uint64_t waiting, double_frees;
} quarantine = {.mutex = PTHREAD_MUTEX_INITIALIZER,
                .all = {&quarantine.all, &quarantine.all, NULL, 0}};

static void unlink_and_free(block *b)
{
    b->previous->next = b->next;
    b->next->previous = b->previous;
    free(b);
}

static void *allocate(size_t size)
{
    block *b = malloc(sizeof *b + size);
    if (b == NULL)
        return NULL;
    pthread_mutex_lock(&quarantine.mutex);
    *b = (block){quarantine.all.previous, &quarantine.all, NULL, 0};
    b->previous->next = b;
    quarantine.all.previous = b;
    pthread_mutex_unlock(&quarantine.mutex);
    return b + 1;
}

static void release(void *memory)
{
    if (memory == NULL)
        return;
    block *b = (block *)memory - 1;
    pthread_mutex_lock(&quarantine.mutex);
    if (b->released++ > 0) {
        quarantine.double_frees++;
    } else {
        *(quarantine.last != NULL ? &quarantine.last->after : &quarantine.first) = b;
        quarantine.last = b;
        if (++quarantine.waiting > STRESS_QUARANTINE_BLOCKS) {
            block *oldest = quarantine.first;
            quarantine.first = oldest->after;
            quarantine.waiting--;
            unlink_and_free(oldest);
        }
    }
    pthread_mutex_unlock(&quarantine.mutex);
}

void stress_quarantine_install(void)
{
    rc_set_allocator(&(rc_allocator){allocate, release});
}

uint64_t stress_quarantine_empty(void)
{
    uint64_t never_released = 0;
    pthread_mutex_lock(&quarantine.mutex);
    while (quarantine.all.next != &quarantine.all) {
        never_released += quarantine.all.next->released == 0;
        unlink_and_free(quarantine.all.next);
    }
    quarantine.first = quarantine.last = NULL;
    quarantine.waiting = 0;
    pthread_mutex_unlock(&quarantine.mutex);
    return never_released;
}

uint64_t stress_quarantine_double_frees(void)
{
    pthread_mutex_lock(&quarantine.mutex);
    uint64_t count = quarantine.double_frees;
    pthread_mutex_unlock(&quarantine.mutex);
    return count;
}
