/*
 * flavour.c: see flavour.h. Compiled once for each of rcu_memb, rcu_qsbr and rcu_bp.
 *
 * liburcu can wait for a grace period, and nothing else: synchronize_rcu returns when all readers have passed.
 * Who retires must not wait: a reader that does not end its section would stop every writer, and a writer that
 * holds a lock which the reader wants would stop for ever. So a helper thread waits in the place of all, and
 * who retires looks at a number:
 *
 *   T1 (retires)                     T2 (helper)                         T3 (reader)
 *                                                                        sees A
 *   takes A out of its place
 *   stamp: started is 4, so 5 (1)
 *   wants 5
 *                                    started = 5              (1)
 *                                    synchronize_rcu ...
 *                                                                        ends its section
 *                                    ... returns; passed = 5  (2)
 *   passed is 5: releases A   (3)
 *
 * Who drains waits anyway, and calls synchronize_rcu itself. The helper begins with the first wish and never
 * ends; it sleeps while nothing is wanted.
 *
 * qsbr: a grace period waits for each thread's next quiescent state, which is a safepoint (rc_thread_poll). A
 * thread that is asked before the grace period has begun in liburcu would answer too early, and not again; so it
 * goes on being asked while one is under way. Which is so while somebody is inside, and not while the numbers
 * differ: grace periods may pass in another order than they have begun.
 *
 *   T1 (helper)                      T2 (drains)                         T3
 *   started = 5, asks
 *                                    started = 6, asks
 *                                                                        quiescent state
 *                                    synchronize_rcu; passed = 6
 *                                                                        6 of 6 have passed: not asked again
 *   synchronize_rcu                  <- waits for T3, and begins no other one
 *                                                                        test: reclaim-rcu_qsbr, overtaken
 *
 * Forks. liburcu's locks are held while somebody is inside synchronize_rcu; a child that was forked then could
 * never use it again. So a fork waits for whoever is inside, and keeps others out. It cannot wait for ever: a
 * reader may be waiting for the very thread that forks. Then the child is crippled: it reads as before, as there
 * is nobody else, but nothing is released there any more.
 */
#include "gc/reclaim/flavour.h"

#include "gc/reclaim/urcu/urcu.h"
#include "refcount/atomics.h"
#include "refcount/platform.h"

/* How long a fork waits for a grace period. */
#define FORK_PATIENCE_MS 500u

char rc_flavour_domain_;

/* Numbers of grace periods: of the last that has begun; so that it and all before it have passed. */
static _Atomic uint64_t started, passed;

static struct {
    rc_mutex mutex; /* guards the rest, but what is said otherwise. Before liburcu's locks. */
    rc_condition changed;
    uint64_t wanted;
    /* Threads in synchronize_rcu, or about to be. Read by safepoints without the lock. */
    _Atomic unsigned inside;
    bool helper;    /* it exists */
    bool forking;   /* nobody goes in */
    bool held;      /* by a fork, of which the first backend's observer is told first */
    unsigned forks; /* observers told of a fork; only the forking thread uses it */
    _Atomic bool crippled;
    rc_flavour_listener *listeners;
    struct member *members;
} f = {.mutex = RC_MUTEX_INITIALIZER, .changed = RC_CONDITION_INITIALIZER};

/* The thread's, in its own storage: liburcu's node is there too. */
typedef struct member {
    struct member *next, **link; /* under the lock */
    struct cds_list_head *node;
    /* The rest is touched by the thread itself only. */
    unsigned joined, online;
    bool registered; /* with liburcu */
} member;
static RC_THREAD_LOCAL member self;

static bool crippled(void)
{
    return rc_load_relaxed(&f.crippled); /* relaxed: set where there is one thread */
}

static unsigned inside(void)
{
    return rc_load_relaxed(&f.inside); /* relaxed: the lock orders, where it matters how many */
}

/* ------------------------------------------------------------------------------------- readers */

void rc_flavour_join_(void)
{
    if (self.joined++ > 0 || crippled())
        return;
    /* Under the lock, so that a fork finds none half done. */
    rc_mutex_lock(&f.mutex);
    rcu_register_thread();
    rcu_thread_offline();
    self.node = rc_urcu_node();
    self.next = f.members;
    self.link = &f.members;
    if (self.next != NULL)
        self.next->link = &self.next;
    f.members = &self;
    self.registered = true;
    rc_mutex_unlock(&f.mutex);
}

static void remove_member(member *m)
{
    *m->link = m->next;
    if (m->next != NULL)
        m->next->link = m->link;
}

void rc_flavour_leave_(void)
{
    if (--self.joined > 0 || !self.registered)
        return;
    rc_mutex_lock(&f.mutex);
    remove_member(&self);
    rcu_unregister_thread();
    self.registered = false;
    rc_mutex_unlock(&f.mutex);
}

void rc_flavour_begins_(void)
{
    if (self.online++ == 0 && self.registered)
        rcu_thread_online();
}

