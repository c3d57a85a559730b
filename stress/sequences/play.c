/*
 * play.c: see play.h. The calls themselves are in act.c.
 */
#include "stress/sequences/player.h"

#include "refcount/atomics.h"
#include "refcount/check/shadow.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double minute = 60;

_Static_assert(sizeof(stress_seq_op) == sizeof(uint32_t), "an operation is half of `progress`");

/* Objects that never die are not leaks of this program: here they can be found. Never freed. */
typedef struct attic {
    struct attic *next;
    void *object[STRESS_SEQ_OBJECTS];
} attic;

static attic *forever;

static uint64_t misuses(void)
{
    uint64_t sum = 0;
    for (unsigned kind = 0; kind < RC_MISUSE_KINDS; kind++)
        sum += rc_check_reports((rc_misuse)kind);
    return sum;
}

static void fail(stress_seq_played *played, size_t length, stress_seq_op op,
                 stress_seq_deviation_kind kind, const char *text)
{
    char name[64];
    stress_seq_print_op(op, name, sizeof name);
    snprintf(played->reason, sizeof played->reason, "%s: %s%s: %s", stress_seq_deviation_name(kind),
             played->at == length ? "at the end, " : "", name, text);
    played->kind = kind;
    played->failed = true;
}

/* ---------------------------------------------------------------------- one operation */

static void begin(stress_seq_player *p)
{
    p->seen = (stress_seq_seen){.damaged = stress_seq_act_damaged(p)};
    p->misuses = misuses();
    uint32_t op;
    memcpy(&op, &p->op, sizeof p->op);
    /* relaxed: all that the reader needs is in this word. */
    rc_store_relaxed(&p->progress, (uint64_t)p->played.at << 32 | op);
}

static void end(stress_seq_player *p)
{
    rc_stats now;
    stress_seq_deviation deviation;
    p->ops->get_stats(&now);
    p->seen.stats = (rc_stats){.live_objects = now.live_objects - p->before.live_objects,
                               .live_bytes = now.live_bytes - p->before.live_bytes,
                               .created = now.created - p->before.created,
                               .destroyed = now.destroyed - p->before.destroyed,
                               .queued = now.queued - p->before.queued,
                               .merged = now.merged - p->before.merged};
    p->seen.misuses = misuses() - p->misuses;
    p->played.operations++;
    if (!stress_seq_model_check(&p->model, p->op, &p->seen, &deviation))
        fail(&p->played, p->sequence.length, p->op, deviation.kind, deviation.text);
}

/* The next operation that is legal; false when all is over. */
static bool choose(stress_seq_player *p)
{
    const stress_seq *s = &p->sequence;
    while (!p->played.failed && p->next < s->length) {
        p->played.at = p->next;
        p->op = s->op[p->next++];
        if (stress_seq_model_legal(&p->model, p->op))
            return true;
        p->played.skipped++;
    }
    if (p->played.failed)
        return false;
    p->played.at = s->length;
    return stress_seq_model_closing(&p->model, &p->op);
}

/* --------------------------------------------------------------------------------- threads */

static void start(stress_seq_player *p, unsigned thread)
{
    stress_seq_act_as(p);
    if (p->ops->thread_attach() != 0)
        fail(&p->played, p->sequence.length, p->op, STRESS_SEQ_DEVIATION_RESULT,
             "a new thread cannot attach");
    stress_seq_model_start(&p->model, thread, (uint64_t)pthread_self());
}

/* The puppet's part: as many operations as are its in a row. */
static void perform(void *arg)
{
    stress_seq_player *p = arg;
    unsigned thread = p->op.thread;
    bool more = true;
    if (!p->model.thread[thread].started)
        start(p, thread);
    while (more && !p->played.failed && p->op.thread == thread && p->op.kind != STRESS_SEQ_EXIT) {
        begin(p);
        stress_seq_act(p);
        end(p);
        more = choose(p);
    }
    if (!more) /* so that the driver need not ask again */
        p->op.thread = STRESS_SEQ_THREADS;
    sem_post(&p->done);
}

