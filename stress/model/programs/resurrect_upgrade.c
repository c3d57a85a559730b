/*
 * resurrect-upgrade: an object's finalizer takes a new reference while another thread upgrades a weak one.
 *
 * Once an object has died every upgrade fails, even if it rises; until then it succeeds.
 */
#include "stress/model/programs/riser.h"

MODEL_WORLD struct {
    riser *object;
    rc_weak *weak;
    void *risen, *strong;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.object = riser_new(&w.risen);
        w.weak = rc->weak_new(w.object);
    }
}

static void act(unsigned thread)
{
    if (thread == 0)
        rc->release(w.object);
    else
        w.strong = rc->weak_upgrade(w.weak);
}

static void finish(unsigned thread)
{
    if (thread == 0 && w.strong != NULL) {
        rc->release(w.strong);
    } else if (thread == 1) {
        void *late = rc->weak_upgrade(w.weak);
        if (late != NULL)
            rc->release(late); /* an owner that is yet to look into its queue */
        rc->weak_free(w.weak);
        rc->release(w.risen);
        w.risen = NULL;
    }
}

MODEL_PROGRAM(resurrect_upgrade) = {
    .name = "resurrect-upgrade",
    .summary = "an object rises from the dead while a weak reference is upgraded",
    .bound = "2 threads: 1 release, 1 finalizer; 1 upgrade",
    .shares = true,
    .threads = 2,
    .leaks = true,
    .prepare = prepare,
    .act = act,
    .finish = finish,
};
