/*
 * acts_aside.c: the acts on other objects than the world's own, and on the threads themselves. See acts.h.
 */
#include "stress/progress/acts.h"

#include "refcount/tool/cli.h"
#include "stress/progress/pools.h"
#include "stress/progress/world.h"

#define ACT(name) void progress_act_##name(progress_world *w, progress_seat self)

/* -------------------------------------------------------------------------------- other objects */

ACT(new_spare)
{
    w->spare[self][w->spares[self]++] = progress_must(w->ops->new (&progress_type));
    w->made++;
}

ACT(type_of)
{
    (void)self;
    if (w->ops->type_of(w->thing) != &progress_type)
        rc_cli_fail("an object has lost its type");
}

ACT(stock)
{
    (void)self;
    while (w->supplied < w->stock) {
        w->supply[w->supplied++] = progress_must(w->ops->new (&progress_type));
        w->made++;
    }
}

ACT(give)
{
    (void)self;
    w->ops->release(w->supply[--w->supplied]);
}

ACT(try_twin)
{
    progress_act_new_spare(w, self);
    w->ops->weak_free(progress_must(w->ops->weak_new(w->spare[self][w->spares[self] - 1])));
}

ACT(twin)
{
    (void)self;
    w->ops->weak_free(progress_must(w->ops->weak_new(w->twin)));
}

ACT(bare)
{
    w->bare[self] = progress_must(progress_pool_allocate(sizeof(rc_counter)));
}

ACT(counter_init)
{
    w->ops->counter_init(w->bare[self]);
}

ACT(counter_destroy)
{
    w->ops->counter_destroy(w->bare[self]);
}

ACT(get_backend)
{
    (void)self;
    (void)w->ops->get_backend();
}

/* -------------------------------------------------------------------------------------- threads */

ACT(get_stats)
{
    rc_stats stats;
    (void)self;
    w->ops->get_stats(&stats);
}

ACT(attach)
{
    if (w->ops->thread_attach() != 0)
        rc_cli_fail("a thread cannot attach");
    w->attached[self]++;
}

ACT(detach)
{
    w->attached[self]--;
    w->ops->thread_detach();
}

ACT(poll)
{
    (void)self;
    w->ops->thread_poll();
}

ACT(block_begin)
{
    w->regions[self]++;
    w->ops->thread_block_begin();
}

ACT(block_end)
{
    w->regions[self]--;
    w->ops->thread_block_end();
}

ACT(go_home)
{
    while (w->regions[self] > 0)
        progress_act_block_end(w, self);
    if (w->attached[self] == 0)
        progress_act_attach(w, self);
    while (w->attached[self] > 1)
        progress_act_detach(w, self);
}

ACT(give_back)
{
    while (!w->abandoned && w->held[self] > 0)
        progress_act_release(w, self);
    while (w->weaks[self] > 0)
        progress_act_weak_free(w, self);
    while (w->spares[self] > 0)
        w->ops->release(w->spare[self][--w->spares[self]]);
    while (self == RIVAL && w->supplied > 0)
        progress_act_give(w, self);
    progress_pool_release(w->bare[self]);
    w->bare[self] = NULL;
}
