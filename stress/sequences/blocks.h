/*
 * blocks.h: what statistics cannot see: weak references and queue entries. Blocks that are not given back are
 * counted over many plays of texts that leave nothing behind. For sequences_test.c.
 */
static rc_allocator below;
static _Atomic uint64_t blocks; /* relaxed, everywhere: plays end before it is read */

static void *allocate(size_t size)
{
    void *block = below.allocate(size);
    if (block != NULL)
        rc_fetch_add_relaxed(&blocks, 1);
    return block;
}

static void release(void *block)
{
    if (block != NULL)
        rc_fetch_sub_relaxed(&blocks, 1);
    below.release(block);
}

static void install_allocator(void)
{
    stress_quarantine_install();
    below = rc_platform_allocator;
    rc_set_allocator(&(rc_allocator){allocate, release});
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
    stress_target target = {.ops = ops};
    stress_played played;
    char error[128];
    bool right = true;
    uint64_t before = rc_load_relaxed(&blocks);
    for (unsigned i = 0; i < 100; i++) {
        for (size_t k = 0; k < sizeof tidy / sizeof tidy[0]; k++) {
            right &= stress_sequences_replay(&target, tidy[k], &played, error, sizeof error) &&
                     !played.failed && played.skipped == 0;
        }
    }
    *left = rc_load_relaxed(&blocks) - before;
    return right;
}

static void memory_comes_back(void)
{
    enum {
        TABLES = 16
    }; /* of weak references: each part of the table has one from its first use */
    const rc_ops *ops;
    uint64_t left;
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++) {
        bool right = blocks_left(ops, &left);
        tap_ok(right && left <= TABLES, "%s: nothing but tables is left in memory (%llu blocks)",
               ops->get_backend()->name, (unsigned long long)left);
    }
    real = rc_ops_find("atomic");
    rc_ops faulty = *real;
    faulty.weak_free = weak_free_is_lost;
    bool right = blocks_left(&faulty, &left);
    tap_ok(right && left >= 300, "found: weak_free_is_lost (%llu blocks)",
           (unsigned long long)left);
}
