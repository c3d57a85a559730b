/*
 * points.c: see points.h.
 */
#include "stress/schedule/points.h"

#include "refcount/point.h"
#include "stress/support/threads.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <time.h>

/* How long the second actor may take before it counts as waiting for the first. */
#define PATIENCE_NS 30000000

/* A script in progress. Everything is guarded by the mutex. */
typedef struct script {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    const char *point;
    bool held, go_on, first_done, second_done;
    stress_actor *actor[2];
    void *arg;
} script;

static _Thread_local script *held_by; /* only in the first actor, until it has been held */
static _Thread_local bool not_now;
static _Thread_local uint64_t noise_state;
static _Thread_local unsigned noise_one_in;

static void hold(script *s)
{
    held_by = NULL;
    pthread_mutex_lock(&s->mutex);
    s->held = true;
    pthread_cond_broadcast(&s->changed);
    while (!s->go_on)
        pthread_cond_wait(&s->changed, &s->mutex);
    pthread_mutex_unlock(&s->mutex);
}

void rc_point_reached(const char *name)
{
    if (held_by != NULL && !not_now && strcmp(name, held_by->point) == 0)
        hold(held_by);
    if (noise_one_in == 0)
        return;
    uint64_t random = stress_random(&noise_state);
    if (random % noise_one_in != 0)
        return;
    if (random >> 32 & 1) {
        sched_yield();
        return;
    }
    for (uint64_t i = random >> 40 & 255; i > 0; i--)
        __asm__ volatile("" ::: "memory");
}

void stress_noise(uint64_t seed, unsigned one_in)
{
    noise_state = seed;
    noise_one_in = one_in;
}

void stress_script_pause(bool paused)
{
    not_now = paused;
}

static void finish(script *s, bool *done)
{
    pthread_mutex_lock(&s->mutex);
    *done = true;
    pthread_cond_broadcast(&s->changed);
    pthread_mutex_unlock(&s->mutex);
}

static void run_first(void *arg)
{
    script *s = arg;
    held_by = s;
    s->actor[0](s->arg);
    held_by = NULL;
    finish(s, &s->first_done);
}

static void run_second(void *arg)
{
    script *s = arg;
    s->actor[1](s->arg);
    finish(s, &s->second_done);
}

/* Waits for the second actor for a while; says whether it came to its end. */
static bool second_finishes(script *s)
{
    struct timespec limit;
    clock_gettime(CLOCK_REALTIME, &limit);
    limit.tv_nsec += PATIENCE_NS;
    limit.tv_sec += limit.tv_nsec / 1000000000;
    limit.tv_nsec %= 1000000000;
    pthread_mutex_lock(&s->mutex);
    while (!s->second_done) {
        if (pthread_cond_timedwait(&s->changed, &s->mutex, &limit) == ETIMEDOUT)
            break;
    }
    bool done = s->second_done;
    pthread_mutex_unlock(&s->mutex);
    return done;
}

stress_script_outcome stress_script(const char *point, stress_actor *first, stress_actor *second,
                                    void *arg)
{
    script s = {.mutex = PTHREAD_MUTEX_INITIALIZER,
                .changed = PTHREAD_COND_INITIALIZER,
                .point = point,
                .actor = {first, second},
                .arg = arg};
    pthread_t one = stress_thread(run_first, &s, 0);
    pthread_mutex_lock(&s.mutex);
    while (!s.held && !s.first_done)
        pthread_cond_wait(&s.changed, &s.mutex);
    bool held = s.held;
    pthread_mutex_unlock(&s.mutex);
    pthread_t two = stress_thread(run_second, &s, 0);
    bool interleaved = second_finishes(&s);
    pthread_mutex_lock(&s.mutex);
    s.go_on = true;
    pthread_cond_broadcast(&s.changed);
    pthread_mutex_unlock(&s.mutex);
    stress_join(one);
    stress_join(two);
    if (!held)
        return STRESS_MISSED;
    return interleaved ? STRESS_INTERLEAVED : STRESS_BLOCKED;
}
