/*
 * tasks.c: see tasks.h. Compiled once per backend.
 */
#include "bench/claims/tasks.h"

#include "refcount/tool/cli.h"
#include "refcount/types/types.h"

static void *must(void *object)
{
    if (object == NULL)
        rc_cli_fail("no memory for a coroutine");
    return object;
}

static void spawn(rc_scheduler *s, rc_coroutine *c)
{
    if (rc_scheduler_spawn(s, c) != 0)
        rc_cli_fail("no memory for a coroutine");
}

/* --------------------------------------------------------------------------------- what a step costs */

static rc_outcome tick_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    (void)sent;
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine tick = {.name = "tick", .step = tick_step};
static const rc_routine confined_tick = {.name = "tick", .step = tick_step, .confined = true};

static void resume(uint64_t times, bool confined)
{
    rc_coroutine *c = must(rc_coroutine_new(confined ? &confined_tick : &tick));
    void *value;
    for (uint64_t i = 0; i < times; i++) {
        if (rc_coroutine_send(c, NULL, &value) != RC_YIELDED)
            rc_cli_fail("a coroutine has not yielded");
    }
    rc_release(c);
}

static void make(uint64_t times)
{
    for (uint64_t i = 0; i < times; i++)
        rc_release(must(rc_coroutine_new(&tick)));
}

static size_t bytes(void)
{
    rc_stats before, after;
    rc_get_stats(&before);
    rc_coroutine *c = must(rc_coroutine_new(&tick));
    rc_get_stats(&after);
    rc_release(c);
    return after.live_bytes - before.live_bytes + rc_get_backend()->header_size;
}

/* ------------------------------------------------------------------------------- one object for all */

typedef struct share_state {
    uint64_t left;
} share_state;

/* Slot 0: the object that all share; slot 1: one more reference to it, held over a yield. */
static rc_outcome share_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)sent;
    share_state *state = rc_coroutine_scalars(self);
    if (signal == RC_THROW || state->left-- == 0)
        return rc_return(result, NULL);
    rc_coroutine_put(self, 1, state->left % 2 != 0 ? rc_retain(self->slot[0]) : NULL);
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine share_routine = {
    .name = "share", .step = share_step, .slots = 2, .scalars = sizeof(share_state)};

static uint64_t share(unsigned coroutines, unsigned steps)
{
    rc_scheduler *s = must(rc_scheduler_new(NULL));
    void *shared = must(rc_integer_new(42));
    for (unsigned i = 0; i < coroutines; i++) {
        rc_coroutine *c = must(rc_coroutine_new(&share_routine));
        rc_coroutine_put(c, 0, rc_retain(shared));
        ((share_state *)rc_coroutine_scalars(c))->left = steps + i % 7;
        spawn(s, c);
    }
    rc_scheduler_run(s);
    rc_scheduler_free(s);
    rc_thread_poll();
    uint64_t count = rc_count(shared);
    rc_release(shared);
    return count;
}

/* ---------------------------------------------------------------------------- one that does not yield */

typedef struct blocked {
    uint64_t steps, at_begin, at_end; /* of the one that yields */
} blocked;

typedef struct block_state {
    blocked *shared;
    uint64_t left;
} block_state;

static rc_outcome polite_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)sent;
    block_state *state = rc_coroutine_scalars(self);
    if (signal == RC_THROW || state->left-- == 0)
        return rc_return(result, NULL);
    state->shared->steps++;
    return rc_yield(self, result, NULL, 1);
}

static rc_outcome rude_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)sent;
    block_state *state = rc_coroutine_scalars(self);
    if (signal == RC_THROW || self->point == 1) {
        state->shared->at_begin = state->shared->steps;
        for (double until = rc_tool_now() + 0.02; rc_tool_now() < until;)
            continue;
        state->shared->at_end = state->shared->steps;
        return rc_return(result, NULL);
    }
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine polite = {
    .name = "polite", .step = polite_step, .scalars = sizeof(block_state)};
static const rc_routine rude = {.name = "rude", .step = rude_step, .scalars = sizeof(block_state)};

static uint64_t block(uint64_t steps)
{
    blocked shared = {0, 0, 0};
    rc_scheduler *s = must(rc_scheduler_new(NULL));
    const rc_routine *routine[] = {&polite, &rude};
    for (unsigned i = 0; i < 2; i++) {
        rc_coroutine *c = must(rc_coroutine_new(routine[i]));
        *(block_state *)rc_coroutine_scalars(c) = (block_state){&shared, steps};
        spawn(s, c);
    }
    rc_scheduler_run(s);
    rc_scheduler_free(s);
    return shared.at_end - shared.at_begin;
}

/* ---------------------------------------------------------------------------------- tasks that migrate */

typedef struct herd_task {
    rc_coroutine *coroutine;
    const void *thread; /* of its last step */
} herd_task;

struct claims_herd {
    unsigned tasks;
    claims_herd_done done;
    herd_task task[];
};

/* Slot 0: its object. Scalars: how often it is counted in a step. */
static rc_outcome graze_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    const unsigned *pairs = rc_coroutine_scalars(self);
    void *own = self->slot[0];
    for (unsigned i = 0; i < *pairs; i++) {
        rc_retain(own);
        __asm__ volatile("" : : "r"(own) : "memory");
        rc_release(own);
    }
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine graze_routine = {
    .name = "graze", .step = graze_step, .slots = 1, .scalars = sizeof(unsigned), .confined = true};

static claims_herd *gather(unsigned tasks, unsigned pairs)
{
    claims_herd *herd = must(calloc(1, sizeof *herd + tasks * sizeof herd->task[0]));
    herd->tasks = tasks;
    for (unsigned i = 0; i < tasks; i++) {
        rc_coroutine *c = must(rc_coroutine_new(&graze_routine));
        rc_coroutine_put(c, 0, must(rc_integer_new(i)));
        *(unsigned *)rc_coroutine_scalars(c) = pairs;
        herd->task[i].coroutine = c;
    }
    return herd;
}

static void graze(claims_herd *herd, unsigned first, unsigned count)
{
    const void *self = rc_platform_thread_identity();
    for (unsigned i = 0; i < count; i++) {
        herd_task *t = &herd->task[(first + i) % herd->tasks];
        void *value;
        if (rc_coroutine_send(t->coroutine, NULL, &value) != RC_YIELDED)
            rc_cli_fail("a coroutine has not yielded");
        herd->done.steps++;
        herd->done.migrations += t->thread != NULL && t->thread != self;
        t->thread = self;
    }
}

static claims_herd_done disband(claims_herd *herd)
{
    claims_herd_done done = herd->done;
    for (unsigned i = 0; i < herd->tasks; i++)
        rc_release(herd->task[i].coroutine);
    free(herd);
    return done;
}

extern const claims_herds RC_NAME(claims_herds);
const claims_herds RC_NAME(claims_herds) = {gather, graze, disband};

void RC_NAME(claims_examples)(char *text, size_t size);
extern const claims_tasks RC_NAME(claims_tasks);
const claims_tasks RC_NAME(claims_tasks) = {
    RC_QUOTE(RC_BACKEND), resume, make, bytes, share, block, RC_NAME(claims_examples)};
