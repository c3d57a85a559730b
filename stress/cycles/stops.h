/*
 * stops.h: one collection, in a fixed order with other threads.
 */

/* A puppet stands in a blocking region between two actions. */
typedef struct hand {
    puppet puppet;
    void (*action)(void *arg);
    void *arg;
} hand;

static void attach_and_block(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
    rc_thread_block_begin();
}

static void unblock_and_detach(void *arg)
{
    (void)arg;
    rc_thread_block_end();
    rc_thread_detach();
}

static void unblock_and_act(void *arg)
{
    hand *h = arg;
    rc_thread_block_end();
    h->action(h->arg);
    rc_thread_block_begin();
}

static void hand_create(hand *h)
{
    puppet_create(&h->puppet);
    puppet_do(&h->puppet, attach_and_block, NULL);
}

static void hand_start(hand *h, void (*action)(void *arg), void *arg)
{
    h->action = action;
    h->arg = arg;
    puppet_start(&h->puppet, unblock_and_act, h);
}

/* While the caller waits it touches nothing. */
static void hand_wait(hand *h)
{
    rc_thread_block_begin();
    puppet_wait(&h->puppet);
    rc_thread_block_end();
}

static void hand_do(hand *h, void (*action)(void *arg), void *arg)
{
    hand_start(h, action, arg);
    hand_wait(h);
}

static void hand_join(hand *h)
{
    puppet_do(&h->puppet, unblock_and_detach, NULL);
    puppet_join(&h->puppet);
}

static void collect(void *arg)
{
    *(size_t *)arg = rc_collect();
}

enum { LONG = 200 }; /* turns in which a thread that may would go on */

static void wait_a_while(void)
{
    for (int i = 0; i < LONG; i++)
        sched_yield();
}

/* Nothing is judged before every attached thread has come by a safepoint. */
static void stop_waits_for_safepoints(void)
{
    hand collector;
    cell_fate fate[3] = {{0}};
    size_t died = 0;
    hand_create(&collector);
    cell *c = cell_ring(&cell_type, fate, 3);
    uint64_t before = cells_traversed();
    hand_start(&collector, collect, &died);
    wait_a_while();
    CHECK(puppet_busy(&collector.puppet) && cells_traversed() == before);
    cell *moved = c->edge[0]; /* the world runs: links may change */
    cell_link(c, 1, moved);
    cell_link(c, 0, NULL);
    rc_release(c); /* garbage now, a ring through its second place */
    unsigned turns = 0;
    while (puppet_busy(&collector.puppet)) {
        rc_thread_poll();
        rc_platform_relax(&turns);
    }
    CHECK(died == 3 && cells_ended_well(fate, 3));
    hand_join(&collector);
    END();
}

/* A tracked object at whose traversal a test may look around. */
typedef struct gate {
    void (*at_traverse)(void);
} gate;

static void gate_traverse(void *object, rc_visit *visit, void *arg)
{
    gate *g = object;
    (void)visit;
    (void)arg;
    if (g->at_traverse != NULL)
        g->at_traverse();
}

static const rc_type gate_type = {.name = "gate", .size = sizeof(gate), .traverse = gate_traverse};

/* Others that would like to move while the collector is at the gate; and whether they did. */
static struct {
    _Atomic bool at_gate;
    _Atomic uint32_t polled, left, attached;
    uint32_t moved;
    unsigned visits;
    _Atomic bool over;
} street;

static uint32_t movements(void)
{
    return rc_load_relaxed(&street.polled) + rc_load_relaxed(&street.left) +
           rc_load_relaxed(&street.attached);
}

static void look_around(void)
{
    uint32_t before = movements();
    /* relaxed, all: a question must not order the threads */
    rc_store_relaxed(&street.at_gate, true);
    wait_a_while();
    street.moved += movements() - before;
    street.visits++;
}

static void poll_on(void *arg)
{
    (void)arg;
    unsigned turns = 0;
    while (!rc_load_relaxed(&street.over)) {
        rc_thread_poll();
        rc_fetch_add_relaxed(&street.polled, 1);
        rc_platform_relax(&turns);
    }
}

