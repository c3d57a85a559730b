/*
 * lock-borrow-give, lock-load-give: the scheme `lock`: a reader against a thread that empties the slot;
 * lock-borrow-store: against one that puts another object there; lock-three: two readers, one of which makes the
 * grace period.
 *
 * Hunts: a grace period that has passed before the batch was full; one that does not order what readers did. The
 * bug: the reader looks after its section has ended, or takes the lock for the count only.
 */
#include "stress/model/programs/reclaim/reclaim.h"

MODEL_WORLD struct {
    rc_slot slot;
    void *other;
} locked;

static void locked_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        slot_fill(&locked.slot);
}

static void lock_borrow_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        reclaim_borrow(&locked.slot, wrong);
    else
        reclaim_give_up(&locked.slot);
}

MODEL_TWINS(lock_borrow, "lock-borrow-give",
            "the scheme lock: a borrow against a thread that empties the slot",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "lock", .shares = true, .threads = 2, .prepare = locked_prepare);

static void lock_load_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        reclaim_load(&locked.slot, wrong);
    else
        reclaim_give_up(&locked.slot);
}

MODEL_TWINS(lock_load, "lock-load-give",
            "the scheme lock: a load against a thread that empties the slot",
            .bound = "2 threads: 1 load, 1 release; 1 give, 1 drain", .room = "reclaim",
            .scheme = "lock", .shares = true, .threads = 2, .prepare = locked_prepare);

static void store_prepare(unsigned thread)
{
    locked_prepare(thread);
    if (thread == 1)
        locked.other = node_new(&node_type, 1);
}

static void store_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        reclaim_look(&locked.slot);
    else
        reclaim_store(&locked.slot, locked.other, wrong);
}

static void store_finish(unsigned thread)
{
    if (thread == 0)
        gc->slot_destroy(&locked.slot);
}

MODEL_TWINS(store, "lock-borrow-store",
            "the scheme lock: a borrow against a thread that stores another object",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "lock", .threads = 2, .prepare = store_prepare, .finish = store_finish);

static void three_act(unsigned thread, bool wrong)
{
    if (thread == 1)
        reclaim_give_up(&locked.slot);
    else
        reclaim_borrow(&locked.slot, wrong && thread == 2);
}

MODEL_TWINS(three, "lock-three",
            "the scheme lock: two readers, one of which may make the grace period",
            .bound = "3 threads: 1 guard with 1 borrow; 1 give, 1 drain; 1 guard with 1 borrow",
            .room = "reclaim", .scheme = "lock", .stale = 1, .threads = 3,
            .prepare = locked_prepare);
