/*
 * asym-borrow-store, asym-fallback-store: the scheme `hazard_asym`, with membarrier and without: a reader looks at what
 * another thread had done to an object before it put it into the slot; asym-attach-borrow, asym-fallback-attach: a
 * thread attaches, and reads, while another scans.
 *
 * Hunts: a protect that does not acquire; a block of names that a scan does not find. The bugs: the object is changed
 * after it was put there; the reader looks after it has detached.
 */
#include "stress/model/programs/reclaim/reclaim.h"

extern bool rc_atomic_hazard_asym_hazard_use_light_(bool light);

MODEL_WORLD struct {
    rc_slot slot;
    void *other;
} store;

static void light_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        slot_fill(&store.slot);
    else
        store.other = node_new(&node_type, 1);
}

static void heavy(unsigned thread)
{
    if (thread == 0) {
        bool before = rc_atomic_hazard_asym_hazard_use_light_(false);
        model_assert(before);
    }
}

static void heavy_prepare(unsigned thread)
{
    heavy(thread);
    light_prepare(thread);
}

static void store_finish(unsigned thread)
{
    if (thread == 0)
        gc->slot_destroy(&store.slot);
}

static void light_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        reclaim_look(&store.slot);
    else
        reclaim_store(&store.slot, store.other, wrong);
}

MODEL_TWINS(light, "asym-borrow-store",
            "the scheme hazard_asym: a borrow against a thread that stores another object",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2, .prepare = light_prepare,
            .finish = store_finish);

static void heavy_act(unsigned thread, bool wrong)
{
    light_act(thread, wrong);
}

MODEL_TWINS(heavy, "asym-fallback-store",
            "hazard_asym without membarrier: a borrow against a thread that stores another object",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .threads = 2, .prepare = heavy_prepare,
            .finish = store_finish);

/* The reader comes during the play. */
static void attach_prepare(unsigned thread)
{
    if (thread == 0) {
        node_attach();
        slot_fill(&store.slot);
    }
}

static void attach_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        reclaim_give_up(&store.slot);
        return;
    }
    node_attach();
    void *seen = slot_peek(&store.slot);
    reclaim_borrow(&store.slot, false);
    if (wrong)
        slot_use(seen, 0);
}

MODEL_TWINS(attach, "asym-attach-borrow",
            "the scheme hazard_asym: a thread attaches and borrows while another one scans",
            .bound = "2 threads: 1 give, 1 drain; 1 attach, 1 guard with 1 borrow",
            .room = "reclaim", .scheme = "hazard_asym", .threads = 2, .prepare = attach_prepare);

static void heavy_attach_prepare(unsigned thread)
{
    heavy(thread);
    attach_prepare(thread);
}

static void heavy_attach_act(unsigned thread, bool wrong)
{
    attach_act(thread, wrong);
}

MODEL_TWINS(heavy_attach, "asym-fallback-attach",
            "hazard_asym without membarrier: a thread attaches and borrows while another one scans",
            .bound = "2 threads: 1 give, 1 drain; 1 attach, 1 guard with 1 borrow",
            .room = "reclaim", .scheme = "hazard_asym", .threads = 2,
            .prepare = heavy_attach_prepare);
