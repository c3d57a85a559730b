/*
 * exclusion.c: mutual exclusion by loads and stores and a fence (Dekker's idea, one try), and by a spinlock.
 *
 * Without the fence both threads may read the other's flag too early; a spinlock whose unlock is relaxed lets
 * the next one in without what was done inside.
 */
#include "stress/model/seeded/seeded.h"

MODEL_WORLD struct {
    atomic_int flag[2];
    int data;
} dekker;

static void dekker_act(unsigned me, bool wrong)
{
    atomic_store_explicit(&dekker.flag[me], 1, RLX);
    if (!wrong)
        atomic_thread_fence(SC);
    if (atomic_load_explicit(&dekker.flag[1 - me], ACQ) == 0)
        dekker.data++;
}

SEEDED(dekker, "dekker", "two flags and a fence keep two threads apart", 2, NULL, NULL);

MODEL_WORLD struct {
    atomic_int held;
    int data;
} spin;

static void spin_act(unsigned me, bool wrong)
{
    (void)me;
    while (atomic_exchange_explicit(&spin.held, 1, ACQ) != 0)
        model_pause();
    spin.data++;
    if (wrong)
        atomic_store_explicit(&spin.held, 0, RLX);
    else
        atomic_store_explicit(&spin.held, 0, REL);
}

SEEDED(spin, "spinlock", "a lock of one word", 3, NULL, NULL);

MODEL_WORLD struct {
    pthread_mutex_t one, other;
} inversion;

static void inversion_act(unsigned me, bool wrong)
{
    bool turned = wrong && me == 1;
    pthread_mutex_t *first = turned ? &inversion.other : &inversion.one;
    pthread_mutex_t *second = turned ? &inversion.one : &inversion.other;
    model_mutex_lock(first);
    model_mutex_lock(second);
    model_mutex_unlock(second);
    model_mutex_unlock(first);
}

SEEDED(inversion, "lock-order", "two locks, taken in one order", 2, NULL, NULL);
