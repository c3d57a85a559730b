/*
 * publication.c: an object is made once by whoever comes first, and used by all (double-checked locking); a
 * sequence lock; a message behind a condition.
 *
 * The wrong ones publish before the object is complete, read data that is being written, wait without
 * looking whether the message is there already.
 */
#include "stress/model/seeded/seeded.h"

MODEL_WORLD struct {
    _Atomic(int *) object;
    pthread_mutex_t mutex;
} once;

static void once_act(unsigned me, bool wrong)
{
    (void)me;
    int *object = atomic_load_explicit(&once.object, ACQ);
    if (object == NULL) {
        model_mutex_lock(&once.mutex);
        object = atomic_load_explicit(&once.object, RLX);
        if (object == NULL) {
            object = malloc(sizeof *object);
            *object = 42;
            if (wrong)
                atomic_store_explicit(&once.object, object, RLX);
            else
                atomic_store_explicit(&once.object, object, REL);
        }
        model_mutex_unlock(&once.mutex);
    }
    model_assert(*object == 42);
}

static void once_finish(unsigned thread)
{
    if (thread == 0)
        free(atomic_load_explicit(&once.object, RLX));
}

SEEDED(once, "double-checked", "an object is made once", 2, NULL, once_finish);

MODEL_WORLD struct {
    atomic_uint sequence;
    atomic_int one, other;
} seq;

static void seq_act(unsigned me, bool wrong)
{
    if (me == 0) {
        atomic_store_explicit(&seq.sequence, 1, RLX);
        atomic_thread_fence(REL);
        atomic_store_explicit(&seq.one, 7, RLX);
        atomic_store_explicit(&seq.other, 7, RLX);
        if (wrong)
            atomic_store_explicit(&seq.sequence, 2, RLX);
        else
            atomic_store_explicit(&seq.sequence, 2, REL);
        return;
    }
    unsigned before = atomic_load_explicit(&seq.sequence, ACQ);
    int one = atomic_load_explicit(&seq.one, RLX);
    int other = atomic_load_explicit(&seq.other, RLX);
    atomic_thread_fence(ACQ);
    if (before % 2 == 0 && atomic_load_explicit(&seq.sequence, RLX) == before)
        model_assert(one == other);
}

SEEDED(seq, "sequence-lock", "two values are read as they belong together", 2, NULL, NULL);

MODEL_WORLD struct {
    pthread_mutex_t mutex;
    pthread_cond_t cond;
    bool there;
} wake;

static void wake_act(unsigned me, bool wrong)
{
    model_mutex_lock(&wake.mutex);
    if (me == 0) {
        wake.there = true;
        model_cond_signal(&wake.cond);
    } else if (wrong) {
        model_cond_wait(&wake.cond, &wake.mutex); /* the signal may have been given already */
    } else {
        while (!wake.there)
            model_cond_wait(&wake.cond, &wake.mutex);
    }
    model_mutex_unlock(&wake.mutex);
}

SEEDED(wake, "condition", "one waits until the other has done something", 2, NULL, NULL);
