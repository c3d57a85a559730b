/*
 * quarantine.c: see quarantine.h.
 *
 * A block is on the list of the thread that allocated it, and that list only grows until the next settle,
 * so that no thread writes where another one does. The lists of threads that are gone stay, and are used
 * again by later ones.
 */
#include "stress/oracles/quarantine.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "stress/oracles/faults.h"

#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define AT_ONCE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define AT_ONCE 1
#endif
#endif
#ifndef AT_ONCE
#define AT_ONCE 0
#endif

enum { KEPT = 64, FRESH = 0xcd, POISON = 0xdb };

typedef struct block {
    struct block *next;
    size_t size;
    _Atomic uint32_t releases; /* 0 in use */
    unsigned char kept[KEPT];  /* the first bytes as they were when it was released */
} __attribute__((aligned(_Alignof(max_align_t)))) block;

typedef struct list {
    struct list *next;
    block *first;
    _Atomic bool taken;
} list;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards which lists there are */
static list *lists;
static size_t header;
static _Atomic uint64_t allocations, failing; /* failing: the number of the one that fails */
static _Atomic bool persistently;

static pthread_key_t leave_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local list *mine;

static void leave(void *arg)
{
    mine = NULL;
    rc_store_release(&((list *)arg)->taken, false); /* (1) release: pairs with (2) */
}

static void make_key(void)
{
    if (pthread_key_create(&leave_key, leave) != 0)
        abort();
}

static list *list_of_self(void)
{
    if (mine != NULL)
        return mine;
    pthread_once(&once, make_key);
    pthread_mutex_lock(&mutex);
    list *l = lists;
    while (l != NULL && rc_exchange_acquire(&l->taken, true)) /* (2) acquire: pairs with (1) */
        l = l->next;
    if (l == NULL) {
        l = calloc(1, sizeof *l);
        if (l == NULL)
            abort();
        rc_store_relaxed(&l->taken, true); /* relaxed: not published yet */
        l->next = lists;
        lists = l;
    }
    pthread_mutex_unlock(&mutex);
    pthread_setspecific(leave_key, l);
    return mine = l;
}

static size_t kept_of(const block *b)
{
    size_t kept = b->size < header ? b->size : header;
    return kept < KEPT ? kept : KEPT;
}

static void *allocate(size_t size)
{
    /* relaxed, all: numbers; a test sets them while it is alone. */
    uint64_t number = rc_fetch_add_relaxed(&allocations, 1) + 1, fails = rc_load_relaxed(&failing);
    if (fails != 0 && (number == fails || (number > fails && rc_load_relaxed(&persistently))))
        return NULL;
    if (AT_ONCE)
        return malloc(size);
    block *b = malloc(sizeof *b + size);
    if (b == NULL)
        return NULL;
    list *l = list_of_self();
    b->next = l->first;
    b->size = size;
    rc_store_relaxed(&b->releases, 0); /* relaxed: the block is not published yet */
    l->first = b;
    /* Padding that nobody ever writes must be comparable all the same. */
    memset(b + 1, FRESH, kept_of(b));
    return b + 1;
}

static void release(void *memory)
{
    if (AT_ONCE || memory == NULL) {
        free(memory);
        return;
    }
    block *b = (block *)memory - 1;
    size_t kept = kept_of(b);
    if (rc_fetch_add_relaxed(&b->releases, 1) != 0) { /* relaxed: must not order the threads */
        stress_fault(STRESS_DOUBLE_FREE, "a block of %zu bytes was released twice", b->size);
        return;
    }
    memcpy(b->kept, memory, kept);
    memset((char *)memory + kept, POISON, b->size - kept);
}

void stress_quarantine_install(void)
{
    rc_set_allocator(&(rc_allocator){allocate, release});
}

void stress_quarantine_keep_headers(size_t bytes)
{
    header = bytes;
}

/* The offset of the first byte that is not as it was left, or the block's size. */
static size_t first_change(const block *b)
{
    const unsigned char *memory = (const unsigned char *)(b + 1);
    size_t kept = kept_of(b);
    for (size_t i = 0; i < b->size; i++) {
        if (memory[i] != (i < kept ? b->kept[i] : POISON))
            return i;
    }
    return b->size;
}

static uint64_t sweep(bool all)
{
    uint64_t in_use = 0;
    pthread_mutex_lock(&mutex);
    for (list *l = lists; l != NULL; l = l->next) {
        block **link = &l->first;
        while (*link != NULL) {
            block *b = *link;
            bool used = rc_load_relaxed(&b->releases) == 0; /* relaxed: everybody is at rest */
            size_t change = used ? b->size : first_change(b);
            if (change < b->size)
                stress_fault(STRESS_USE_AFTER_FREE,
                             "byte %zu of a freed block of %zu bytes was written to", change,
                             b->size);
            in_use += used;
            if (used && !all) {
                link = &b->next;
                continue;
            }
            *link = b->next;
            free(b);
        }
    }
    pthread_mutex_unlock(&mutex);
    return in_use;
}

uint64_t stress_quarantine_settle(void)
{
    return sweep(false);
}

uint64_t stress_quarantine_empty(void)
{
    return sweep(true);
}

void stress_quarantine_fail(uint64_t n, int persistent)
{
    rc_store_relaxed(&allocations, 0); /* relaxed, all: the caller is alone */
    rc_store_relaxed(&persistently, persistent != 0);
    rc_store_relaxed(&failing, n);
}

uint64_t stress_quarantine_allocations(void)
{
    return rc_load_relaxed(&allocations);
}
