/*
 * points.c: see points.h.
 */
#include "stress/schedule/points.h"

#include "refcount/platform.h"
#include "stress/harness/self.h"
#include "stress/support/threads.h"

#include <sched.h>

static _Thread_local const stress_listener *listener;
static _Thread_local void *listener_arg;
static _Thread_local uint64_t noise_state;
static _Thread_local unsigned noise_one_in;

void stress_listen(const stress_listener *who, void *arg)
{
    listener = who;
    listener_arg = arg;
}

void stress_noise(uint64_t seed, unsigned one_in)
{
    noise_state = seed;
    noise_one_in = one_in;
}

static void make_noise(void)
{
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

void rc_point_reached(const char *name)
{
    stress_self_at_point(name);
    if (listener != NULL)
        listener->at_point(listener_arg, name);
    if (noise_one_in != 0)
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
    if (listener != NULL)
        listener->at_lock(listener_arg, event, lock);
    if (noise_one_in != 0)
        make_noise();
}

void rc_point_waiting(void)
{
    stress_self_at_point("waiting");
    if (listener != NULL)
        listener->waiting(listener_arg);
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
