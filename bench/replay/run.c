/*
 * run.c: replays a plan once with one backend: threads, clock and verdict.
 *
 *   worker            main
 *   pin, attach       start all
 *   ---- gate -----------------   all are there, or the run is called off
 *   ==== barrier ====             the clock starts
 *   play
 *                                 each notes when it ends; the last one stops the clock
 *   ==== barrier ====             every recorded event is done
 *   leftovers
 *   ==== barrier ====             every release is done, some deaths may wait for their owner
 *   poll
 *   ==== barrier ====             no owner leaves before all have polled
 *   detach            join all, judge
 */
#include "bench/replay/run.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

typedef struct crew crew;

typedef struct worker {
    crew *crew;
    const rc_replay_program *program;
    pthread_t thread;
    unsigned cpu; /* index into the allowed processors */
    double start, end, work;
    bool enough_memory;
} worker;

struct crew {
    const rc_replay_kernel *kernel;
    rc_replay_plan *plan;
    pthread_barrier_t barrier;
    pthread_mutex_t lock; /* protects what follows */
    pthread_cond_t changed;
    uint32_t ready;
    bool failed; /* a worker could not attach */
    enum { CLOSED, OPEN, CALLED_OFF } gate;
};

/* The worker's side of the gate; false if the run is called off. */
static bool pass_gate(crew *crew, bool attached)
{
    pthread_mutex_lock(&crew->lock);
    crew->ready++;
    crew->failed |= !attached;
    pthread_cond_broadcast(&crew->changed);
    while (crew->gate == CLOSED)
        pthread_cond_wait(&crew->changed, &crew->lock);
    bool open = crew->gate == OPEN;
    pthread_mutex_unlock(&crew->lock);
    return open;
}

static void *work(void *arg)
{
    worker *self = arg;
    crew *crew = self->crew;
    const rc_replay_kernel *kernel = crew->kernel;
    rc_tool_pin(self->cpu);
    bool attached = kernel->attach() == 0;
    if (pass_gate(crew, attached)) {
        pthread_barrier_wait(&crew->barrier);
        self->start = rc_tool_now();
        double before = rc_tool_thread_seconds();
        self->enough_memory = kernel->play(crew->plan, self->program);
        self->work = rc_tool_thread_seconds() - before;
        self->end = rc_tool_now();
        pthread_barrier_wait(&crew->barrier);
        kernel->release_leftovers(crew->plan, self->program);
        pthread_barrier_wait(&crew->barrier);
        kernel->poll();
        pthread_barrier_wait(&crew->barrier);
    }
    if (attached)
        kernel->detach();
    return NULL;
}

/* Starts all workers and opens the gate; NULL, or why it stays closed. */
static const char *start(crew *crew, worker *workers, const uint32_t *order, uint32_t *started)
{
    const char *failure = NULL;
    uint32_t threads = crew->plan->threads;
    for (*started = 0; *started < threads; ++*started) {
        worker *next = &workers[*started];
        *next = (worker){
            .crew = crew, .program = &crew->plan->program[order[*started]], .cpu = *started};
        if (pthread_create(&next->thread, NULL, work, next) != 0) {
            failure = "the system allows no more threads";
            break;
        }
    }
    pthread_mutex_lock(&crew->lock);
    while (crew->ready < *started)
        pthread_cond_wait(&crew->changed, &crew->lock);
    if (crew->failed)
        failure = "a thread could not attach";
    crew->gate = failure ? CALLED_OFF : OPEN;
    pthread_cond_broadcast(&crew->changed);
    pthread_mutex_unlock(&crew->lock);
    return failure;
}

/* A sentence on what is wrong with an object, or nothing. */
static bool condemn(const rc_replay_slot *slot, uint32_t object, char *text, size_t size)
{
    uint32_t early = rc_load_relaxed(&slot->died_early);
    unsigned deaths = rc_load_relaxed(&slot->deaths);
    if (early > 0)
        snprintf(text, size, "object %" PRIu32 " died early, in its event %" PRIu32, object,
                 early - 1);
    else if (slot->survived)
        snprintf(text, size, "object %" PRIu32 " survived its last release", object);
    else if (deaths == 0)
        snprintf(text, size, "object %" PRIu32 " did not die", object);
    else if (deaths > 1)
        snprintf(text, size, "object %" PRIu32 " died %u times", object, deaths);
    else
        return false;
    return true;
}

static void judge(const rc_replay_plan *plan, rc_replay_outcome *outcome)
{
    char text[sizeof outcome->first];
    for (uint32_t i = 0; i < plan->objects; i++)
        if (condemn(&plan->slot[i], i, text, sizeof text) && outcome->violations++ == 0)
            memcpy(outcome->first, text, sizeof text);
}

static void stop_clock(const worker *workers, uint32_t threads, rc_replay_outcome *outcome)
{
    double first = workers[0].start, last = workers[0].end;
    for (uint32_t i = 0; i < threads; i++) {
        first = workers[i].start < first ? workers[i].start : first;
        last = workers[i].end > last ? workers[i].end : last;
        outcome->work += workers[i].work;
        if (!workers[i].enough_memory)
            outcome->failure = "not enough memory for the objects";
    }
    outcome->seconds = last - first;
}

void rc_replay_run(const rc_replay_kernel *kernel, rc_replay_plan *plan, const uint32_t *order,
                   rc_replay_outcome *outcome)
{
    *outcome = (rc_replay_outcome){0};
    rc_replay_plan_reset(plan);
    worker *workers = calloc(plan->threads, sizeof *workers);
    if (!workers) {
        outcome->failure = "not enough memory for the threads";
        return;
    }
    crew crew = {.kernel = kernel,
                 .plan = plan,
                 .lock = PTHREAD_MUTEX_INITIALIZER,
                 .changed = PTHREAD_COND_INITIALIZER};
    pthread_barrier_init(&crew.barrier, NULL, plan->threads);

    uint32_t started;
    outcome->failure = start(&crew, workers, order, &started);
    for (uint32_t i = 0; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    if (!outcome->failure)
        stop_clock(workers, started, outcome);
    if (!outcome->failure)
        judge(plan, outcome);
    pthread_barrier_destroy(&crew.barrier);
    free(workers);
}
