/*
 * isolate.c: garbage that cannot be taken apart.
 *
 * An object without `clear` may be garbage like any other: when the others that are in its cycles have been
 * cleared, nothing refers to it any more. That fails only for cycles of nothing but such objects. They are
 * found by taking away, as long as there is one, an object without clear to which no other such object
 * refers: it will die by its count. What remains is in such a cycle, or hangs on one. It is kept, with all
 * that can be reached from it, so that whoever breaks the cycle by hand finds it whole.
 *
 *   A <-> B      both without clear: kept             A -> B -> A    A can be cleared: both go
 *   ^                                                      |
 *   C            goes: nothing of A or B refers to it       D         without clear: goes, when B is destroyed
 *
 * The stack runs through the links backwards; rc_trial_sift puts them in order.
 */
#include "gc/cycles/isolate.h"

#include "gc/cycles/lists.h"

static bool clearable(const rc_track *track)
{
    return rc_track_type(track)->clear != NULL;
}

static rc_track *candidate(const rc_trial *trial, const void *object)
{
    return object != NULL ? rc_candidate(object, trial->ages) : NULL;
}

static void visit_to_count(void *object, void *arg)
{
    rc_track *track = candidate(arg, object);
    if (track != NULL)
        rc_found_add(track);
}

/* It will die by its count; what it refers to loses a reference. */
static void goes(rc_trial *trial, rc_track *track)
{
    rc_track_set_state(track, RC_STATE_GARBAGE);
    rc_stack_push(&trial->stack, track);
}

static void visit_to_uncount(void *object, void *arg)
{
    rc_trial *trial = arg;
    rc_track *track = candidate(trial, object);
    if (track == NULL)
        return;
    rc_found_sub(track);
    if (!clearable(track) && rc_track_state(track) == RC_STATE_NEW && rc_found(track) == 0)
        goes(trial, track);
}

static void keep(rc_trial *trial, rc_track *track)
{
    rc_track_set_state(track, trial->live);
    rc_stack_push(&trial->stack, track);
}

static void visit_to_keep(void *object, void *arg)
{
    rc_trial *trial = arg;
    rc_track *track = candidate(trial, object);
    if (track != NULL && rc_track_state(track) != trial->live)
        keep(trial, track);
}

static void scan_stack(rc_trial *trial, rc_visit *visit)
{
    while (trial->stack != NULL) {
        rc_track *track = rc_stack_pop(&trial->stack);
        rc_track_type(track)->traverse(rc_track_object(track), visit, trial);
    }
}

void rc_isolate(rc_trial *trial)
{
    rc_track *head = trial->list[0];
    for (EACH(track, head))
        rc_track_set_state(track, RC_STATE_NEW);
    for (EACH(track, head)) {
        if (!clearable(track))
            rc_track_type(track)->traverse(rc_track_object(track), visit_to_count, trial);
    }
    for (EACH(track, head)) {
        if (!clearable(track) && rc_track_state(track) == RC_STATE_NEW && rc_found(track) == 0) {
            goes(trial, track);
            scan_stack(trial, visit_to_uncount);
        }
    }
    for (EACH(track, head)) {
        if (!clearable(track) && rc_track_state(track) == RC_STATE_NEW) {
            keep(trial, track);
            scan_stack(trial, visit_to_keep);
        }
    }
    for (EACH(track, head)) {
        rc_found_take(track);
        if (rc_track_state(track) != trial->live)
            rc_track_set_state(track, RC_STATE_GARBAGE);
    }
}
