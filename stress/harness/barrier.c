/*
 * barrier.c: see barrier.h.
 */
#include "stress/harness/barrier.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"

enum { SPINS = 2000 };

void stress_barrier_init(stress_barrier *barrier, unsigned count)
{
    *barrier = (stress_barrier){.count = count};
    barrier->spins = count <= rc_tool_processors() ? SPINS : 1;
    if (pthread_mutex_init(&barrier->mutex, NULL) != 0 ||
        pthread_cond_init(&barrier->opened, NULL) != 0)
        rc_cli_fail("no memory for a barrier");
}

void stress_barrier_destroy(stress_barrier *barrier)
{
    pthread_mutex_destroy(&barrier->mutex);
    pthread_cond_destroy(&barrier->opened);
}

/* Under the lock, so that nobody falls asleep who should have been woken. */
static void open_for_all(stress_barrier *barrier, uint32_t passed)
{
    rc_store_relaxed(&barrier->arrived, 0); /* relaxed: nobody arrives before (2) */
    pthread_mutex_lock(&barrier->mutex);
    rc_store_release(&barrier->passed, passed + 1); /* (2) release: pairs with (3) */
    pthread_cond_broadcast(&barrier->opened);
    pthread_mutex_unlock(&barrier->mutex);
}

static void sleep_until_open(stress_barrier *barrier, uint32_t passed)
{
    pthread_mutex_lock(&barrier->mutex);
    while (rc_load_acquire(&barrier->passed) == passed) /* (3) acquire: pairs with (2) */
        pthread_cond_wait(&barrier->opened, &barrier->mutex);
    pthread_mutex_unlock(&barrier->mutex);
}

void stress_barrier_wait(stress_barrier *barrier)
{
    /* relaxed: it cannot change before this thread has arrived. */
    uint32_t passed = rc_load_relaxed(&barrier->passed);
    /* (1) acq_rel: pairs with itself: the last one comes after what all did before they arrived. */
    if (rc_fetch_add_acq_rel(&barrier->arrived, 1) + 1 == barrier->count) {
        open_for_all(barrier, passed);
        return;
    }
    unsigned turns = 0;
    for (unsigned i = 0; i < barrier->spins; i++, turns = 0) {
        if (rc_load_acquire(&barrier->passed) != passed) /* (3) acquire: pairs with (2) */
            return;
        rc_platform_pause(&turns); /* turns stays small: a pause, and no yield */
    }
    sleep_until_open(barrier, passed);
}
