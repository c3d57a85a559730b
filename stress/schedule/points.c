/*
 * points.c: see points.h.
 */
#include "stress/schedule/points.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "stress/harness/self.h"
#include "stress/support/threads.h"

#include <sched.h>

static _Thread_local stress_hearing hears;

void stress_listen(const stress_listener *who, void *arg)
{
    hears.listener = who;
    hears.arg = arg;
}

void stress_noise(uint64_t seed, unsigned one_in)
{
    hears.noise = seed;
    hears.noise_one_in = one_in;
}

stress_hearing stress_hearing_of_self(void)
{
    return hears;
}

void stress_hear_as(stress_hearing hearing)
{
    hears = hearing;
}

static void make_noise(void)
{
    uint64_t random = stress_random(&hears.noise);
    if (random % hears.noise_one_in != 0)
        return;
    if (random >> 32 & 1) {
        sched_yield();
        return;
    }
    for (uint64_t i = random >> 40 & 255; i > 0; i--)
        __asm__ volatile("" ::: "memory");
}

void rc_point_reached(const char *name)
{
    stress_self_at_point(name);
    if (hears.listener != NULL)
        hears.listener->at_point(hears.arg, name);
    if (hears.noise_one_in != 0)
        make_noise();
}

void rc_point_lock(rc_lock_event event, const void *lock)
{
    if (event == RC_LOCK_WANTED)
        stress_self_wants(lock);
    else if (event == RC_LOCK_TAKEN)
        stress_self_takes(lock);
    else
        stress_self_frees(lock);
    if (hears.listener != NULL)
        hears.listener->at_lock(hears.arg, event, lock);
    if (hears.noise_one_in != 0)
        make_noise();
}

void rc_point_waiting(void)
{
    stress_self_at_point("waiting");
    if (hears.listener != NULL)
        hears.listener->waiting(hears.arg);
}

uint64_t rc_point_clock(uint64_t nanoseconds)
{
    enum { STEP = 1000 };
    return hears.listener != NULL ? hears.clock += STEP : nanoseconds;
}

void stress_point(const char *name)
{
    rc_point_reached(name);
}

void stress_waiting(unsigned *turns)
{
    rc_point_waiting();
    rc_platform_pause(turns);
}

void stress_announce(_Atomic uint32_t *word, uint32_t value)
{
    rc_store_release(word, value); /* (1) release: pairs with (2) */
}

void stress_await(const _Atomic uint32_t *word, uint32_t value)
{
    unsigned turns = 0;
    stress_self_begins("await");
    while (rc_load_acquire(word) < value) { /* (2) acquire: pairs with (1) */
        if (hears.listener != NULL)
            hears.listener->awaits(hears.arg, word, value);
        else
            rc_platform_pause(&turns);
    }
    stress_self_ends();
}
