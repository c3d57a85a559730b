/*
 * grace.c: batches that wait for a grace period. Compiled for the schemes that have them.
 *
 * A batch gets the number of a grace period that has not begun when it is full. Everything in it was taken out
 * of its place before, so that who sees one of its objects is in a section that this grace period waits for.
 * Numbers in `waiting` do not fall, so that only the first batch is looked at. A batch that a thread left when
 * it ended gets a new number.
 */
#include "gc/reclaim/grace.h"

void rc_scheme_stamp_(rc_reclaim_thread *thread, rc_batch *batch)
{
    batch->stamp = rc_grace_stamp_(thread);
}

void rc_scheme_sift_(rc_reclaim_thread *thread, bool hard)
{
    rc_batch_list *waiting = &thread->retired.waiting;
    if (waiting->first == NULL)
        return;
    rc_count_looked(&thread->retired, 1);
    uint64_t passed = rc_grace_passed_(thread);
    if (waiting->first->stamp > passed) {
        rc_grace_try_(thread, hard);
        passed = rc_grace_passed_(thread);
    }
    while (waiting->first != NULL && waiting->first->stamp <= passed) {
        rc_count_looked(&thread->retired, 1);
        rc_batch_append(&thread->retired.ready, rc_batch_take(waiting));
    }
}

void rc_scheme_wait_(rc_reclaim_thread *thread)
{
    rc_retired *r = &thread->retired;
    if (rc_grace_wait_(thread, r->waiting.first->stamp))
        return;
    for (rc_batch *batch = rc_batch_take(&r->waiting); batch != NULL;
         batch = rc_batch_take(&r->waiting)) {
        rc_store_relaxed(&r->lost, rc_load_relaxed(&r->lost) + batch->used); /* relaxed: a number */
        rc_store_relaxed(&r->sealed, rc_load_relaxed(&r->sealed) - batch->used);
        batch->used = 0;
        rc_batch_append(&r->spare, batch);
    }
}
