/*
 * tagged-load-store: T1 loads from a tagged slot into which T2 stores; tagged-mark-change: T1 marks it while T2
 * changes its object; tagged-announce: T1 sets a bit, and T2 looks at what it announces.
 *
 * Hunts: a load that protects nothing; a mark in two steps, which undoes a change. The bugs: T2 takes the object out
 * by itself; T1 marks in two steps; T2 looks at once.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_tagged_slot slot;
    void *other;
} tagged;

static _Atomic(uintptr_t) *word(void)
{
    return (_Atomic(uintptr_t) *)&tagged.slot.word;
}

static void tagged_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        void *object = node_new(&node_type, 1);
        gc->tagged_slot_init(&tagged.slot, object, 0);
        rc->release(object);
    } else {
        tagged.other = node_new(&node_type, 1);
    }
}

static void tagged_finish(unsigned thread)
{
    if (thread == 0)
        gc->tagged_slot_destroy(&tagged.slot);
}

static void load_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        slot_use_and_release(rc_tagged_object(gc->tagged_slot_load(&tagged.slot)), 0);
        return;
    }
    node_use(tagged.other, 1);
    if (wrong)
        rc->release((void *)rc_exchange_acq_rel(word(), 0));
    gc->tagged_slot_give(&tagged.slot, tagged.other, 0);
    gc->reclaim_drain();
}

MODEL_TWINS(load, "tagged-load-store", "a load from a tagged slot against a store",
            .bound = "2 threads: 1 load, 1 release; 1 give, 1 drain", .room = "slot",
            .tolerant = "biased", .stale = 1, .scheme = "model", .shares = true, .threads = 2,
            .prepare = tagged_prepare, .finish = tagged_finish);

static void mark_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        rc_guard guard = gc->guard_enter();
        rc_tagged before = gc->tagged_slot_borrow(&tagged.slot, &guard);
        if (!gc->tagged_slot_compare_give(&tagged.slot, before, rc_tagged_make(tagged.other, 0)))
            rc->release(tagged.other);
        gc->guard_exit(guard);
        gc->reclaim_drain();
    } else if (wrong) {
        uintptr_t before = rc_load_acquire(word());
        rc_store_release(word(), before | RC_LINK_MARK);
    } else {
        rc_tagged before = gc->tagged_slot_fetch_or(&tagged.slot, RC_LINK_MARK);
        model_assert(rc_tagged_tag(before) == 0);
    }
}

MODEL_TWINS(mark, "tagged-mark-change", "a mark against a change of the object",
            .bound = "2 threads: 1 fetch-or; 1 guard with 1 borrow, 1 compare-give, 1 drain",
            .room = "slot", .stale = 1, .scheme = "model", .threads = 2, .prepare = tagged_prepare,
            .finish = tagged_finish);

MODEL_WORLD struct {
    unsigned said;
} announced;

static void announce_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        announced.said = 1;
        rc_tagged before = gc->tagged_slot_fetch_or(&tagged.slot, RC_LINK_MARK);
        model_assert(rc_tagged_tag(before) == 0);
    } else if (rc_tagged_tag(gc->tagged_slot_peek(&tagged.slot)) != 0 || wrong) {
        model_look(announced.said);
    }
}

static void announce_finish(unsigned thread)
{
    tagged_finish(thread);
    if (thread == 1)
        rc->release(tagged.other);
}

MODEL_TWINS(announce, "tagged-announce", "a tag announces what was done before",
            .bound = "2 threads: 1 fetch-or; 1 peek", .room = "slot", .stale = 1, .scheme = "model",
            .backends = "atomic", .threads = 2, .prepare = tagged_prepare,
            .finish = announce_finish);