void rc_flavour_ends_(void)
{
    if (--self.online > 0 || !self.registered)
        return;
    RC_HAPPENS_BEFORE(&rc_flavour_domain_);
    rcu_thread_offline();
}

bool rc_flavour_quiescent_(void)
{
    if (self.online > 0 && self.registered) {
        RC_HAPPENS_BEFORE(&rc_flavour_domain_);
        rcu_quiescent_state();
    }
    /* An old answer leads to one call more, or to none before who is inside asks. */
    return inside() > 0;
}

/* -------------------------------------------------------------------------------- grace periods */

void rc_flavour_on_grace_(rc_flavour_listener *listener)
{
    listener->next = f.listeners;
    f.listeners = listener;
}

uint64_t rc_flavour_stamp_(void)
{
    /* (1) acq_rel: an addition, so that the one which begins the next grace period reads it, with all before. */
    return rc_fetch_add_acq_rel(&started, 0) + 1;
}

uint64_t rc_flavour_passed_(void)
{
    return rc_load_acquire(&passed); /* (3) acquire: pairs with (2) */
}

/* One grace period. Holds the lock at the beginning and at the end. */
static void run_grace_period(void)
{
    while (f.forking)
        rc_condition_wait(&f.changed, &f.mutex);
    rc_fetch_add_relaxed(&f.inside, 1); /* relaxed: as in inside(); before the others are asked */
    rc_mutex_unlock(&f.mutex);
    /* (1) acq_rel: see rc_flavour_stamp_ */
    uint64_t number = rc_fetch_add_acq_rel(&started, 1) + 1;
    for (rc_flavour_listener *l = f.listeners; l != NULL; l = l->next)
        l->begins();
    synchronize_rcu();
    RC_HAPPENS_AFTER(&rc_flavour_domain_);
    uint64_t before = rc_load_relaxed(&passed); /* relaxed: the exchange checks it */
    /* (2) acq_rel: pairs with (3): the ends of read sections; and what others found before. */
    while (before < number && !rc_cas_weak_acq_rel(&passed, &before, number))
        continue;
    rc_mutex_lock(&f.mutex);
    rc_fetch_sub_relaxed(&f.inside, 1); /* relaxed: as above */
    rc_condition_broadcast(&f.changed);
}

static void help(void *arg)
{
    (void)arg;
    rc_mutex_lock(&f.mutex);
    for (;;) {
        while (f.wanted <= rc_flavour_passed_())
            rc_condition_wait(&f.changed, &f.mutex);
        run_grace_period();
    }
}

bool rc_flavour_want_(uint64_t stamp)
{
    if (crippled())
        return false;
    rc_mutex_lock(&f.mutex);
    /* Without a helper now, with the next wish perhaps; and who drains needs none. */
    if (!f.helper)
        f.helper = rc_platform_helper_start(help, NULL) == 0;
    if (stamp > f.wanted) {
        f.wanted = stamp;
        rc_condition_broadcast(&f.changed);
    }
    bool helper = f.helper;
    rc_mutex_unlock(&f.mutex);
    return helper;
}

bool rc_flavour_wait_(uint64_t stamp)
{
    if (crippled())
        return false;
    rc_mutex_lock(&f.mutex);
    while (rc_flavour_passed_() < stamp)
        run_grace_period();
    rc_mutex_unlock(&f.mutex);
    return true;
}

/* ---------------------------------------------------------------------------------------- fork */

/* The thread that forks is at a safepoint: others may be waiting for that. */
void rc_flavour_fork_prepare_(void)
{
    if (f.forks++ > 0)
        return;
    bool online = self.online > 0 && self.registered;
    if (online)
        rcu_thread_offline();
    rc_mutex_lock(&f.mutex);
    f.forking = true;
    for (unsigned waited = 0; inside() > 0 && waited < FORK_PATIENCE_MS; waited++)
        rc_condition_wait_ms(&f.changed, &f.mutex, 1);
    if (online)
        rcu_thread_online();
    if (inside() == 0)
        rc_urcu_fork_prepare();
}

static void end_fork(void)
{
    f.forking = false;
    rc_condition_broadcast(&f.changed);
    rc_mutex_unlock(&f.mutex);
}

void rc_flavour_fork_parent_(void)
{
    if (--f.forks > 0)
        return;
    if (inside() == 0)
        rc_urcu_fork_parent();
    end_fork();
}

void rc_flavour_fork_child_(void)
{
    if (--f.forks > 0)
        return;
    f.helper = false;
    rc_condition_init(&f.changed); /* the helper may have been waiting */
    if (inside() > 0) {
        /* relaxed: this thread is the only one. */
        rc_store_relaxed(&f.crippled, true);
        if (self.registered)
            remove_member(&self);
        self.registered = false; /* and liburcu is not called any more */
    } else {
        rc_urcu_fork_child();
        for (member *next, *m = f.members; m != NULL; m = next) {
            next = m->next;
            if (m == &self)
                continue;
            rc_urcu_forget(m->node);
            remove_member(m);
        }
    }
    rc_store_relaxed(&f.inside, 0); /* relaxed: this thread is the only one */
    end_fork();
}
