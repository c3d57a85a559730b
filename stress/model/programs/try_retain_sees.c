/*
 * try-retain-sees: T2 uses the object and gives back one of two references; T3, which sees that one is gone,
 * takes it by an attempt, and looks at what T2 did.
 *
 * Hunts: an attempt that succeeds without acquiring.
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
    } else if (thread == 1) {
        rc->counter_retain(&w.one.counter);
    }
}

static void act(unsigned thread)
{
    if (thread == 1) {
        w.one.used[0]++;
        rc->counter_release(&w.one.counter, counted_note);
    } else if (thread == 2 && rc->counter_read(&w.one.counter) == 1 &&
               rc->counter_try_retain(&w.one.counter)) {
        model_look(w.one.used[0]);
        rc->counter_release(&w.one.counter, counted_note);
    }
}

static void finish(unsigned thread)
{
    if (thread == 0)
        rc->counter_release(&w.one.counter, counted_note);
}

static void judge(void)
{
    model_assert(w.one.disposed == 1);
    rc->counter_destroy(&w.one.counter);
}

MODEL_PROGRAM(try_retain_sees) = {
    .name = "try-retain-sees",
    .summary = "an attempt that succeeds sees what former holders did",
    .bound = "2 threads: 1 release; 1 read, 1 attempt, 1 release",
    .shares = true,
    .threads = 3,
    .prepare = prepare,
    .act = act,
    .finish = finish,
    .judge = judge,
};
