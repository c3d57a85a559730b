/*
 * corners.h: what needs a certain state of another thread, or of a chain, to go wrong.
 */

/* A chain of objects without clear, in a cycle that can be cut elsewhere: nothing of it is kept. */
static void stiff_chain(void)
{
    enum { LENGTH = 6 };
    cell_fate fate[LENGTH] = {{0}};
    cell *c[LENGTH];
    for (int i = 0; i < LENGTH; i++)
        c[i] = cell_new(i > 0 ? &stiff_type : &quiet_type, &fate[i]);
    for (int i = 0; i < LENGTH; i++) {
        cell_link(c[i], 0, c[(i + 1) % LENGTH]);
        if (i > 0)
            cell_link(c[i], 1, c[LENGTH - 1]); /* and each of them once more to the last */
    }
    cell_link(c[LENGTH - 1], 1, NULL);
    for (int i = 0; i < LENGTH; i++)
        rc_release(c[i]);
    rc_gc_stats stats;
    CHECK(rc_collect() == LENGTH && cells_gone(fate, LENGTH) == LENGTH);
    rc_gc_get_stats(&stats);
    CHECK(stats.uncollectable == 0);
    END();
}

static void release_one(void *object)
{
    rc_release(object);
}

/* The last reference from outside is given back by another thread, and its owner collects before any safepoint. */
static void released_by_another(void)
{
    cell_fate fate[3] = {{0}};
    hand other;
    hand_create(&other);
    cell *c = cell_ring(&cell_type, fate, 3);
    hand_start(&other, release_one, c);
    unsigned turns = 0;
    /* not in a region, and past no safepoint: it is left in our queue */
    while (puppet_busy(&other.puppet))
        rc_platform_relax(&turns);
    CHECK(rc_collect() == 3 && cells_ended_well(fate, 3));
    hand_join(&other);
    END();
}

enum { NEW_THREADS = 12 };

static struct {
    _Atomic bool at_gate, gone_by, leave;
    _Atomic uint32_t attached, seen;
} door;

static void attach_at_the_door(void *arg)
{
    (void)arg;
    unsigned turns = 0;
    while (!rc_load_acquire(&door.at_gate))
        rc_platform_relax(&turns);
    if (rc_thread_attach() != 0)
        abort();
    rc_fetch_add_relaxed(&door.attached, 1); /* relaxed: a question must not order the threads */
    rc_thread_block_begin();
    while (!rc_load_acquire(&door.leave))
        rc_platform_relax(&turns);
    rc_thread_block_end();
    rc_thread_detach();
}

static void open_the_door(void)
{
    rc_store_release(&door.at_gate, true);
    wait_a_while();
    rc_fetch_add_relaxed(&door.seen, rc_load_relaxed(&door.attached)); /* relaxed: as above */
}

/* More threads than there ever were at a time, so that there are no records for them: born into a stop. */
static void new_records_in_a_stop(void)
{
    pthread_t thread[NEW_THREADS];
    memset(&door, 0, sizeof door);
    for (int i = 0; i < NEW_THREADS; i++)
        thread[i] = stress_thread(attach_at_the_door, NULL, 0);
    gate *g = rc_new(&gate_type);
    g->at_traverse = open_the_door;
    rc_collect();
    CHECK(rc_load_relaxed(&door.at_gate) && rc_load_relaxed(&door.seen) == 0);
    g->at_traverse = NULL;
    rc_store_release(&door.leave, true);
    rc_thread_block_begin();
    for (int i = 0; i < NEW_THREADS; i++)
        stress_join(thread[i]);
    rc_thread_block_end();
    CHECK(rc_load_relaxed(&door.attached) == NEW_THREADS);
    rc_release(g);
    END();
}

static void corner_tests(void)
{
    stiff_chain();
    if (!rc_get_backend()->thread_safe)
        return;
    released_by_another();
    new_records_in_a_stop();
}
