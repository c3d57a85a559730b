/*
 * counter-release: two threads give back the last two references to a counter in a struct of the program's own,
 * whose dispose function frees the struct.
 *
 * Hunts: a release that looks at the counter again after it has given its reference away.
 */
#include "stress/model/programs/counted.h"

MODEL_WORLD struct {
    counted *one;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.one = counted_new(2);
}

static void act(unsigned thread)
{
    w.one->used[thread]++;
    rc->counter_release(&w.one->counter, counted_dispose);
}

MODEL_PROGRAM(counter_release) = {
    .name = "counter-release",
    .summary = "the last two references to an embedded counter",
    .bound = "2 threads, 1 release each",
    .shares = true,
    .threads = 2,
    .uses = MODEL_RELEASE,
    .prepare = prepare,
    .act = act,
};
