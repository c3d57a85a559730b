/*
 * asym-fallback-compare, asym-fallback-tagged, asym-fallback-tag-change: hazard pointers without membarrier: a reader
 * against each other way in which an object leaves its place.
 *
 * Hunts: a way that does not come before the scan that follows. The bug: the reader names nothing.
 */
#include "stress/model/programs/reclaim/reclaim.h"

extern bool rc_atomic_hazard_asym_hazard_use_light_(bool light);

MODEL_WORLD struct {
    rc_slot slot;
    rc_tagged_slot tagged;
    void *object;
} change;

static void change_prepare(unsigned thread)
{
    if (thread == 0) {
        bool before = rc_atomic_hazard_asym_hazard_use_light_(false);
        model_assert(before);
    }
    node_attach();
    if (thread == 1)
        change.object = node_new(&node_type, 1);
}

static void compare_prepare(unsigned thread)
{
    change_prepare(thread);
    if (thread == 1)
        gc->slot_init(&change.slot, change.object);
}

static void compare_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        reclaim_borrow(&change.slot, wrong);
        return;
    }
    bool done = gc->slot_compare_exchange(&change.slot, change.object, NULL);
    model_assert(done);
    rc->release(change.object);
    gc->reclaim_drain();
}

MODEL_TWINS(compare, "asym-fallback-compare",
            "hazard_asym without membarrier: a borrow against a compare-exchange",
            .bound = "2 threads: 1 guard with 1 borrow; 1 compare-exchange, 1 release, 1 drain",
            .room = "reclaim", .scheme = "hazard_asym", .threads = 2, .prepare = compare_prepare);

static void tagged_prepare(unsigned thread)
{
    change_prepare(thread);
    if (thread == 1) {
        gc->tagged_slot_init(&change.tagged, change.object, 0);
        rc->release(change.object);
    }
}

static void look(bool wrong)
{
    rc_guard guard = gc->guard_enter();
    rc_tagged value = wrong ? gc->tagged_slot_peek(&change.tagged)
                            : gc->tagged_slot_borrow(&change.tagged, &guard);
    slot_use(rc_tagged_object(value), 0);
    gc->guard_exit(guard);
}

static void tagged_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        look(wrong);
        return;
    }
    gc->tagged_slot_give(&change.tagged, NULL, 0);
    gc->reclaim_drain();
}

MODEL_TWINS(tagged, "asym-fallback-tagged",
            "hazard_asym without membarrier: a borrow against a store into a tagged slot",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2, .prepare = tagged_prepare);

static void tag_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        look(wrong);
        return;
    }
    bool done = gc->tagged_slot_compare_give(&change.tagged, rc_tagged_make(change.object, 0),
                                             rc_tagged_make(NULL, 0));
    model_assert(done);
    gc->reclaim_drain();
}

MODEL_TWINS(tag, "asym-fallback-tag-change",
            "hazard_asym without membarrier: a borrow against a compare-exchange of a tagged slot",
            .bound = "2 threads: 1 guard with 1 borrow; 1 compare-give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2, .prepare = tagged_prepare);