static void leave_regions(void *arg)
{
    (void)arg;
    unsigned turns = 0;
    while (!rc_load_relaxed(&street.over)) {
        rc_thread_block_begin();
        while (!rc_load_relaxed(&street.at_gate) && !rc_load_relaxed(&street.over))
            rc_platform_relax(&turns);
        rc_thread_block_end();
        rc_fetch_add_relaxed(&street.left, 1);
    }
}

static void attach_anew(void *arg)
{
    (void)arg;
    unsigned turns = 0;
    while (!rc_load_relaxed(&street.over)) {
        rc_thread_detach();
        while (!rc_load_relaxed(&street.at_gate) && !rc_load_relaxed(&street.over))
            rc_platform_relax(&turns);
        if (rc_thread_attach() != 0)
            abort();
        rc_fetch_add_relaxed(&street.attached, 1);
    }
}

/* While the collector judges, threads at safepoints, at the end of a region, and new ones stand still (H8). */
static void world_stands_still(void)
{
    enum { COLLECTIONS = 5 };
    hand others[3];
    memset(&street, 0, sizeof street);
    gate *g = rc_new(&gate_type);
    g->at_traverse = look_around;
    for (int i = 0; i < 3; i++)
        hand_create(&others[i]);
    hand_start(&others[0], poll_on, NULL);
    hand_start(&others[1], leave_regions, NULL);
    hand_start(&others[2], attach_anew, NULL);
    for (int i = 0; i < COLLECTIONS; i++) {
        rc_store_relaxed(&street.at_gate, false);
        rc_collect();
    }
    rc_store_relaxed(&street.over, true);
    for (int i = 0; i < 3; i++) {
        hand_wait(&others[i]);
        hand_join(&others[i]);
    }
    g->at_traverse = NULL;
    rc_release(g);
    CHECK(street.visits >= COLLECTIONS && street.moved == 0);
    END();
}

/* A thread that blocks for long is not waited for, nor one that is not attached. */
static void wait_for_flag(void *arg)
{
    unsigned turns = 0;
    rc_thread_block_begin();
    rc_thread_block_begin();
    rc_thread_block_end(); /* an inner region ends: the thread is still away */
    while (!rc_load_acquire((_Atomic bool *)arg))
        rc_platform_relax(&turns);
    rc_thread_block_end();
}

static void blocked_threads_are_not_waited_for(void)
{
    hand h;
    cell_fate fate[2] = {{0}};
    _Atomic bool go_on = false;
    hand_create(&h);
    hand_start(&h, wait_for_flag, &go_on);
    rc_release(cell_ring(&cell_type, fate, 2));
    CHECK(rc_collect() == 2 && cells_ended_well(fate, 2) && puppet_busy(&h.puppet));
    rc_store_release(&go_on, true);
    hand_wait(&h);
    hand_join(&h);
    END();
}

/* Who has got how far. */
static struct {
    _Atomic uint32_t step;
} talk;

/*
 * A destructor has released what its object refers to, and comes by a safepoint: whoever collects there must
 * not look into the object.
 */
static void release_and_poll(cell *self)
{
    unsigned turns = 0;
    rc_release(self->edge[0]); /* gone, and the link is still there */
    rc_store_release(&talk.step, 1);
    while (rc_load_acquire(&talk.step) != 2) {
        rc_thread_poll();
        rc_platform_relax(&turns);
    }
    self->edge[0] = NULL;
}

static void end_one(void *arg)
{
    cell_fate *fate = arg;
    cell *c = cell_new(&quiet_type, &fate[0]);
    c->edge[0] = cell_new(&quiet_type, &fate[1]);
    rc_release(c);
}

static void stop_inside_a_destructor(void)
{
    hand h;
    cell_fate fate[2] = {{.at_destroy = release_and_poll}};
    unsigned turns = 0;
    rc_store_relaxed(&talk.step, 0);
    hand_create(&h);
    hand_start(&h, end_one, fate);
    while (rc_load_acquire(&talk.step) != 1)
        rc_platform_relax(&turns);
    CHECK(rc_collect() == 0);
    rc_store_release(&talk.step, 2);
    hand_wait(&h);
    hand_join(&h);
    CHECK(cells_gone(fate, 2) == 2);
    END();
}

