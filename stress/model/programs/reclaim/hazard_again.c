/*
 * asym-step-give: T1 names one object and then another in the same word, while T2 gives up the first;
 * asym-reattach: T1 reads, detaches and attaches again; asym-store-again: T2 takes the object out, changes it
 * when all have left it, and puts it back, where T1's last section has named it; asym-attach-attach: two attach at
 * once; asym-record: T2 attaches while T1 detaches, and may get its record.
 *
 * Hunts: a name that is overwritten without release; a name that counts again without acquire; a record that is not
 * complete when it is found. The bugs: T1 names nothing; it looks after it has detached; T2 does not wait until all
 * have left; both count without an order; an object is used when it is gone.
 */
#include "stress/model/programs/reclaim/reclaim.h"

MODEL_WORLD struct {
    rc_slot slot;
    rc_tagged_slot first, second;
    unsigned attached;
} again;

static void fill_tagged(rc_tagged_slot *slot)
{
    void *object = node_new(&node_type, 1);
    gc->tagged_slot_init(slot, object, 0);
    rc->release(object);
}

static void step_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0) {
        fill_tagged(&again.first);
        fill_tagged(&again.second);
    }
}

static void step_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        gc->tagged_slot_give(&again.first, NULL, 0);
        gc->reclaim_drain();
        return;
    }
    rc_guard guard = gc->guard_enter();
    rc_tagged value =
        wrong ? gc->tagged_slot_peek(&again.first) : gc->tagged_slot_step(&again.first, &guard, 0);
    slot_use(rc_tagged_object(value), 0);
    slot_use(rc_tagged_object(gc->tagged_slot_step(&again.second, &guard, 0)), 0);
    gc->guard_exit(guard);
}

static void step_finish(unsigned thread)
{
    if (thread == 0)
        gc->tagged_slot_destroy(&again.second);
}

MODEL_TWINS(step, "asym-step-give",
            "the scheme hazard_asym: two steps of a walk against a thread that gives up the first",
            .bound = "2 threads: 1 guard with 2 steps; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2, .prepare = step_prepare, .finish = step_finish);

static void slot_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        slot_fill(&again.slot);
}

static void reattach_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        reclaim_give_up(&again.slot);
        return;
    }
    void *seen = slot_peek(&again.slot);
    reclaim_borrow(&again.slot, false);
    rc->thread_detach();
    if (wrong)
        slot_use(seen, 0);
    node_attach();
}

MODEL_TWINS(reattach, "asym-reattach",
            "the scheme hazard_asym: a reader detaches and attaches again while another one scans",
            .bound = "2 threads: 1 guard with 1 borrow, 1 detach, 1 attach; 1 give, 1 drain",
            .slow = true, .room = "reclaim", .scheme = "hazard_asym", .threads = 2,
            .prepare = slot_prepare);

static void back_prepare(unsigned thread)
{
    slot_prepare(thread);
    if (thread == 0)
        reclaim_look(&again.slot);
}

static void back_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        reclaim_look(&again.slot);
        return;
    }
    void *object = gc->slot_exchange(&again.slot, NULL);
    if (!wrong)
        gc->reclaim_drain();
    node_use(object, 1);
    gc->slot_give(&again.slot, object);
}

static void back_finish(unsigned thread)
{
    if (thread == 0)
        gc->slot_destroy(&again.slot);
}

MODEL_TWINS(back, "asym-store-again",
            "the scheme hazard_asym: an object comes back that the last section named",
            .bound = "2 threads: 1 guard with 1 borrow; 1 exchange, 1 drain, 1 give",
            .room = "reclaim", .scheme = "hazard_asym", .threads = 2, .prepare = back_prepare,
            .finish = back_finish);

static void attach_act(unsigned thread, bool wrong)
{
    (void)thread;
    node_attach();
    reclaim_look(&again.slot);
    if (wrong)
        again.attached++;
}

MODEL_TWINS(attach, "asym-attach-attach", "the scheme hazard_asym: two threads attach at once",
            .bound = "2 threads: 1 attach, 1 guard with 1 borrow each", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2);

static void record_prepare(unsigned thread)
{
    if (thread == 0) {
        slot_prepare(0);
        reclaim_give_up(&again.slot);
    }
}

static void record_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        rc->thread_detach();
        return;
    }
    node_attach();
    slot_fill(&again.slot);
    void *object = slot_peek(&again.slot);
    reclaim_give_up(&again.slot);
    if (wrong)
        slot_use(object, 1);
}

MODEL_TWINS(record, "asym-record",
            "the scheme hazard_asym: a thread attaches while another one detaches",
            .bound = "2 threads: 1 detach; 1 attach, 1 birth, 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2, .prepare = record_prepare);
