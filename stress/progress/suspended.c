/*
 * suspended.c: do operations end while another thread is suspended at any instruction whatever?
 *
 * The rival does at random what can be done with a shared object, until a signal suspends it; then the
 * subject does everything a few times, and the rival is let go. What no event shows, a lock that is not the
 * library's or a loop without a point, is met here too, as far as chance meets it.
 */
#include "refcount/tool/cli.h"
#include "stress/progress/subject.h"
#include "stress/progress/table.h"

#include "refcount/atomics.h"
#include "stress/harness/suspend.h"
#include "stress/schedule/points.h"
#include "stress/support/threads.h"

#include <time.h>

enum { HOLDS = 12, TIMES = 2, SLEEP_NS = 100000, HELD_MOST = 64 };

typedef struct wandering {
    progress_world *world;
    uint64_t random;
    _Atomic bool over;
} wandering;

static _Atomic bool standing; /* the rival is suspended */

static void let_go(void *arg)
{
    (void)arg;
    if (rc_exchange_acquire(&standing, false)) /* acquire: the rescuer may have been first */
        stress_suspend_let_go();
}

/* The rival's action: at full speed, with nobody listening. */
static void wander(void *arg)
{
    static const progress_act acts[] = {RETAIN, RELEASE,      TRY_RETAIN, ENABLE,    IS_UNIQUE,
                                        COUNT,  WEAK_UPGRADE, WEAK_NEW,   WEAK_FREE, GET_STATS,
                                        POLL,   DETACH,       BLOCK_BEGIN};
    wandering *w = arg;
    stress_listen(NULL, NULL);
    while (!rc_load_relaxed(&w->over)) { /* relaxed: soon is enough */
        uint64_t random = stress_random(&w->random);
        progress_act act = acts[random % (sizeof acts / sizeof acts[0])];
        if (w->world->held[RIVAL] > HELD_MOST)
            act = RELEASE;
        else if (w->world->held[RIVAL] == 1 && act == RELEASE)
            act = RETAIN;
        if (!progress_is_legal(w->world, RIVAL, act))
            continue;
        progress_do(w->world, RIVAL, act);
        if (act == DETACH)
            progress_do(w->world, RIVAL, ATTACH);
        else if (act == BLOCK_BEGIN)
            progress_do(w->world, RIVAL, BLOCK_END);
    }
}

static progress_row *row_of(progress_table *t, const progress_claim *claim,
                            const progress_setting *s)
{
    for (unsigned i = 0; i < t->rows; i++) {
        if (t->row[i].claim == claim && t->row[i].setting == s)
            return &t->row[i];
    }
    return NULL;
}

/* False once the rival had to be let go. */
static bool act(progress_table *t, progress_world *w, const progress_setting *s,
                const progress_claim *claim)
{
    static const subject_watch watch = {.blocked = let_go, .rescue = let_go};
    progress_row *row = row_of(t, claim, s);
    if (row == NULL || row->by_chance)
        return true; /* not asked for, or known already */
    for (int i = 0; i < TIMES && progress_is_legal(w, SUBJECT, claim->act); i++) {
        subject_begins(&watch);
        progress_do(w, SUBJECT, claim->act);
        subject_seen seen = subject_ends();
        if (seen.blocked) {
            row->by_chance |= row->measured < RC_BLOCKING;
            progress_worsen(row, RC_BLOCKING, "%s", seen.why);
            return false;
        }
        t->during++;
    }
    return true;
}

static void act_all(progress_table *t, progress_world *w, const progress_setting *s)
{
    unsigned claims = 0;
    while (progress_claims[claims].operation != NULL)
        claims++;
    unsigned first = (unsigned)(stress_random(&t->seed) % claims);
    for (unsigned i = 0; i < claims; i++) {
        const progress_claim *claim = &progress_claims[(first + i) % claims];
        if ((claim->purposes & s->purpose) == 0 || claim->act == MAKE_IMMORTAL)
            continue;
        if (!act(t, w, s, claim))
            return;
    }
}

static void suspend(progress_table *t, const progress_setting *s)
{
    static progress_world w; /* large */
    static wandering rival;
    progress_world_open(&w, t->ops);
    w.references = HELD_MOST / 2;
    progress_arrange(s, &w);
    rival = (wandering){.world = &w, .random = t->seed};
    cast_launch(RIVAL, wander, &rival);
    for (int i = 0; i < HOLDS; i++) {
        long ns = (long)(stress_random(&t->seed) % SLEEP_NS);
        nanosleep(&(struct timespec){.tv_nsec = ns}, NULL);
        stress_suspend_hold(cast_thread(RIVAL));
        rc_store_relaxed(&standing, true); /* relaxed: before the subject begins */
        t->held++;
        act_all(t, &w, s);
        let_go(NULL);
    }
    rc_store_relaxed(&rival.over, true); /* relaxed: as there */
    if (!cast_all_end())
        rc_cli_fail("a suspended thread does not come back");
    t->unclean += !progress_world_close(&w);
}

void progress_measure_suspended(progress_table *t, unsigned times)
{
    stress_suspend_install();
    for (unsigned i = 0; t->held < times; i++) {
        const progress_setting *s = &progress_settings[i];
        if (s->name == NULL) {
            if (t->held == 0)
                return; /* there is none that this is for */
            i = 0;
            s = progress_settings;
        }
        if ((s->purpose & (FOR_COUNTING | FOR_WEAK)) != 0 &&
            progress_applies(s, t->ops->get_backend()))
            suspend(t, s);
    }
}
