/*
 * kernel.c: the measured part of the replay, compiled once per backend with -DRC_BACKEND=<name>.
 *
 * All operations on counts are the inline ones of the backend; the loop around them is loop.h.
 *
 * The checks cost one store before a last release and one load after it. A death that comes too
 * early clears the slot, and retain and release ignore NULL: a backend that miscounts is reported,
 * and crashes the replay only if it destroys an object while another thread uses it.
 *
 * -DRC_REPLAY_FAULT=lose_release or =early_release builds a kernel that miscounts on purpose, so
 * that a test can see the verdict fail.
 */
#include "bench/replay/kernel.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/refcount.h"

enum fault { FAULT_none, FAULT_lose_release, FAULT_early_release };
#ifndef RC_REPLAY_FAULT
#define RC_REPLAY_FAULT none
#endif
#define FAULT_PASTE_(name) FAULT_##name
#define FAULT_PASTE(name) FAULT_PASTE_(name)
static const enum fault fault = FAULT_PASTE(RC_REPLAY_FAULT);

typedef struct payload {
    rc_replay_slot *slot;
} payload;

static void destroy(void *object)
{
    rc_replay_slot *slot = ((payload *)object)->slot;
    /* relaxed, all three: the count orders a death after the releases, threads end before the
     * verdict. */
    rc_fetch_add_relaxed(&slot->deaths, 1);
    if (!rc_load_relaxed(&slot->last))
        rc_store_relaxed(&slot->died_early, rc_load_relaxed(&slot->turn) + 1);
    slot->object = NULL;
}

static const rc_type type = {.name = "replayed", .size = sizeof(payload), .destroy = destroy};

static bool create(rc_replay_slot *slot)
{
    payload *object = rc_new(&type);
    if (rc_unlikely(!object))
        return false;
    object->slot = slot;
    slot->object = object;
    return true;
}

static void retain(rc_replay_slot *slot)
{
    rc_retain(slot->object);
}

static void release(rc_replay_slot *slot)
{
    if (fault == FAULT_lose_release)
        return;
    rc_release(slot->object);
    /* Only where the death comes at once: later it would pull the object from under its users. */
    if (fault == FAULT_early_release && slot->object && rc_is_unique(slot->object))
        rc_release(slot->object);
}

static void release_last(rc_replay_slot *slot)
{
    rc_store_relaxed(&slot->last, true);
    rc_release(slot->object);
    if (!rc_backend.deferred_death && rc_unlikely(rc_load_relaxed(&slot->deaths) == 0))
        slot->survived = true;
}

static void safepoint(void)
{
    rc_thread_poll();
}

#include "bench/replay/loop.h"

static void release_leftovers(rc_replay_plan *plan, const rc_replay_program *program)
{
    for (uint32_t i = 0; i < program->leftovers; i++) {
        rc_replay_slot *slot = &plan->slot[program->leftover[i].object];
        for (uint64_t n = program->leftover[i].references; n > 1; n--)
            rc_release(slot->object);
        release_last(slot);
    }
}

extern const rc_replay_kernel RC_NAME(replay_kernel);

const rc_replay_kernel RC_NAME(replay_kernel) = {
    .backend = &rc_backend,
    .attach = rc_thread_attach,
    .detach = rc_thread_detach,
    .poll = safepoint,
    .play = play,
    .release_leftovers = release_leftovers,
};
