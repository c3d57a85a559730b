/*
 * asym-other-name: T1 borrows while its last section's name is that of another object; asym-tagged: what it borrows
 * has a tag.
 *
 * Hunts: a name that is taken for another one; a tag that is taken for a part of the name. The bug: T1 looks after its
 * section has ended.
 */
#include "stress/model/programs/reclaim/reclaim.h"

MODEL_WORLD struct {
    rc_slot slot;
    rc_tagged_slot tagged;
} name;

static void other_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    slot_fill(&name.slot);
    reclaim_look(&name.slot);
    void *other = node_new(&node_type, 1);
    gc->slot_give(&name.slot, other);
}

static void other_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        reclaim_borrow(&name.slot, wrong);
    else
        reclaim_give_up(&name.slot);
}

MODEL_TWINS(other, "asym-other-name",
            "the scheme hazard_asym: a borrow where the last section has named another object",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2, .prepare = other_prepare);

static void tagged_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    void *object = node_new(&node_type, 1);
    gc->tagged_slot_init(&name.tagged, object, RC_LINK_MARK | RC_LINK_GONE);
    rc->release(object);
}

static void tagged_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        gc->tagged_slot_give(&name.tagged, NULL, 0);
        gc->reclaim_drain();
        return;
    }
    rc_guard guard = gc->guard_enter();
    rc_tagged value = gc->tagged_slot_borrow(&name.tagged, &guard);
    if (wrong)
        gc->guard_exit(guard);
    slot_use(rc_tagged_object(value), 0);
    if (!wrong)
        gc->guard_exit(guard);
}

MODEL_TWINS(tagged, "asym-tagged", "the scheme hazard_asym: a borrow of what has a tag",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2, .prepare = tagged_prepare);
