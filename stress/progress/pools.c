/*
 * pools.c: see pools.h.
 *
 * A block remembers its size class in front, and goes to the list of the thread that frees it. Memory is
 * never given back, and a thread's pool passes to a later thread as it is.
 */
#include "stress/progress/pools.h"

#include "refcount/allocator.h"
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/mman.h>

enum { POOLS = 16, CLASSES = 64, GRAIN = 16 };
#define POOL_BYTES ((size_t)64 << 20)

typedef struct block {
    struct block *next; /* while it is free */
    size_t class;
} __attribute__((aligned(_Alignof(max_align_t)))) block;

typedef struct pool {
    bool taken;
    bool refuses;
    char *unused, *end;
    block *free[CLASSES];
} pool;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards who takes which pool */
static pool pools[POOLS];
static _Thread_local pool *mine;

void progress_pool_open(void)
{
    pthread_mutex_lock(&mutex);
    for (int i = 0; i < POOLS && mine == NULL; i++) {
        if (!pools[i].taken)
            mine = &pools[i];
    }
    if (mine == NULL)
        rc_cli_fail("more than %d threads want memory of their own", (int)POOLS);
    mine->taken = true;
    pthread_mutex_unlock(&mutex);
    if (mine->unused != NULL)
        return;
    void *memory = mmap(NULL, POOL_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        rc_cli_fail("no memory for a thread's pool");
    mine->unused = memory;
    mine->end = mine->unused + POOL_BYTES;
}

void progress_pool_close(void)
{
    pthread_mutex_lock(&mutex);
    mine->taken = false;
    mine = NULL;
    pthread_mutex_unlock(&mutex);
}

void progress_pool_refuse(bool refuse)
{
    mine->refuses = refuse;
}

/* Blocks above the last class are of their own size, and never used again. */
static block *take_unused(size_t class, size_t size)
{
    size_t bytes = sizeof(block) + (size + GRAIN - 1) / GRAIN * GRAIN;
    if (bytes > (size_t)(mine->end - mine->unused))
        return NULL;
    block *b = (block *)(void *)mine->unused;
    mine->unused += bytes;
    b->class = class;
    return b;
}

void *progress_pool_allocate(size_t size)
{
    if (mine->refuses || size > POOL_BYTES)
        return NULL;
    size_t class = (size + GRAIN - 1) / GRAIN;
    if (class >= CLASSES)
        class = 0;
    block *b = class != 0 ? mine->free[class] : NULL;
    if (b != NULL)
        mine->free[class] = b->next;
    else
        b = take_unused(class, size);
    return b != NULL ? b + 1 : NULL;
}

void progress_pool_release(void *memory)
{
    if (memory == NULL)
        return;
    block *b = (block *)memory - 1;
    if (b->class == 0)
        return;
    b->next = mine->free[b->class];
    mine->free[b->class] = b;
}

void progress_pools_install(void)
{
    rc_set_allocator(&(rc_allocator){progress_pool_allocate, progress_pool_release});
}
