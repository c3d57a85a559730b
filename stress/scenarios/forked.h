/*
 * forked.h: what the child of a fork must be able to do, whatever the other threads were doing: for the
 * scenarios that fork.
 *
 * The forking thread, main, holds references to objects of its own and of the others. All that it may use
 * in the child must work: it counts, and upgrades, and what it alone holds is destroyed, once; a new thread
 * attaches, perhaps in the place of one that is gone; and main detaches. What the others held is lost, and
 * so may be what they were in the middle of.
 */
#ifndef STRESS_SCENARIOS_FORKED_H
#define STRESS_SCENARIOS_FORKED_H

#include "stress/harness/child.h"
#include "stress/harness/stage.h"
#include "stress/oracles/handles.h"
#include "stress/support/threads.h"

#include <string.h>

typedef struct forked {
    stress_subject kept;    /* made and held by main alone */
    stress_subject owned;   /* made by another thread, held by main alone */
    stress_subject *shared; /* made by main, held by main and counted by the others as well */
    stress_handle kept_handle, shared_handle;
} forked;

/* A thread that is gone may have held the lock of an object that it counted: see counters/mutex.h. */
static inline bool forked_locks_objects(const rc_ops *ops)
{
    return strcmp(ops->get_backend()->name, "mutex") == 0;
}

/* In the child. Dead by now, of whatever thread's queue it was in. */
static inline void forked_must_be_dead(stress_stage *stage, const stress_subject *subject,
                                       const char *which)
{
    stage->ops->thread_poll();
    if (!stress_destroyed(subject))
        stress_fault(STRESS_LEAK, "in the child %s is alive, with no reference left", which);
}

static inline void forked_use_alone(stress_stage *stage, stress_subject *subject, const char *which)
{
    stress_retain(stage, subject);
    stress_release(stage, subject);
    stress_release(stage, subject);
    forked_must_be_dead(stage, subject, which);
}

static inline void forked_use_shared(stress_stage *stage, forked *f)
{
    stress_handle another;
    stress_handle_new(stage, &another, f->shared);
    stress_handle_free(stage, &another);
    stress_retain(stage, f->shared);
    stress_release(stage, f->shared);
    if (!stress_handle_upgrade(stage, &f->shared_handle))
        stress_fault(STRESS_CONTRACT,
                     "in the child an upgrade failed though main holds the object");
    stress_give_back(stage, f->shared, STRESS_MAIN);
    stress_handle_free(stage, &f->shared_handle);
}

/* On a new thread of the child, in a place of its own. */
static inline void forked_newcomer(void *arg)
{
    stress_stage *stage = arg;
    stress_subject made = {.object = NULL};
    stress_self_take(STRESS_ACTORS - 1);
    stress_attach(stage->ops);
    stress_make(stage, &made, &stress_node_type);
    stress_release(stage, &made);
    forked_must_be_dead(stage, &made, "a new thread's object");
    stress_detach(stage->ops);
}

static inline void forked_child(stress_stage *stage, forked *f, bool shared_too)
{
    rc_stats stats;
    stress_child_is("uses its own object");
    stress_handle_free(stage, &f->kept_handle);
    stress_handle_new(stage, &f->kept_handle, &f->kept);
    forked_use_alone(stage, &f->kept, "main's object");
    stress_handle_fails(stage, &f->kept_handle, 1);
    stress_child_is("uses an object that a vanished thread made");
    forked_use_alone(stage, &f->owned, "another thread's object");
    stress_child_is("uses an object that a vanished thread counted");
    if (shared_too)
        forked_use_shared(stage, f);
    stress_child_is("has a new thread");
    if (stress_child_may_have_threads())
        stress_join(stress_thread(forked_newcomer, stage, 0));
    stress_child_is("asks for the statistics");
    stage->ops->get_stats(&stats);
    stress_child_is("detaches, attaches and detaches");
    stress_detach(stage->ops);
    stress_attach(stage->ops);
    stress_detach(stage->ops);
    stress_child_is("ends");
}

#endif
