/*
 * standoff.c: see standoff.h.
 */
#include "bench/claims/standoff.h"

#include "bench/claims/team.h"
#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* Relaxed, all: a look at any time; what stays for several looks is as it is. */
typedef struct notes {
    _Atomic uintptr_t wants[STANDOFF_THREADS];
    _Atomic uintptr_t holds[STANDOFF_THREADS][STANDOFF_DEEP];
    _Atomic uint64_t acquisitions[STANDOFF_THREADS];
    _Atomic bool finished;
    uint64_t answer;
} notes;

static notes *shared;

static void note_held(unsigned index, uintptr_t old, uintptr_t new)
{
    for (unsigned i = 0; i < STANDOFF_DEEP; i++) {
        if (rc_load_relaxed(&shared->holds[index][i]) == old) {
            rc_store_relaxed(&shared->holds[index][i], new);
            return;
        }
    }
}

void standoff_acquire(unsigned index, standoff_lock *lock)
{
    rc_store_relaxed(&shared->wants[index], (uintptr_t)lock);
    pthread_mutex_lock(&lock->mutex);
    rc_store_relaxed(&shared->wants[index], 0);
    note_held(index, 0, (uintptr_t)lock);
    rc_fetch_add_relaxed(&shared->acquisitions[index], 1);
}

bool standoff_try(unsigned index, standoff_lock *lock)
{
    if (pthread_mutex_trylock(&lock->mutex) != 0)
        return false;
    note_held(index, 0, (uintptr_t)lock);
    rc_fetch_add_relaxed(&shared->acquisitions[index], 1);
    return true;
}

void standoff_release(unsigned index, standoff_lock *lock)
{
    note_held(index, (uintptr_t)lock, 0);
    pthread_mutex_unlock(&lock->mutex);
}

static bool holds(unsigned index, uintptr_t lock)
{
    for (unsigned i = 0; i < STANDOFF_DEEP; i++) {
        if (rc_load_relaxed(&shared->holds[index][i]) == lock)
            return true;
    }
    return false;
}

/* Each wants what the other has. */
static bool is_circle(void)
{
    uintptr_t one = rc_load_relaxed(&shared->wants[0]), other = rc_load_relaxed(&shared->wants[1]);
    return one != 0 && other != 0 && holds(1, one) && holds(0, other);
}

static uint64_t acquisitions(void)
{
    return rc_load_relaxed(&shared->acquisitions[0]) + rc_load_relaxed(&shared->acquisitions[1]);
}

/* A circle in which nothing moves for several looks. */
static bool is_stuck(void)
{
    uint64_t before = acquisitions();
    for (int look = 0; look < 5; look++) {
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
        if (!is_circle() || acquisitions() != before)
            return false;
    }
    return true;
}

standoff standoff_run(void (*body)(void *arg, unsigned index), uint64_t (*judge)(void *arg),
                      void *arg, double seconds)
{
    shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        rc_cli_fail("no memory for an experiment");
    double began = rc_tool_now();
    fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        rc_cli_fail("cannot fork");
    if (child == 0) {
        team_run(STANDOFF_THREADS, body, arg);
        shared->answer = judge != NULL ? judge(arg) : 0;
        rc_store_release(&shared->finished, true); /* pairs with the load below */
        _exit(0);
    }
    standoff s = {.deadlock = false};
    while (!s.finished && !s.deadlock && rc_tool_now() - began < seconds) {
        s.deadlock = is_stuck();
        s.finished = rc_load_acquire(&shared->finished);
    }
    s.seconds = rc_tool_now() - began;
    s.acquisitions = acquisitions();
    s.answer = shared->answer;
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    munmap(shared, sizeof *shared);
    shared = NULL;
    return s;
}