/* H11: a finalizer waits for another thread, which the stop has kept from going on: it runs by then. */
static void ask_the_other(cell *self)
{
    (void)self;
    unsigned turns = 0;
    rc_store_release(&talk.step, 1);
    while (rc_load_acquire(&talk.step) != 2)
        rc_platform_relax(&turns);
}

static void answer_the_finalizer(void *arg)
{
    unsigned turns = 0;
    while (rc_load_acquire(&talk.step) != 1) {
        rc_thread_poll();
        rc_platform_relax(&turns);
    }
    rc_release(cell_ring(&cell_type, arg, 2)); /* it touches objects, too */
    rc_store_release(&talk.step, 2);
}

static void finalizers_beside_threads(void)
{
    hand h;
    for (int which = 0; which < 3; which++) {
        cell_fate fate[2], others[2];
        memset(fate, 0, sizeof fate);
        memset(others, 0, sizeof others);
        void (**hook)(cell *) = which == 0   ? &fate[0].at_finalize
                                : which == 1 ? &fate[0].at_clear
                                             : &fate[0].at_destroy;
        *hook = ask_the_other;
        rc_store_relaxed(&talk.step, 0);
        hand_create(&h);
        rc_release(cell_ring(&cell_type, fate, 2));
        hand_start(&h, answer_the_finalizer, others);
        CHECK(rc_collect() == 2 && cells_ended_well(fate, 2));
        hand_wait(&h);
        hand_join(&h);
        CHECK(rc_collect() == 2 && cells_ended_well(others, 2));
    }
    END();
}

/* The other holds a lock while it stands still; the finalizer wants it. */
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static void lock_and_unlock(cell *self)
{
    (void)self;
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
}

static void hold_the_lock(void *arg)
{
    unsigned turns = 0;
    pthread_mutex_lock(&mutex);
    rc_store_release(&talk.step, 1);
    for (int polls = 0; polls < LONG; polls++) {
        rc_thread_poll();
        rc_platform_relax(&turns);
    }
    pthread_mutex_unlock(&mutex);
    while (!rc_load_acquire((_Atomic bool *)arg)) {
        rc_thread_poll();
        rc_platform_relax(&turns);
    }
}

static void finalizer_wants_a_lock(void)
{
    hand h;
    cell_fate fate[2] = {{.at_finalize = lock_and_unlock}};
    _Atomic bool done = false;
    unsigned turns = 0;
    rc_store_relaxed(&talk.step, 0);
    hand_create(&h);
    rc_release(cell_ring(&cell_type, fate, 2));
    hand_start(&h, hold_the_lock, &done);
    while (rc_load_acquire(&talk.step) != 1)
        rc_platform_relax(&turns);
    CHECK(rc_collect() == 2 && cells_ended_well(fate, 2));
    rc_store_release(&done, true);
    hand_wait(&h);
    hand_join(&h);
    END();
}

/* H7: a thread waits for a lock in a blocking region; whoever holds it collects. */
static void want_the_lock(void *arg)
{
    rc_thread_block_begin();
    pthread_mutex_lock(&mutex);
    rc_thread_block_end();
    *(bool *)arg = true;
    pthread_mutex_unlock(&mutex);
}

static void collect_with_a_lock(void)
{
    hand h;
    cell_fate fate[2] = {{0}};
    bool got = false;
    hand_create(&h);
    pthread_mutex_lock(&mutex);
    hand_start(&h, want_the_lock, &got);
    rc_release(cell_ring(&cell_type, fate, 2));
    CHECK(rc_collect() == 2 && !got);
    pthread_mutex_unlock(&mutex);
    hand_wait(&h);
    CHECK(got && cells_ended_well(fate, 2));
    hand_join(&h);
    END();
}

static void stop_tests(void)
{
    stop_waits_for_safepoints();
    world_stands_still();
    blocked_threads_are_not_waited_for();
    stop_inside_a_destructor();
    finalizers_beside_threads();
    finalizer_wants_a_lock();
    collect_with_a_lock();
}
