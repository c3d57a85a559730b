/*
 * migration.c: C20d. Tasks that go from thread to thread, and counts that know their owner.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "bench/claims/tasks.h"

enum { TASKS = 16, STEPS = 512, PAIRS = 64, ROUNDS = 5 };
enum { ATOMIC, BIASED, BACKENDS };
static const char *const backend[BACKENDS] = {"atomic", "biased"};

typedef struct trek {
    const rc_ops *ops;
    const claims_herds *herds;
    claims_herd *herd;
} trek;

static void drive(void *arg, unsigned index)
{
    trek *t = arg;
    (void)index;
    lab_enter(t->ops, NULL);
    t->herds->drive(t->herd);
    lab_leave(t->ops, NULL);
}

typedef struct setting {
    uint64_t stay;
    double migrations; /* of the last round */
} setting;

/* Processor time for each reference taken and given back, on two threads. */
static double nanoseconds(void *arg, unsigned which)
{
    setting *s = arg;
    unsigned i = 0;
    while (claims_kernel_at(i) != claims_kernel_of(backend[which]))
        i++;
    trek t = {.ops = claims_kernel_at(i)->ops, .herds = claims_herds_at(i)};
    lab_enter(t.ops, NULL);
    t.herd = t.herds->gather(TASKS, STEPS, PAIRS, s->stay);
    double processor = team_run(2, drive, &t).processor;
    claims_herd_done done = t.herds->disband(t.herd);
    lab_leave(t.ops, NULL);
    s->migrations = (double)done.migrations;
    return processor / (double)done.pairs * 1e9;
}

static void run(claim_result *r)
{
    static const uint64_t stay[] = {0, 256, 64, 16, 4, 1};
    enum { STAYS = sizeof stay / sizeof stay[0] };
    double ns[STAYS][BACKENDS], migrations = 0;
    claim_axes(r, "steps of 512 before a task may go to another thread (512: never)",
               "nanoseconds for a reference taken and given back", false);
    for (unsigned i = 0; i < STAYS; i++) {
        setting s = {.stay = stay[i]};
        team_alternate(BACKENDS, ROUNDS, nanoseconds, &s, ns[i]);
        migrations = s.migrations;
        for (unsigned b = 0; b < BACKENDS; b++)
            claim_point(r, backend[b], stay[i] > 0 ? (double)stay[i] : STEPS, ns[i][b]);
    }
    double settled = ns[0][BIASED] / ns[0][ATOMIC],
           moving = ns[STAYS - 1][BIASED] / ns[STAYS - 1][ATOMIC];
    claim_number(r, "biased_to_atomic_settled", settled);
    claim_number(r, "biased_to_atomic_moving", moving);
    claim_number(r, "migrations", migrations);
    claim_gate(r, migrations > TASKS * STEPS / 8,
               "tasks went to the other thread %.0f times in %d steps", migrations, TASKS * STEPS);
    claim_must(r, settled < 0.8,
               "tasks that stay: counting by owner takes %.2f of the time of atomic counting",
               settled);
    claim_must(r, moving > 1.3 * settled, "tasks that move after every step: %.2f of it", moving);
    claim_limit(r, moving < 1, "even so it was not slower than atomic counting");
}

RC_CLAIM(migration) = {
    .id = "C20d",
    .name = "migration",
    .sentence = "Tasks that move between threads make counts that know their owner slow.",
    .built = "16 tasks on two threads, each with an object of its own, that stay or move after "
             "some steps.",
    .measured = "Processor time for each reference, against atomic counting; migrations.",
    .run = run,
};
