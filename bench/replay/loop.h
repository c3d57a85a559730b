/*
 * loop.h: the loop that replays the steps of one thread: the same for every backend, and for none.
 *
 * It fetches a step, waits for its turn, does it and passes the turn on. The including file defines
 * what the four operations and a safepoint are, as static functions that are inlined:
 *
 *     bool create(rc_replay_slot *slot)           false: no memory
 *     void retain(rc_replay_slot *slot)
 *     void release(rc_replay_slot *slot)
 *     void release_last(rc_replay_slot *slot)
 *     void safepoint(void)
 */
#include "refcount/atomics.h"
#include "refcount/platform.h"

/* How many steps a thread does between two safepoints; it also polls whenever it waits. */
enum { POLL_EVERY = 64 };

static RC_NOINLINE void wait_for_turn(rc_replay_slot *slot, uint32_t turn)
{
    unsigned relaxed = 0;
    /* (1) acquire: pairs with release (2); so it does in play. */
    while (rc_load_acquire(&slot->turn) != turn) {
        rc_platform_relax(&relaxed);
        safepoint();
    }
}

static bool play(rc_replay_plan *plan, const rc_replay_program *program)
{
    bool enough_memory = true;
    for (uint64_t i = 0; i < program->steps; i++) {
        const rc_replay_step step = program->step[i];
        rc_replay_slot *slot = &plan->slot[step.object];
        /* (1) acquire: what the events before did to the object happens before this one. */
        if (rc_unlikely(rc_load_acquire(&slot->turn) != step.turn))
            wait_for_turn(slot, step.turn);
        switch ((rc_trace_op)step.op) {
        case RC_TRACE_CREATE:
            enough_memory &= create(slot);
            break;
        case RC_TRACE_RETAIN:
            retain(slot);
            break;
        case RC_TRACE_RELEASE:
            release(slot);
            break;
        case RC_TRACE_DESTROY:
            release_last(slot);
            break;
        }
        /* (2) release: pairs with acquire (1) of the object's next event. */
        rc_store_release(&slot->turn, step.turn + 1u);
        if (i % POLL_EVERY == POLL_EVERY - 1)
            safepoint();
    }
    return enough_memory;
}
