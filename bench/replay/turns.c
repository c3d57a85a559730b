/*
 * turns.c: the replay without the counts: what it costs to keep the events in their order.
 *
 * The loop is that of the backends (loop.h), with the same steps, the same turns and the same waits.
 * A creation and a death are noted in the slot, which the backends do too; retain and release are
 * nothing. What a backend takes longer than this is the price of its counts and of its objects'
 * memory. Threads that count less wait for each other at other moments, so with several of them the
 * difference is no sum of parts, but the best there is.
 */
#include "bench/replay/kernel.h"

#include "refcount/atomics.h"

static bool create(rc_replay_slot *slot)
{
    slot->object = slot;
    return true;
}

static void retain(rc_replay_slot *slot)
{
    (void)slot;
}

static void release(rc_replay_slot *slot)
{
    (void)slot;
}

static void release_last(rc_replay_slot *slot)
{
    /* relaxed, both: whose turn it is writes, threads end before the verdict. Nobody else adds, but the
     * backends' destructor does it so, and what the verdict takes is not to be counted as theirs. */
    rc_store_relaxed(&slot->last, true);
    rc_fetch_add_relaxed(&slot->deaths, 1);
    slot->object = NULL;
}

static void safepoint(void)
{
}

#include "bench/replay/loop.h"

static void release_leftovers(rc_replay_plan *plan, const rc_replay_program *program)
{
    for (uint32_t i = 0; i < program->leftovers; i++)
        release_last(&plan->slot[program->leftover[i].object]);
}

static int attach(void)
{
    return 0;
}

static const rc_backend_info nothing = {
    .name = "order",
    .description = "no counts: the turns that keep the events in order, alone",
    .thread_safe = true,
};

const rc_replay_kernel rc_replay_turns = {
    .backend = &nothing,
    .attach = attach,
    .detach = safepoint,
    .poll = safepoint,
    .play = play,
    .release_leftovers = release_leftovers,
};
