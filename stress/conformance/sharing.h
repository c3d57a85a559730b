/*
 * sharing.h: several threads at once, for backends that claim to be thread-safe.
 */
typedef struct team_work {
    pthread_barrier_t start;
    unsigned threads;
    uint64_t rounds, seed;
    node *object;
    rc_weak *weak;
    _Atomic uint64_t hits, misses;
    node *_Atomic mailbox[64];
} team_work;

enum { TEAM = 4 };

static void team_begin(team_work *work)
{
    if (rc_thread_attach() != 0)
        abort();
    pthread_barrier_wait(&work->start);
}

static void team_run(team_work *work, void (*body)(void *, unsigned))
{
    pthread_barrier_init(&work->start, NULL, TEAM);
    stress_threads(TEAM, body, work);
    pthread_barrier_destroy(&work->start);
    settle();
}

/* Each thread starts with a reference, takes and gives back some, and gives up its own at the end. */
static void hammer(void *arg, unsigned index)
{
    team_work *work = arg;
    team_begin(work);
    uint64_t random = work->seed + index, held = 1;
    for (uint64_t i = 0; i < work->rounds; i++) {
        if (held == 1 || (held < 9 && stress_random(&random) % 2)) {
            rc_retain(work->object);
            held++;
        } else {
            rc_release(work->object);
            held--;
        }
        if (i % 64 == 0)
            rc_thread_poll();
    }
    while (held-- > 0)
        rc_release(work->object);
    rc_thread_detach();
}

static void sharing_hammer(uint64_t seed)
{
    uint64_t before = ends();
    for (unsigned i = 0; i < 20; i++) {
        team_work work = {.rounds = rc_tool_scaled(50000), .seed = seed + i};
        work.object = new_node(NULL, NULL);
        for (unsigned t = 1; t < TEAM; t++)
            rc_retain(work.object);
        if (i % 2)
            rc_retain(work.object); /* main keeps one, or the threads hold the last */
        team_run(&work, hammer);
        if (i % 2) {
            if (rc_count(work.object) != 1)
                break;
            rc_release(work.object);
        }
        settle();
    }
    CHECK(ends() == before + 20);
}

/* Objects go from mailbox to mailbox: made here, released there, read everywhere. */
static void exchange(void *arg, unsigned index)
{
    team_work *work = arg;
    team_begin(work);
    uint64_t random = work->seed + index;
    for (uint64_t i = 0; i < work->rounds; i++) {
        node *n = NULL;
        if (stress_random(&random) % 4 != 0) {
            n = new_node(NULL, NULL);
            n->payload = random;
            n->left = (node *)rc_retain(n) == n ? NULL : n;
            if (stress_random(&random) % 2)
                n->right = new_node(NULL, NULL);
            rc_release(n);
        }
        n = rc_exchange_acq_rel(&work->mailbox[stress_random(&random) % 64], n);
        rc_release(n);
        if (i % 16 == 0)
            rc_thread_poll();
    }
    rc_thread_detach();
}

static void sharing_exchange(uint64_t seed)
{
    uint64_t live = live_objects();
    team_work work = {.rounds = rc_tool_scaled(200000), .seed = seed};
    team_run(&work, exchange);
    for (unsigned i = 0; i < 64; i++)
        rc_release(rc_load_relaxed(&work.mailbox[i]));
    settle();
    CHECK(live_objects() == live);
}

/* Weak upgrades race the last release: an object is dead, or whole. */
static void upgrade(void *arg, unsigned index)
{
    team_work *work = arg;
    team_begin(work);
    if (index == 0) {
        /* Whoever destroys the object, on whichever thread, must find this. */
        work->object->right = new_node(NULL, NULL);
        rc_release(work->object);
    } else {
        node *n = rc_weak_upgrade(work->weak);
        if (n != NULL) {
            rc_fetch_add_relaxed(&work->hits, n->payload == 77);
            rc_release(n);
        } else {
            rc_fetch_add_relaxed(&work->misses, 1);
        }
    }
    rc_thread_detach();
}

static void sharing_upgrade(uint64_t seed)
{
    uint64_t before = ends(), rounds = rc_tool_scaled(2000), answers = 0;
    for (uint64_t i = 0; i < rounds; i++) {
        team_work work = {.seed = seed};
        work.object = new_node(NULL, NULL);
        work.object->payload = 77;
        work.weak = rc_weak_new(work.object);
        team_run(&work, upgrade);
        answers += rc_load_relaxed(&work.hits) + rc_load_relaxed(&work.misses);
        if (rc_weak_upgrade(work.weak) != NULL)
            break;
        rc_weak_free(work.weak);
    }
    CHECK(answers == rounds * (TEAM - 1) && ends() == before + 2 * rounds);
}

/* One releases while the others take references from the same pointer under try_retain's weaker terms. */
static void retain_if_alive(void *arg, unsigned index)
{
    team_work *work = arg;
    team_begin(work);
    for (uint64_t i = 0; i < work->rounds; i++) {
        if (index == 0) {
            rc_retain(work->object);
            rc_release(work->object);
        } else if (rc_try_retain(work->object)) {
            rc_fetch_add_relaxed(&work->hits, 1);
            rc_release(work->object);
        }
        rc_thread_poll();
    }
    rc_thread_detach();
}

static void sharing_try_retain(uint64_t seed)
{
    team_work work = {.rounds = rc_tool_scaled(30000), .seed = seed};
    work.object = new_node(NULL, NULL);
    rc_enable_try_retain(work.object);
    team_run(&work, retain_if_alive);
    /* Alive all the time, so none of the attempts may fail. */
    CHECK(rc_load_relaxed(&work.hits) == work.rounds * (TEAM - 1));
    CHECK(rc_count(work.object) == 1);
    uint64_t before = ends();
    rc_release(work.object);
    settle();
    CHECK(ends() == before + 1);
}

/* Threads that block, wake up, and release each other's objects meanwhile. */
static void block_and_exchange(void *arg, unsigned index)
{
    team_work *work = arg;
    team_begin(work);
    uint64_t random = work->seed + index;
    for (uint64_t i = 0; i < work->rounds; i++) {
        node *n = new_node(NULL, NULL);
        n = rc_exchange_acq_rel(&work->mailbox[stress_random(&random) % 4], n);
        rc_release(n);
        if (stress_random(&random) % 4 == 0) {
            rc_thread_block_begin();
            if (stress_random(&random) % 16 == 0)
                sched_yield();
            rc_thread_block_end();
        }
    }
    rc_thread_detach();
}

static void sharing_blocked(uint64_t seed)
{
    uint64_t live = live_objects();
    team_work work = {.rounds = rc_tool_scaled(50000), .seed = seed};
    team_run(&work, block_and_exchange);
    for (unsigned i = 0; i < 4; i++)
        rc_release(rc_load_relaxed(&work.mailbox[i]));
    settle();
    CHECK(live_objects() == live);
}

static void sharing_tests(uint64_t seed)
{
    sharing_hammer(seed);
    sharing_exchange(seed);
    sharing_upgrade(seed);
    sharing_try_retain(seed);
    sharing_blocked(seed);
}
