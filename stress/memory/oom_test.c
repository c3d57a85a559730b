/*
 * oom_test.c: every allocation of a piece of work fails once, and from some point on for good. Each time:
 * an error is returned, nothing is leaked, nothing crashes. Compiled once per backend.
 *
 * malloc and its relatives are replaced when the program is linked (-Wl,--wrap), so that the library is
 * the one that ships.
 */
#include "refcount/refcount.h"
#include "refcount/tool/tap.h"
#include "stress/support/threads.h"

#include <errno.h>
#include <stdlib.h>

/* Allocations so far, in the counted region; the first to fail, and the last. */
static _Atomic uint64_t attempts, first_failure, last_failure;
static _Atomic int64_t blocks;

static bool may_allocate(void)
{
    uint64_t n = rc_fetch_add_relaxed(&attempts, 1) + 1;
    return n < rc_load_relaxed(&first_failure) || n > rc_load_relaxed(&last_failure);
}

void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_malloc(size_t size)
{
    void *block = may_allocate() ? __real_malloc(size) : NULL;
    if (block != NULL)
        rc_fetch_add_relaxed(&blocks, 1);
    else
        errno = ENOMEM;
    return block;
}

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    /* Thread records are never given back: not among the blocks that must come back. */
    if (may_allocate())
        return __real_aligned_alloc(alignment, size);
    errno = ENOMEM;
    return NULL;
}

void __real_free(void *block);
void __wrap_free(void *block);
void __wrap_free(void *block)
{
    if (block != NULL)
        rc_fetch_sub_relaxed(&blocks, 1);
    __real_free(block);
}

typedef struct pair {
    void *left, *right;
} pair;

static void pair_destroy(void *object)
{
    pair *p = object;
    rc_release(p->left);
    rc_release(p->right);
}

static const rc_type pair_type = {.name = "pair", .size = sizeof(pair), .destroy = pair_destroy};

/* What fails must say so: counts the refusals that came with ENOMEM, and those that did not. */
static uint64_t refusals, silent;

static void *checked(void *result)
{
    if (result == NULL) {
        refusals++;
        silent += errno != ENOMEM;
    }
    errno = 0;
    return result;
}

/* Another thread, to which objects can be handed, and whose queue must be served without memory. */
static _Atomic(void *) offered;
static _Atomic bool stop;

static void other_thread(void *arg)
{
    (void)arg;
    while (rc_thread_attach() != 0)
        silent += errno != ENOMEM;
    unsigned turns = 0;
    while (!rc_load_acquire(&stop)) {
        rc_release(rc_exchange_acq_rel(&offered, NULL));
        rc_thread_poll();
        rc_platform_relax(&turns);
    }
    rc_release(rc_exchange_acq_rel(&offered, NULL));
    rc_thread_detach();
}

/* Hands a reference to the other thread, and stays at a safepoint until it has been taken. */
static void offer(void *object)
{
    unsigned turns = 0;
    rc_release(rc_exchange_acq_rel(&offered, object));
    while (rc_load_acquire(&offered) != NULL) {
        rc_thread_poll();
        rc_platform_relax(&turns);
    }
}

static void work(bool threads)
{
    enum { MANY = 40 };
    void *object[MANY];
    rc_weak *weak[MANY];
    if (rc_thread_attach() != 0) {
        refusals++;
        silent += errno != ENOMEM;
        return;
    }
    errno = 0;
    for (int i = 0; i < MANY; i++) {
        pair *p = checked(i % 3 ? rc_new(&pair_type) : rc_new_sized(&pair_type, 100));
        object[i] = p;
        weak[i] = p != NULL && i % 2 ? checked(rc_weak_new(p)) : NULL;
        if (p != NULL && i > 0)
            p->left = rc_retain(object[i - 1]);
        if (p != NULL && i > 5)
            p->right = rc_weak_upgrade(weak[i - 5]);
    }
    for (int i = 0; i < MANY; i++) {
        if (threads && rc_thread_self_ != NULL)
            offer(object[i]);
        else
            rc_release(object[i]);
    }
    for (int i = 0; i < MANY; i++)
        rc_weak_free(weak[i]);
    rc_thread_poll();
    rc_thread_detach();
}

/* Runs the work with the allocations from `first` to `last` failing. True if some failed. */
static bool run(uint64_t first, uint64_t last, bool threads, bool *good)
{
    pthread_t thread = 0;
    rc_store_release(&stop, false);
    if (threads)
        thread = stress_thread(other_thread, NULL, 0);
    int64_t blocks_before = threads ? 0 : rc_load_relaxed(&blocks);
    rc_store_relaxed(&attempts, 0);
    rc_store_relaxed(&last_failure, last);
    rc_store_relaxed(&first_failure, first);
    work(threads);
    rc_store_relaxed(&first_failure, UINT64_MAX);
    bool hit = rc_load_relaxed(&attempts) >= first;
    if (threads) {
        rc_store_release(&stop, true);
        stress_join(thread);
    }
    rc_stats stats;
    rc_get_stats(&stats);
    *good &= stats.live_objects == 0 && stats.live_bytes == 0;
    /* Table buckets stay; with threads the C library's blocks come and go. Objects are counted above. */
    if (!threads)
        *good &= rc_load_relaxed(&blocks) - blocks_before <= 16;
    return hit;
}

int main(void)
{
    const rc_backend_info *info = rc_get_backend();
    rc_store_relaxed(&first_failure, UINT64_MAX);
    for (int threads = 0; threads <= info->thread_safe; threads++) {
        for (int for_good = 0; for_good < 2; for_good++) {
            bool good = true;
            uint64_t n = 0;
            refusals = silent = 0;
            do {
                n++;
            } while (run(n, for_good ? UINT64_MAX - 1 : n, threads, &good) && n < 1000);
            tap_ok(good && silent == 0 && n > 20 && n < 1000 && refusals >= (threads ? 1 : n / 2),
                   "%s, %s, %s: %llu allocations failed, %llu refusals", info->name,
                   threads ? "two threads" : "one thread", for_good ? "for good" : "once",
                   (unsigned long long)n - 1, (unsigned long long)refusals);
        }
    }
    return tap_done();
}
