/*
 * meddler.h: a thread that does something in the middle of a collection in slices: when so many objects have
 * been traversed. Each thread gets from one safepoint to the next between two stops, so with one object in a
 * slice it happens right after that object, before the next.
 */
typedef struct meddler {
    void (*act)(void *arg);
    void *arg;
    uint64_t when; /* objects traversed, counted from the start */
    uint64_t from;
    _Atomic bool ready, over;
    bool acted;
    pthread_t thread;
} meddler;

static _Atomic bool under_way;
static _Thread_local bool meddles;

/*
 * For at_destroy: half taken apart, the object is still there while the collector comes to the next ones. Not if
 * it ends on the collector's own thread, which owns it.
 */
static void die_slowly(cell *self)
{
    (void)self;
    uint64_t from = cells_traversed();
    while (meddles && rc_load_relaxed(&under_way) && cells_traversed() - from < 4)
        rc_thread_poll();
}

static void meddle(void *arg)
{
    meddler *m = arg;
    if (rc_thread_attach() != 0)
        abort();
    meddles = true;
    rc_store_release(&m->ready, true);
    while (!rc_load_acquire(&m->over)) {
        if (!m->acted && cells_traversed() - m->from >= m->when) {
            m->acted = true;
            m->act(m->arg);
        }
        rc_thread_poll();
    }
    rc_thread_detach();
}

/*
 * Collects, one object in a slice, with `act` in the middle. Returns what the collection did; *acted: whether
 * it came to that.
 */
static size_t collect_meddled(uint64_t when, void (*act)(void *arg), void *arg, bool *acted)
{
    meddler m = {.act = act, .arg = arg, .when = when, .from = cells_traversed()};
    unsigned turns = 0;
    m.thread = stress_thread(meddle, &m, 0);
    while (!rc_load_acquire(&m.ready))
        rc_platform_relax(&turns);
    rc_gc_set_slice(1);
    rc_store_relaxed(&under_way, true); /* relaxed, both: a hint */
    size_t died = rc_gc_collect_sliced();
    rc_store_relaxed(&under_way, false);
    rc_gc_set_slice(RC_GC_SLICE);
    rc_store_release(&m.over, true);
    rc_thread_block_begin();
    stress_join(m.thread);
    rc_thread_block_end();
    *acted = m.acted;
    return died;
}
