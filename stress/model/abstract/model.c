/*
 * model.c: the other side of gc/reclaim/model.h: what a thread has retired, and when it is released.
 */
#include "gc/reclaim.h"

#include "refcount/observer.h"

#include <stdio.h>

const rc_reclaim_info rc_reclaim_info_ = {
    .name = "model",
    .description = "an abstract grace period",
    .source = "stress/model/grace.h",
    .read_cost = "steps of the checker",
    .garbage = "what was protected when it was retired",
    .bounded = true,
    .needs_poll = false,
    .read = RC_LOCK_FREE,
    .retire = RC_LOCK_FREE,
};

RC_THREAD_LOCAL rc_reclaim_thread *rc_reclaim_self_;
RC_THREAD_LOCAL uint32_t rc_reclaim_brief_;
static RC_THREAD_LOCAL rc_reclaim_thread record;

_Noreturn void rc_reclaim_misuse_(const char *call, const char *where)
{
    fprintf(stderr, "refcount: %s on %s\n", call, where);
    abort();
}

void rc_reclaim_full_(rc_reclaim_thread *thread)
{
    void *object = (void *)thread->retired.filling->object[0];
    rc_store_relaxed(&thread->retired.used, 0); /* relaxed: the thread's own */
    if (model_grace_retire(object))
        rc_release(object);
}

void rc_reclaim_release_some_(rc_reclaim_thread *thread)
{
    (void)thread; /* never called: see model.h */
}

static bool release_all(void)
{
    void *object;
    bool released = false;
    while ((object = model_grace_next()) != NULL) {
        rc_release(object);
        released = true;
    }
    return released;
}

void rc_reclaim_drain(void)
{
    if (rc_reclaim_self_ == NULL)
        rc_reclaim_misuse_("rc_reclaim_drain", "a thread that is not attached");
    if (model_section_is_open())
        rc_reclaim_misuse_("rc_reclaim_drain", "a thread in a read section");
    do
        rc_thread_poll();
    while (release_all());
}

/* Nothing is counted: what programs ask, they ask of the objects. */
void rc_reclaim_get_stats(rc_reclaim_stats *stats)
{
    *stats = (rc_reclaim_stats){0};
}

void rc_reclaim_reset_peak(void)
{
}

void rc_reclaim_set_limit(size_t pending)
{
    (void)pending;
}

static void observe_begins(void)
{
    record.retired.filling = &record.batch;
    rc_reclaim_self_ = &record;
}

static void observe_ends(void)
{
    rc_reclaim_self_ = NULL;
}

static rc_observer observer = {
    .begins = observe_begins, .ends = observe_ends, .leaving = release_all};

__attribute__((constructor)) static void observe(void)
{
    rc_observer_add_(&observer);
}
