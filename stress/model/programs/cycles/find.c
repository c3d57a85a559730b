/*
 * collect-find: T1 collects a ring with finalizers; T2 finds it by its address in a table that holds no references,
 * and attempts to retain it: collect-find before its first safepoint; collect-find-late behind it, where the
 * collector, of objects without finalizers, may have judged; collect-find-last behind two, with finalizers.
 *
 * The table's entry is taken out when the object is destroyed; both happen under the table's lock.
 *
 * Hunts: an attempt on what is condemned; garbage that was found between the two judgements, and is taken apart all the
 * same. The bug: T2 takes what it finds without asking.
 */
#include "stress/model/programs/cycles/rings.h"

#include "stress/model/seam_functions.h"

MODEL_WORLD struct {
    pthread_mutex_t lock;
    part *entry;
    size_t collected;
} f;

static void found_finalize(void *object)
{
    (void)object;
}

static void found_destroy(void *object)
{
    model_mutex_lock(&f.lock);
    if (f.entry == object)
        f.entry = NULL;
    model_mutex_unlock(&f.lock);
    part_clear(object);
}

static const rc_type found_type = {.name = "found",
                                   .size = sizeof(part),
                                   .destroy = found_destroy,
                                   .traverse = part_traverse,
                                   .clear = part_clear,
                                   .finalize = found_finalize};

static void prepare(unsigned thread, const rc_type *type)
{
    node_attach();
    if (thread == 1)
        return;
    f.entry = ring_new(type);
    rc->enable_try_retain(f.entry);
    rc->release(f.entry);
}

static void find_prepare(unsigned thread)
{
    prepare(thread, &found_type);
}

/* What is in the table, with a reference; the bug does without. */
static part *attempt(bool wrong)
{
    model_mutex_lock(&f.lock);
    part *ring = f.entry;
    if (ring != NULL && !wrong && !rc->try_retain(ring))
        ring = NULL;
    model_mutex_unlock(&f.lock);
    return ring;
}

static void use_and_leave(part *ring, bool wrong)
{
    if (ring != NULL) {
        model_assert(ring->other != NULL);
        ring->other->uses++;
    }
    if (!wrong)
        rc->release(ring);
    stay_away();
}

static void find_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        f.collected = model_collect();
        return;
    }
    part *ring = attempt(wrong);
    rc->thread_poll();
    if (wrong)
        rc->thread_poll(); /* where the second judgement may find it */
    use_and_leave(ring, wrong);
}

static void find_finish(unsigned thread)
{
    come_back(thread);
    if (thread == 1) {
        f.collected += model_collect();
        model_assert(f.collected == 2);
    } else {
        stay_away();
    }
}

MODEL_TWINS(find, "collect-find", "an object is found by its address while the collector judges",
            .bound = "2 threads: 1 collection; 1 attempt, 1 safepoint, 1 release, 1 region",
            .room = "cycles", .backends = "atomic mutex", .threads = 2, .prepare = find_prepare,
            .finish = find_finish);

static const rc_type late_type = {.name = "late",
                                  .size = sizeof(part),
                                  .destroy = found_destroy,
                                  .traverse = part_traverse,
                                  .clear = part_clear};

static void late_prepare(unsigned thread)
{
    prepare(thread, &late_type);
}

static void behind(unsigned thread, bool wrong, unsigned safepoints)
{
    if (thread == 0) {
        f.collected = model_collect();
        return;
    }
    while (safepoints-- > 0)
        rc->thread_poll();
    part *ring = attempt(wrong);
    use_and_leave(ring, wrong);
}

static void late_act(unsigned thread, bool wrong)
{
    behind(thread, wrong, 1);
}

MODEL_TWINS(late, "collect-find-late",
            "an object is found by its address when the collector has judged",
            .bound = "2 threads: 1 collection; 1 safepoint, 1 attempt, 1 release, 1 region",
            .room = "cycles", .backends = "atomic biased mutex", .threads = 2,
            .prepare = late_prepare, .finish = find_finish);

static void last_act(unsigned thread, bool wrong)
{
    behind(thread, wrong, 2);
}

MODEL_TWINS(last, "collect-find-last",
            "an object is found by its address when the collector has judged twice",
            .bound = "2 threads: 1 collection; 2 safepoints, 1 attempt, 1 release, 1 region",
            .room = "cycles", .backends = "atomic", .sampled = "atomic", .samples = 10000,
            .preemptions = 2, .slow = true, .threads = 2, .prepare = find_prepare,
            .finish = find_finish);
