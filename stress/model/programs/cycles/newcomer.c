/*
 * collect-attach: T1 collects while T2 attaches, and changes an object that was left for it; collect-destructor: T2 is
 * in a destructor, and comes by a safepoint there; tracked-birth-end: T1 makes an object while T2 ends another one that
 * T1 has made.
 *
 * Hunts: a thread that attaches while the world stands still; an object that is half taken apart, and traversed; a
 * registry that is changed without its lock. The bugs: T2 changes the object before it attaches; it uses the object
 * afterwards.
 */
#include "stress/model/programs/cycles/rings.h"

MODEL_WORLD struct {
    part *one;
} n;

static void attach_prepare(unsigned thread)
{
    if (thread == 1)
        return;
    node_attach();
    n.one = rc->new (&part_type);
    model_assert(n.one != NULL);
}

static void attach_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        size_t collected = model_collect();
        model_assert(collected == 0);
        return;
    }
    if (!wrong)
        node_attach();
    n.one->other = rc->retain(n.one);
    if (wrong)
        node_attach();
    stay_away();
}

static void attach_finish(unsigned thread)
{
    if (thread == 0) {
        stay_away();
        return;
    }
    rc->thread_block_end();
    rc->release(n.one);
    size_t collected = model_collect();
    model_assert(collected == 1);
}

MODEL_TWINS(attach, "collect-attach",
            "a thread attaches and changes references while another collects",
            .bound = "2 threads: 1 collection; 1 attach, 1 store, 1 region", .room = "cycles",
            .backends = "atomic mutex", .threads = 2, .prepare = attach_prepare,
            .finish = attach_finish);

/* What it owned is gone when it comes by the safepoint. */
static void slow_destroy(void *object)
{
    part *p = object;
    rc->release(p->other);
    rc->thread_poll();
}

static const rc_type slow_type = {.name = "slow",
                                  .size = sizeof(part),
                                  .destroy = slow_destroy,
                                  .traverse = part_traverse,
                                  .clear = part_clear};

static void destructor_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        return;
    n.one = rc->new (&slow_type);
    model_assert(n.one != NULL);
    n.one->other = rc->new (&part_type);
}

static void destructor_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        size_t collected = model_collect();
        model_assert(collected == 0);
        return;
    }
    rc->release(n.one);
    if (wrong)
        n.one->uses++;
    stay_away();
}

static void destructor_finish(unsigned thread)
{
    if (thread == 1)
        rc->thread_block_end();
}

MODEL_TWINS(destructor, "collect-destructor",
            "a safepoint in a destructor while another thread collects",
            .bound = "2 threads: 1 collection; 1 release, 1 safepoint, 1 region", .room = "cycles",
            .backends = "atomic biased mutex", .threads = 2, .prepare = destructor_prepare,
            .finish = destructor_finish);

static void birth_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        n.one = rc->new (&part_type);
        model_assert(n.one != NULL);
    }
}

static void birth_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        rc->release(n.one);
        if (wrong)
            n.one->uses++;
        return;
    }
    void *other = rc->new (&part_type);
    model_assert(other != NULL);
    rc->release(other);
}

MODEL_TWINS(birth, "tracked-birth-end", "a tracked object is made while another one ends",
            .bound = "2 threads: 1 birth, 1 release; 1 release", .room = "cycles",
            .backends = "atomic mutex", .threads = 2, .prepare = birth_prepare);
