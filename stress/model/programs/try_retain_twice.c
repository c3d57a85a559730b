/*
 * try-retain-twice: two threads try, one gives back the last reference.
 *
 * Hunts: attempts that take each other for a reference.
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

static void act(unsigned thread)
{
    if (thread > 0 && !rc->counter_try_retain(&w.one.counter))
        return;
    w.one.used[thread]++;
    rc->counter_release(&w.one.counter, counted_note);
}

static void judge(void)
{
    model_assert(w.one.disposed == 1);
    rc->counter_destroy(&w.one.counter);
}

MODEL_PROGRAM(try_retain_twice) = {
    .name = "try-retain-twice",
    .summary = "two attempts against the last release",
    .bound = "3 threads: 1 release; 1 attempt, 1 release each",
    .sampled = "biased",
    .preemptions = 1,
    .shares = true,
    .slow = true,
    .threads = 3,
    .uses = MODEL_RELEASE | MODEL_TRY_RETAIN,
    .prepare = prepare,
    .act = act,
    .judge = judge,
};
