/*
 * asym-borrow-give, asym-load-give, asym-last-name: the scheme `hazard_asym`, with membarrier as a fence of every
 * thread; asym-fallback-borrow, asym-fallback-load: the same without membarrier, where the reader pays.
 *
 * Hunts: a name that a scan overlooks; a scan without a barrier; a name given back without release. The bug: the
 * reader names nothing.
 */
#include "stress/model/programs/reclaim/reclaim.h"

extern bool rc_atomic_hazard_asym_hazard_use_light_(bool light);

MODEL_WORLD struct {
    rc_slot slot;
} asym;

static void asym_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        slot_fill(&asym.slot);
}

static void fallback_prepare(unsigned thread)
{
    if (thread == 0) {
        bool before = rc_atomic_hazard_asym_hazard_use_light_(false);
        model_assert(before);
    }
    asym_prepare(thread);
}

static void asym_borrow_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        reclaim_borrow(&asym.slot, wrong);
    else
        reclaim_give_up(&asym.slot);
}

MODEL_TWINS(asym_borrow, "asym-borrow-give",
            "the scheme hazard_asym: a borrow against a thread that empties the slot",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .shares = true, .threads = 2, .prepare = asym_prepare);

static void asym_load_act(unsigned thread, bool wrong)
{
    if (thread == 0)
        reclaim_load(&asym.slot, wrong);
    else
        reclaim_give_up(&asym.slot);
}

MODEL_TWINS(asym_load, "asym-load-give",
            "the scheme hazard_asym: a load against a thread that empties the slot",
            .bound = "2 threads: 1 load, 1 release; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .shares = true, .threads = 2, .prepare = asym_prepare);

/* The name of the last section is still in its word, and counts again. */
static void name_prepare(unsigned thread)
{
    asym_prepare(thread);
    if (thread == 0)
        reclaim_borrow(&asym.slot, false);
}

static void name_act(unsigned thread, bool wrong)
{
    asym_borrow_act(thread, wrong);
}

MODEL_TWINS(name, "asym-last-name",
            "the scheme hazard_asym: a borrow of what the last section named",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .shares = true, .threads = 2, .prepare = name_prepare);

static void fallback_borrow_act(unsigned thread, bool wrong)
{
    asym_borrow_act(thread, wrong);
}

MODEL_TWINS(fallback_borrow, "asym-fallback-borrow",
            "hazard_asym without membarrier: a borrow against a thread that empties the slot",
            .bound = "2 threads: 1 guard with 1 borrow; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .shares = true, .threads = 2, .prepare = fallback_prepare);

static void fallback_load_act(unsigned thread, bool wrong)
{
    asym_load_act(thread, wrong);
}

MODEL_TWINS(fallback_load, "asym-fallback-load",
            "hazard_asym without membarrier: a load against a thread that empties the slot",
            .bound = "2 threads: 1 load, 1 release; 1 give, 1 drain", .room = "reclaim",
            .scheme = "hazard_asym", .shares = true, .threads = 2, .prepare = fallback_prepare);
