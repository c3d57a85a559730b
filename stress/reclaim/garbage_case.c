/*
 * garbage_case.c: see garbage.h. The writer takes turns with the reader, so that the numbers do not depend on who
 * gets a processor.
 */
#include "stress/reclaim/garbage.h"

#include "gc/reclaim.h"
#include "stress/support/puppet.h"

#include <stdlib.h>

static const rc_type object_type = {.name = "object", .size = 32};

typedef struct reader {
    puppet puppet;
    _Atomic(uintptr_t) place;
    rc_guard guard;
} reader;

static void start(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
}

static void enter(void *arg)
{
    reader *r = arg;
    r->guard = rc_guard_enter();
    rc_guard_protect_(&r->guard, &r->place);
}

static void leave(void *arg)
{
    rc_guard_exit(((reader *)arg)->guard);
    rc_thread_poll();
}

static void stop(void *arg)
{
    (void)arg;
    rc_thread_detach();
}

static void replace(reader *r)
{
    void *object = rc_new(&object_type);
    if (object == NULL)
        abort();
    rc_reclaim_retire_((void *)rc_exchange_seq_cst(&r->place, (uintptr_t)object));
}

static uint64_t peak(void)
{
    rc_reclaim_stats stats;
    rc_reclaim_get_stats(&stats);
    return stats.peak;
}

/* The writer replaces `replaced` objects; between every 16 the reader ends its section and begins another. */
static uint64_t run(reader *r, uint64_t replaced, bool running)
{
    rc_reclaim_reset_peak();
    puppet_do(&r->puppet, enter, r);
    for (uint64_t i = 0; i < replaced; i++) {
        replace(r);
        if (running && i % 16 == 15) {
            puppet_do(&r->puppet, leave, r);
            rc_thread_poll();
            puppet_do(&r->puppet, enter, r);
        }
    }
    puppet_do(&r->puppet, leave, r);
    return peak();
}

garbage_case RC_GC_NAME(garbage_case);
garbage RC_GC_NAME(garbage_case)(uint64_t replaced)
{
    const rc_reclaim_info *info = rc_get_reclaim();
    garbage g = {
        .scheme = info->name, .bounded = info->bounded, .own_helper = info->retire == RC_BLOCKING};
    static reader r;
    if (rc_thread_attach() != 0)
        abort();
    puppet_create(&r.puppet);
    puppet_do(&r.puppet, start, NULL);
    replace(&r);
    g.running = run(&r, replaced, true);
    puppet_do(&r.puppet, stop, NULL);
    rc_reclaim_drain();
    puppet_do(&r.puppet, start, NULL);
    g.stalled = run(&r, replaced, false);
    puppet_do(&r.puppet, stop, NULL);
    puppet_join(&r.puppet);
    rc_reclaim_retire_((void *)rc_exchange_seq_cst(&r.place, 0));
    rc_reclaim_drain();
    rc_reclaim_stats stats;
    rc_reclaim_get_stats(&stats);
    g.left = stats.pending;
    rc_thread_detach();
    return g;
}
