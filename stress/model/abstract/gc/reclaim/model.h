/*
 * model.h: the reclamation scheme of the model checker: the contract of gc/reclaim.h and nothing more.
 *
 * All that is to be said of it is in stress/model/grace.h. Batches hold one object, so that every retire is
 * known to the checker at once.
 */
#ifndef RC_RECLAIM_MODEL_H
#define RC_RECLAIM_MODEL_H

#include "gc/names.h"
#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "stress/model/grace.h"

#define RC_BATCH 1

typedef struct rc_batch {
    uintptr_t object[RC_BATCH];
} rc_batch;

typedef struct rc_reclaim_thread {
    struct {
        rc_batch *filling;
        _Atomic unsigned used;
        struct {
            rc_batch *first; /* always NULL: the checker says what is ready */
        } ready;
    } retired;
    rc_batch batch;
} rc_reclaim_thread;

struct rc_guard {
    uint32_t names;
    uint32_t step[RC_GUARD_STEPS]; /* a set of at most one name each */
};

extern RC_THREAD_LOCAL rc_reclaim_thread *rc_reclaim_self_;
void rc_reclaim_full_(rc_reclaim_thread *thread);
void rc_reclaim_release_some_(rc_reclaim_thread *thread);
_Noreturn void rc_reclaim_misuse_(const char *call, const char *where);

/* What rc_brief_begin_ has protected. */
#define rc_reclaim_brief_ RC_GC_NAME(reclaim_brief_)
extern RC_THREAD_LOCAL uint32_t rc_reclaim_brief_;

static inline uintptr_t rc_model_protect(uint32_t *names, const _Atomic(uintptr_t) *place)
{
    uintptr_t word;
    do
        word = rc_load_acquire(place); /* acquire: pairs with whoever published the object */
    while (!model_section_name((const void *)place, word, names));
    return word;
}

static inline void rc_model_enter(void)
{
    if (rc_unlikely(rc_reclaim_self_ == NULL))
        rc_reclaim_misuse_("rc_guard_enter", "a thread that is not attached");
    model_section_enter();
}

RC_HOT rc_guard rc_guard_enter(void)
{
    rc_model_enter();
    return (rc_guard){.names = 0};
}

static inline uintptr_t rc_guard_protect_(rc_guard *guard, const _Atomic(uintptr_t) *place)
{
    return rc_model_protect(&guard->names, place);
}

static inline uintptr_t rc_guard_step_(rc_guard *guard, unsigned step,
                                       const _Atomic(uintptr_t) *place)
{
    model_section_forget(&guard->step[step]);
    return rc_model_protect(&guard->step[step], place);
}

RC_HOT void rc_guard_stop(rc_guard *guard)
{
    for (unsigned i = 0; i < RC_GUARD_STEPS; i++)
        model_section_forget(&guard->step[i]);
}

RC_HOT void rc_guard_exit(rc_guard guard)
{
    model_section_exit(guard.names | guard.step[0] | guard.step[1] | guard.step[2]);
}

static inline uintptr_t rc_brief_begin_(const _Atomic(uintptr_t) *place)
{
    rc_model_enter();
    return rc_model_protect(&rc_reclaim_brief_, place);
}

static inline void rc_brief_end_(void)
{
    uint32_t names = rc_reclaim_brief_;
    rc_reclaim_brief_ = 0;
    model_section_exit(names);
}

#endif
