/*
 * migration.c: C20d. Tasks that go from thread to thread, and counts that know their owner.
 *
 * How often a scheduler moves a task is a matter of luck. Here it is the setting: all objects are made by one
 * thread, and of each round a share of the tasks takes its step on another one. The two take turns, so that
 * what is measured is the price of a count and not the traffic of two threads; and each is measured while it
 * works, in its own processor time.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "bench/claims/tasks.h"
#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"

enum { TASKS = 16, PAIRS = 512, TURNS = 50, ROUNDS = 5, SHARES = TASKS / 2 + 1 };
enum { ATOMIC, BIASED, BACKENDS };
static const char *const backend[BACKENDS] = {"atomic", "biased"};

typedef struct trek {
    const rc_ops *ops;
    const claims_herds *herds;
    claims_herd *herd;
    unsigned away; /* of TASKS in a turn */
    _Atomic uint32_t ball;
    double processor[2];
    claims_herd_done done;
} trek;

static void await(trek *t, uint32_t mine)
{
    uint32_t now;
    while ((now = rc_load_acquire(&t->ball)) != mine) /* acquire: pairs with the store */
        rc_platform_wait(&t->ball, now, RC_WAIT_FOREVER);
}

/* The tasks that are away change from turn to turn: those that were home go, those that were away come home. */
static void graze(trek *t, unsigned index, unsigned turn)
{
    double before = rc_tool_thread_seconds();
    if (index == 0)
        t->herds->graze(t->herd, turn * t->away + t->away, TASKS - t->away);
    else
        t->herds->graze(t->herd, turn * t->away, t->away);
    t->processor[index] += rc_tool_thread_seconds() - before;
}

static void drive(void *arg, unsigned index)
{
    trek *t = arg;
    lab_enter(t->ops, NULL);
    if (index == 0)
        t->herd = t->herds->gather(TASKS, PAIRS);
    for (uint32_t turn = 0; turn < TURNS; turn++) {
        if (index > 0 || turn > 0)
            await(t, 2 * turn + index);
        graze(t, index, turn);
        rc_store_release(&t->ball, 2 * turn + index + 1);
        rc_platform_wake(&t->ball, 1);
    }
    if (index == 0) {
        await(t, 2 * TURNS);
        t->done = t->herds->disband(t->herd);
    }
    lab_leave(t->ops, NULL);
}

typedef struct setting {
    unsigned away;
    double migrations; /* of a step, in the last round */
} setting;

static double nanoseconds(void *arg, unsigned which)
{
    setting *s = arg;
    unsigned i = 0;
    while (claims_kernel_at(i) != claims_kernel_of(backend[which]))
        i++;
    trek t = {.ops = claims_kernel_at(i)->ops, .herds = claims_herds_at(i), .away = s->away};
    team_run(2, drive, &t);
    s->migrations = (double)t.done.migrations / (double)t.done.steps;
    return (t.processor[0] + t.processor[1]) / ((double)t.done.steps * PAIRS) * 1e9;
}

static double percent(unsigned share)
{
    return 200.0 * share / TASKS;
}

/* Where biased gets dearer than atomic, in % of the steps, between two measured shares. -1: nowhere. */
static double crossover(double ns[SHARES][BACKENDS])
{
    for (unsigned i = 1; i < SHARES; i++) {
        double before = ns[i - 1][ATOMIC] - ns[i - 1][BIASED],
               after = ns[i][ATOMIC] - ns[i][BIASED];
        if (before > 0 && after <= 0)
            return percent(i - 1) + (percent(i) - percent(i - 1)) * before / (before - after);
    }
    return -1;
}

static void run(claim_result *r)
{
    double ns[SHARES][BACKENDS], migrations = 0;
    claim_axes(r, "% of the steps away from the thread that made the object",
               "nanoseconds for a reference taken and given back", false);
    for (unsigned i = 0; i < SHARES; i++) {
        setting s = {.away = 2 * i};
        team_alternate(BACKENDS, ROUNDS, nanoseconds, &s, ns[i]);
        migrations = s.migrations > migrations ? s.migrations : migrations;
        for (unsigned b = 0; b < BACKENDS; b++)
            claim_point(r, backend[b], percent(i), ns[i][b]);
    }
    double settled = ns[0][BIASED] / ns[0][ATOMIC],
           away = ns[SHARES - 1][BIASED] / ns[SHARES - 1][ATOMIC], crossing = crossover(ns);
    claim_number(r, "biased_to_atomic_at_home", settled);
    claim_number(r, "biased_to_atomic_away", away);
    claim_number(r, "crossover_percent_away", crossing);
    claim_number(r, "most_migrations_per_step", migrations);
    claim_must(r, settled < 0.8,
               "tasks at home: counting by owner takes %.2f of the time of atomic counting",
               settled);
    claim_must(r, away > 1.3 * settled, "tasks that are always away: %.2f of it", away);
    claim_limit(r, crossing >= 0,
                "up to %.0f %% of the steps away it is not dearer than atomic counting", crossing);
    claim_limit(r, crossing < 0 && away < 1, "even so it was never dearer than atomic counting");
}

RC_CLAIM(migration) = {
    .id = "C20d",
    .name = "migration",
    .sentence = "Tasks that move between threads make counts that know their owner slow.",
    .built = "16 tasks with objects that one thread has made; a share of the steps, from none to "
             "all, is taken on another one.",
    .measured = "Processor time for each reference, against atomic counting, and the share where "
                "the two meet.",
    .run = run,
};
