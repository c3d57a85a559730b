/*
 * orders.h: what must come before what. On x86 most of it can only be seen by ThreadSanitizer: the threads
 * leave marks in plain memory, and agree on nothing but by relaxed flags, so that the library alone orders.
 */
typedef struct marked {
    uint64_t mark[TEAM]; /* each thread its own */
} marked;

enum { UPGRADES = 6 };

static _Atomic uint64_t marks_seen;

static void marked_destroy(void *object)
{
    const marked *m = object;
    for (unsigned i = 0; i < TEAM; i++)
        rc_fetch_add_relaxed(&marks_seen, m->mark[i]);
}

static const rc_type marked_type = {
    .name = "marked", .size = sizeof(marked), .destroy = marked_destroy};

/* Upgrades a few times, while the object may end on any of the threads. */
static void mark_and_release(void *arg, unsigned index)
{
    team_work *work = arg;
    uint64_t marks = 0;
    team_begin(work);
    marked *m = index == 0 ? (marked *)(void *)work->object : rc_weak_upgrade(work->weak);
    while (m != NULL) {
        m->mark[index]++;
        marks++;
        rc_release(m);
        m = index == 0 || marks == UPGRADES ? NULL : rc_weak_upgrade(work->weak);
    }
    rc_fetch_add_relaxed(&work->hits, marks);
    rc_thread_detach();
}

/* Whoever destroys finds the marks of all, however the end was passed on. */
static void order_of_last_marks(uint64_t seed)
{
    uint64_t rounds = rc_tool_scaled(4000), right = 0;
    for (uint64_t i = 0; i < rounds; i++) {
        team_work work = {.seed = seed};
        rc_store_relaxed(&marks_seen, 0);
        work.object = rc_new(&marked_type);
        work.weak = rc_weak_new(work.object);
        rc_thread_block_begin(); /* so that the end need not wait for this thread */
        team_run(&work, mark_and_release);
        rc_thread_block_end();
        right += rc_load_relaxed(&marks_seen) == rc_load_relaxed(&work.hits);
        rc_weak_free(work.weak);
    }
    CHECK(right == rounds);
}

/* The object whose finalizer is running, and how many threads have taken a reference meanwhile. */
static void *_Atomic risen;
static _Atomic unsigned believers;
static _Atomic bool going; /* the last reference is being given back */

static void rising_finalize(void *object)
{
    unsigned turns = 0;
    rc_store_relaxed(&risen, rc_retain(object));
    while (rc_load_relaxed(&believers) < TEAM - 2) /* one of them may be this thread */
        rc_platform_relax(&turns);
}

static const rc_type rising_type = {
    .name = "rising", .size = sizeof(node), .destroy = node_destroy, .finalize = rising_finalize};

/* True if it had not died yet: the reference is given back, and nobody tries again before it has risen. */
static bool too_early(void *object)
{
    unsigned turns = 0;
    if (rc_load_relaxed(&risen) != NULL)
        return false;
    rc_release(object);
    while (rc_load_relaxed(&risen) == NULL)
        rc_platform_relax(&turns);
    return true;
}

/*
 * Takes a reference by the address alone, from an object that has died and is given one by its finalizer;
 * tries to at the moment of its death too.
 */
static void release_or_believe(void *arg, unsigned index)
{
    team_work *work = arg;
    unsigned turns = 0;
    team_begin(work);
    if (index == 0) {
        rc_store_relaxed(&going, true);
        rc_release(work->object);
    } else {
        uint64_t random = work->seed + index;
        while (!rc_load_relaxed(&going))
            rc_platform_relax(&turns);
        for (uint64_t i = stress_random(&random) % 512; i > 0; i--)
            __asm__ volatile("" ::: "memory");
        while (!rc_try_retain(work->object) || too_early(work->object))
            rc_platform_relax(&turns);
        rc_fetch_add_relaxed(&work->hits, rc_type_of(work->object) == &rising_type);
        rc_fetch_add_relaxed(&believers, 1);
        rc_release(work->object);
    }
    rc_thread_detach();
}

static void order_of_resurrection(uint64_t seed)
{
    uint64_t rounds = rc_tool_scaled(200), believed = 0;
    for (uint64_t i = 0; i < rounds; i++) {
        team_work work = {.seed = seed + i * TEAM};
        rc_store_relaxed(&going, false);
        rc_store_relaxed(&risen, NULL);
        rc_store_relaxed(&believers, 0);
        work.object = rc_new(&rising_type);
        rc_enable_try_retain(work.object);
        rc_thread_block_begin();
        team_run(&work, release_or_believe);
        rc_thread_block_end();
        believed += rc_load_relaxed(&work.hits);
        rc_release(work.object);
    }
    CHECK(believed == rounds * (TEAM - 1));
}

static void order_tests(uint64_t seed)
{
    order_of_last_marks(seed);
    order_of_resurrection(seed);
}
