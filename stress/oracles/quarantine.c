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
#include "stress/oracles/shortage.h"
#include "stress/support/sanitizers.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT = 64, LEAST = 32, FRESH = 0xcd, POISON = 0xdb };

typedef struct block {
    struct block *next;  /* on the list of the thread that allocated it */
    struct block *spare; /* on that of the thread that released it */
    size_t size;
    _Atomic uint32_t releases; /* 0 in use */
    unsigned char kept[KEPT];  /* the first bytes as they were when it was released */
} __attribute__((aligned(_Alignof(max_align_t)))) block;

typedef struct list {
    struct list *next;
    block *first, *spare; /* spare: to be used again, the latest first */
    _Atomic bool taken;
} list;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards which lists there are */
static list *lists;
static size_t header;
static _Atomic bool reusing;

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
    if (b->size < header + LEAST)
        return 0;
    return header < KEPT ? header : KEPT;
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

/* A block that was released is about to go: it must be as it was left. */
static void inspect(const block *b)
{
    size_t change = first_change(b);
    if (change < b->size)
        stress_fault(STRESS_USE_AFTER_FREE, "byte %zu of a freed block of %zu bytes was written to",
                     change, b->size);
}

static void *use_again(list *l, size_t size)
{
    block *b = l->spare;
    if (b == NULL || b->size != size)
        return NULL;
    inspect(b);
    l->spare = b->spare;
    rc_store_relaxed(&b->releases, 0); /* relaxed: nobody may know the block any more */
    return b + 1;
}

static void *allocate(size_t size)
{
    if (stress_shortage_refuses())
        return NULL;
    if (STRESS_UNDER_ASAN)
        return malloc(size);
    list *l = list_of_self();
    void *spare = use_again(l, size);
    if (spare != NULL)
        return spare;
    block *b = malloc(sizeof *b + size);
    if (b == NULL)
        return NULL;
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
    if (STRESS_UNDER_ASAN || memory == NULL) {
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
    if (rc_load_relaxed(&reusing)) { /* relaxed: set before the threads begin */
        list *l = list_of_self();
        b->spare = l->spare;
        l->spare = b;
    }
}

static void before_fork(void)
{
    pthread_mutex_lock(&mutex);
}

static void after_fork(void)
{
    pthread_mutex_unlock(&mutex);
}

void stress_quarantine_install(void)
{
    static bool forks;
    /* Before the library's own, which then come first: it allocates under its locks. */
    if (!forks && pthread_atfork(before_fork, after_fork, after_fork) != 0)
        abort();
    forks = true;
    rc_set_allocator(&(rc_allocator){allocate, release});
}

void stress_quarantine_keep_headers(size_t bytes)
{
    header = bytes;
}

void stress_quarantine_reuse(void)
{
    rc_store_relaxed(&reusing, true);
}

static uint64_t sweep(bool all)
{
    uint64_t in_use = 0;
    pthread_mutex_lock(&mutex);
    for (list *l = lists; l != NULL; l = l->next) {
        l->spare = NULL;
        block **link = &l->first;
        while (*link != NULL) {
            block *b = *link;
            bool used = rc_load_relaxed(&b->releases) == 0; /* relaxed: everybody is at rest */
            if (!used)
                inspect(b);
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

bool stress_quarantine_released(const void *memory)
{
    const block *b = (const block *)memory - 1;
    /* relaxed: the caller is at rest */
    return STRESS_UNDER_ASAN || rc_load_relaxed(&b->releases) != 0;
}

uint64_t stress_quarantine_in_use(size_t size)
{
    uint64_t in_use = 0;
    pthread_mutex_lock(&mutex);
    for (const list *l = lists; l != NULL; l = l->next) {
        for (const block *b = l->first; b != NULL; b = b->next)
            in_use += b->size < size && rc_load_relaxed(&b->releases) == 0; /* relaxed: at rest */
    }
    pthread_mutex_unlock(&mutex);
    return in_use;
}
