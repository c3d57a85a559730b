/*
 * blocks.c: every block of memory that jq has for its values, watched.
 */
#include "bench/clients/blocks.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { MOST = 1 << 16 };

typedef struct block {
    void *memory;
    unsigned freed;
} block;

/* Protected by lock. Allocation is rare: nobody allocates while threads are measured or tried. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static block known[MOST];
static unsigned used;
static unsigned premature;
static bool held;

void *__real_jv_mem_alloc(size_t size);
void *__real_jv_mem_calloc(size_t n, size_t size);
void *__real_jv_mem_realloc(void *memory, size_t size);
void __real_jv_mem_free(void *memory);

static void *add(void *memory)
{
    pthread_mutex_lock(&lock);
    if (used == MOST) {
        fputs("shared: more blocks than are watched\n", stderr);
        exit(2);
    }
    known[used++] = (block){.memory = memory};
    pthread_mutex_unlock(&lock);
    return memory;
}

void *__wrap_jv_mem_alloc(size_t size)
{
    return add(__real_jv_mem_alloc(size));
}

void *__wrap_jv_mem_calloc(size_t n, size_t size)
{
    return add(__real_jv_mem_calloc(n, size));
}

/* The newest first: what moves or goes was often made lately. NULL if it was made before all this. */
static block *find(const void *memory)
{
    for (unsigned i = used; i-- > 0;)
        if (known[i].memory == memory)
            return &known[i];
    return NULL;
}

void *__wrap_jv_mem_realloc(void *memory, size_t size)
{
    if (memory == NULL)
        return add(__real_jv_mem_realloc(NULL, size));
    pthread_mutex_lock(&lock);
    block *one = find(memory);
    memory = __real_jv_mem_realloc(memory, size);
    if (one != NULL)
        one->memory = memory;
    pthread_mutex_unlock(&lock);
    return memory;
}

void __wrap_jv_mem_free(void *memory)
{
    if (memory == NULL)
        return;
    pthread_mutex_lock(&lock);
    block *one = find(memory);
    if (one != NULL && one->freed++ == 0)
        premature += held;
    pthread_mutex_unlock(&lock);
    if (one == NULL)
        __real_jv_mem_free(memory);
}

void blocks_hold(bool on)
{
    pthread_mutex_lock(&lock);
    held = on;
    pthread_mutex_unlock(&lock);
}

blocks_found blocks_end(void)
{
    pthread_mutex_lock(&lock);
    blocks_found found = {.premature = premature};
    for (unsigned i = 0; i < used; i++) {
        found.leaked += known[i].freed == 0;
        found.twice += known[i].freed > 1;
        __real_jv_mem_free(known[i].memory);
    }
    used = premature = 0;
    pthread_mutex_unlock(&lock);
    return found;
}