/* False: it did not come back in time. */
static bool wait_for(stress_seq_player *p, puppet *of, double patience)
{
    struct timespec limit;
    clock_gettime(CLOCK_MONOTONIC, &limit);
    double end = (double)limit.tv_nsec / 1e9 + patience;
    limit.tv_sec += (time_t)end;
    limit.tv_nsec = (long)((end - (double)(time_t)end) * 1e9);
    while (sem_clockwait(&p->done, CLOCK_MONOTONIC, &limit) != 0) {
        if (errno == ETIMEDOUT)
            return false;
    }
    puppet_wait(of); /* it is idle in a moment; this orders what it did */
    return true;
}

/* The thread ends as it is. False: it does not. */
static bool let_exit(stress_seq_player *p, unsigned thread, double patience)
{
    begin(p);
    if (!puppet_join_within(&p->puppet[thread], patience))
        return false;
    p->exists[thread] = false;
    end(p);
    return true;
}

/* False after a hang. */
static bool drive(stress_seq_player *p, double patience)
{
    bool more = choose(p);
    while (more && !p->played.failed) {
        unsigned thread = p->op.thread;
        if (p->op.kind == STRESS_SEQ_EXIT) {
            if (!let_exit(p, thread, patience))
                return false;
            more = choose(p);
            continue;
        }
        if (!p->exists[thread])
            puppet_create(&p->puppet[thread]);
        p->exists[thread] = true;
        puppet_start(&p->puppet[thread], perform, p);
        if (!wait_for(p, &p->puppet[thread], patience))
            return false;
        more = p->op.thread != STRESS_SEQ_THREADS;
    }
    return true;
}

/* ------------------------------------------------------------------------------- beginning and end */

/* So that it is not lost: a thread is still at work in it. */
static stress_seq_player *volatile hung;

static void report_hang(stress_seq_player *p, size_t length, stress_seq_played *played)
{
    uint64_t progress = rc_load_relaxed(&p->progress); /* relaxed: as where it is written */
    uint32_t word = (uint32_t)progress;
    stress_seq_op op;
    memcpy(&op, &word, sizeof op);
    *played = (stress_seq_played){.at = (size_t)(progress >> 32), .stuck = true};
    fail(played, length, op, STRESS_SEQ_DEVIATION_HANG, "it has not returned");
}

static void keep(const stress_seq_player *p)
{
    attic *kept = malloc(sizeof *kept);
    if (kept == NULL)
        return;
    *kept = (attic){.next = forever};
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++)
        kept->object[x] = p->slot[x].object;
    forever = kept;
}

/* False: a thread does not end, and keeps what it has. */
static bool join_all(stress_seq_player *p, double patience)
{
    for (unsigned i = 0; i < STRESS_SEQ_THREADS; i++) {
        if (p->exists[i] && !puppet_join_within(&p->puppet[i], patience))
            return false;
    }
    return true;
}

/* After a deviation nothing can be put in order; without one all is, but for what never dies. */
static void clean_up(stress_seq_player *p)
{
    bool immortals = false;
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        const stress_seq_model_object *o = &p->model.object[x];
        bool alive = o->life == STRESS_SEQ_ALIVE, counter = o->type == STRESS_SEQ_COUNTER;
        if (p->slot[x].counter && !(counter && alive) && !p->played.failed)
            p->ops->counter_destroy(&p->counter[x]);
        immortals |= alive && !counter;
    }
    if (immortals)
        keep(p);
    sem_destroy(&p->done);
    free(p);
}

void stress_seq_play(const stress_seq_target *target, const stress_seq *s,
                     stress_seq_played *played)
{
    double patience = target->patience > 0 ? target->patience : minute;
    stress_seq_player *p = calloc(1, sizeof *p);
    if (p == NULL || sem_init(&p->done, 0, 0) != 0)
        abort();
    p->ops = target->ops;
    p->sequence = *s;
    stress_seq_act_as(p);
    if (target->begin != NULL)
        target->begin();
    stress_seq_model_init(&p->model, p->ops->get_backend()->deferred_death);
    p->ops->get_stats(&p->before);
    if (!drive(p, patience)) {
        report_hang(p, s->length, played);
        hung = p;
        return;
    }
    *played = p->played;
    played->stuck = !join_all(p, patience);
    if (played->stuck)
        hung = p;
    else
        clean_up(p);
}
