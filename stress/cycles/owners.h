/*
 * owners.h: collections of what other threads own, who stay, or leave in one of several ways.
 */

/* H5: the owner of a ring goes, in one of several ways, while others' releases wait for it. */
enum { OWNER_POLLS, OWNER_DETACHES, OWNER_EXITS, OWNER_EXITS_BLOCKED, OWNER_BLOCKS, OWNERS };

typedef struct owner {
    unsigned how;
    cell_fate fate[4];
    cell *ring, *single;
    _Atomic uint32_t step;
} owner;

static void own(void *arg)
{
    owner *o = arg;
    unsigned turns = 0;
    if (rc_thread_attach() != 0)
        abort();
    o->ring = cell_ring(&cell_type, o->fate, 3);
    o->single = cell_new(&cell_type, &o->fate[3]);
    rc_store_release(&o->step, 1);
    /* passes no safepoint: what is released now waits in its queue */
    while (rc_load_acquire(&o->step) != 2)
        rc_platform_relax(&turns);
    if (o->how == OWNER_BLOCKS || o->how == OWNER_EXITS_BLOCKED)
        rc_thread_block_begin();
    if (o->how == OWNER_DETACHES)
        rc_thread_detach();
    rc_store_release(&o->step, 3);
    while (o->how <= OWNER_DETACHES || o->how == OWNER_BLOCKS) {
        if (rc_load_acquire(&o->step) == 4)
            break;
        if (o->how == OWNER_POLLS)
            rc_thread_poll();
        rc_platform_relax(&turns);
    }
    if (o->how == OWNER_BLOCKS)
        rc_thread_block_end();
}

static void owner_goes(void)
{
    for (unsigned how = 0; how < OWNERS; how++) {
        owner o;
        unsigned turns = 0;
        memset(&o, 0, sizeof o);
        o.how = how;
        pthread_t thread = stress_thread(own, &o, 0);
        while (rc_load_acquire(&o.step) != 1)
            rc_platform_relax(&turns);
        rc_weak *weak = rc_weak_new(o.ring);
        rc_release(o.ring);
        rc_release(o.single);
        rc_store_release(&o.step, 2);
        while (rc_load_acquire(&o.step) != 3)
            rc_platform_relax(&turns);
        if (how == OWNER_EXITS || how == OWNER_EXITS_BLOCKED) {
            rc_thread_block_begin();
            stress_join(thread);
            rc_thread_block_end();
        }
        size_t died = rc_collect();
        bool ended = cells_ended_well(o.fate, 3) && rc_weak_upgrade(weak) == NULL;
        rc_weak_free(weak);
        rc_store_release(&o.step, 4);
        if (how != OWNER_EXITS && how != OWNER_EXITS_BLOCKED) {
            rc_thread_block_begin();
            stress_join(thread);
            rc_thread_block_end();
        }
        /* The single one may have waited for its owner's safepoint. */
        tap_ok(died == 3 && ended && cells_ended_well(o.fate, 4),
               "%s: owner_goes, way %u: %zu died", rc_get_backend()->name, how, died);
    }
    END();
}

/* The ring's members belong to different threads, all of which live. */
static void make_member(void *arg)
{
    *(cell **)arg = cell_new(&cell_type, (cell_fate *)((cell **)arg)[1]);
}

static void ring_of_many_owners(void)
{
    enum { MEMBERS = 4 };
    hand h[MEMBERS];
    cell_fate fate[MEMBERS];
    memset(fate, 0, sizeof fate);
    void *made[MEMBERS][2];
    for (int i = 0; i < MEMBERS; i++) {
        hand_create(&h[i]);
        made[i][1] = &fate[i];
        hand_do(&h[i], make_member, made[i]);
    }
    for (int i = 0; i < MEMBERS; i++)
        cell_point(made[i][0], made[(i + 1) % MEMBERS][0]);
    for (int i = 0; i < MEMBERS; i++) {
        CHECK(rc_collect() == 0 && cells_gone(fate, MEMBERS) == 0);
        rc_release(made[i][0]);
    }
    CHECK(rc_collect() == MEMBERS && cells_ended_well(fate, MEMBERS));
    for (int i = 0; i < MEMBERS; i++)
        hand_join(&h[i]);
    END();
}

static void owner_tests(void)
{
    owner_goes();
    ring_of_many_owners();
}
