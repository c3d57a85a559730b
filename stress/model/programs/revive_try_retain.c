/*
 * revive-try-retain: an object dies, and its finalizer makes it live again; T2, which knows the address, tries to
 * take a reference meanwhile.
 *
 * The object never goes away, because its finalizer keeps it, so that its memory stays. Hunts: a revival that
 * shows the new reference before what the finalizer's thread has done.
 */
#include "stress/model/programs/riser.h"

MODEL_WORLD struct {
    riser *object;
    void *risen;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        w.object = riser_new(&w.risen);
        rc->enable_try_retain(w.object);
    }
}

static void act(unsigned thread)
{
    if (thread == 0) {
        node_use_and_release(w.object, 0);
    } else if (rc->try_retain(w.object)) {
        rc->release(w.object);
    } else if (rc->try_retain(w.object)) { /* refused before: so it has risen meanwhile */
        node_look(w.object);
        rc->release(w.object);
    }
}

static void finish(unsigned thread)
{
    if (thread == 1) {
        rc->thread_poll();
        rc->release(w.risen);
    }
}

MODEL_PROGRAM(revive_try_retain) = {
    .name = "revive-try-retain",
    .summary = "an object is revived while another thread tries to take a reference",
    .bound = "2 threads: 1 release, 1 finalizer; 2 attempts, 1 release",
    .shares = true,
    .slow = true,
    .threads = 2,
    .leaks = true,
    .prepare = prepare,
    .act = act,
    .finish = finish,
};
