/*
 * try-retain-release: T2 tries to take a reference to a counter whose memory stays, while T1 gives back the last.
 *
 *   T1                             T2
 *   uses; releases                 tries: if it may, uses; releases
 *
 * Hunts: an attempt that wakes the dead, or does not see what the former holders did.
 */
#include "stress/model/programs/counted.h"

MODEL_WORLD struct {
    counted one;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        rc->counter_init(&w.one.counter);
        rc->counter_enable_try_retain(&w.one.counter);
    }
}

static void dispose(rc_counter *counter)
{
    for (unsigned i = 0; i < MODEL_THREADS; i++)
        counted_of(counter)->used[i] = 0;
    counted_note(counter);
}

static void act(unsigned thread)
{
    if (thread == 1 && !rc->counter_try_retain(&w.one.counter))
        return;
    w.one.used[thread]++;
    rc->counter_release(&w.one.counter, dispose);
}

static void judge(void)
{
    model_assert(w.one.disposed == 1);
    rc->counter_destroy(&w.one.counter);
}

MODEL_PROGRAM(try_retain_release) = {
    .name = "try-retain-release",
    .summary = "an attempt to take a reference against the last release",
    .bound = "2 threads: 1 release; 1 attempt, 1 release",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE | MODEL_TRY_RETAIN,
    .prepare = prepare,
    .act = act,
    .judge = judge,
};
