/*
 * blocks.h: the allocator of sequences_test.c, and what statistics cannot see: weak references and queue
 * entries. Blocks that are not given back are counted over many plays of texts that leave nothing behind.
 *
 * What is released stays readable for ever, since faults make the library use it; but where
 * AddressSanitizer can say more of a backend that should be right it goes at once.
 */
#include "stress/support/sanitizers.h"

#include <stdalign.h>

typedef struct block {
    _Alignas(max_align_t) struct block *next; /* of those that are kept */
    bool stays, released;
} block;

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards the rest */
static block *kept;
static uint64_t blocks; /* in use */
static bool keeping = !STRESS_UNDER_ASAN;

static void *allocate(size_t size)
{
    block *b = malloc(sizeof *b + size);
    if (b == NULL)
        return NULL;
    pthread_mutex_lock(&mutex);
    *b = (block){.next = kept, .stays = keeping};
    if (keeping)
        kept = b;
    blocks++;
    pthread_mutex_unlock(&mutex);
    return b + 1;
}

static void release(void *memory)
{
    block *b = (block *)memory - 1;
    if (memory == NULL)
        return;
    pthread_mutex_lock(&mutex);
    blocks -= !b->released;
    b->released = true;
    bool stays = b->stays;
    pthread_mutex_unlock(&mutex);
    if (!stays)
        free(b);
}

static const char *const tidy[] = {
    "T1 new a leaf\nT1 weak_new w1 a\nT1 weak_new w2 a\nT1 weak_free w1\nT1 release a\nT1 upgrade "
    "w2\n",
    "T1 new a node\nT1 new b leaf\nT1 weak_new w1 b\nT1 link a b\nT1 give a T2\nT2 release a\nT1 "
    "poll\n",
    "T1 new a phoenix\nT1 weak_new w1 a\nT1 release a\nT1 weak_new w2 a\nT1 upgrade w1\nT1 upgrade "
    "w2\n",
    "T1 new a sized\nT1 give a T2\nT2 release a\nT1 exit\nT1 new a sized\nT1 give a T2\nT1 exit\n",
    "T1 new a counter\nT1 give a T2\nT2 release a\nT1 block_begin\nT1 block_end\nT1 detach\n",
};

/* Blocks that a hundred plays of each text leave. False if one of them deviates. */
static bool blocks_left(const rc_ops *ops, uint64_t *left)
{
    stress_seq_target target = {.ops = ops};
    stress_seq_played played;
    char error[128];
    bool right = true;
    uint64_t before = blocks;
    for (unsigned i = 0; i < 100; i++) {
        for (size_t k = 0; k < sizeof tidy / sizeof tidy[0]; k++) {
            right &= stress_sequences_replay(&target, tidy[k], &played, error, sizeof error) &&
                     !played.failed && played.skipped == 0;
        }
    }
    *left = blocks - before;
    return right;
}

enum { TABLES = 16 }; /* of weak references: each part has one from its first use */

static void memory_comes_back(void)
{
    const rc_ops *ops;
    uint64_t left;
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++) {
        bool right = blocks_left(ops, &left);
        tap_ok(right && left <= TABLES, "%s: nothing but tables is left in memory (%llu blocks)",
               ops->get_backend()->name, (unsigned long long)left);
    }
    bool before = keeping;
    keeping = true; /* or a leak checker would find them too */
    real = rc_ops_find("atomic");
    rc_ops faulty = *real;
    faulty.weak_free = weak_free_is_lost;
    bool right = blocks_left(&faulty, &left);
    tap_ok(right && left >= 300, "found: weak_free_is_lost (%llu blocks)",
           (unsigned long long)left);
    keeping = before;
}
