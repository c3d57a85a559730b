/*
 * acts.c: see acts.h.
 *
 * One thread acts at a time, and passing the turn orders what they do, so that the books are plain numbers.
 */
#include "stress/progress/acts.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/harness/self.h"
#include "stress/progress/pools.h"
#include "stress/progress/world.h"

static _Atomic unsigned deaths;
static const rc_ops *counted_by; /* disposes of bare counters */

static void destroy(void *object)
{
    (void)object;
    rc_fetch_add_relaxed(&deaths, 1); /* relaxed: a number, read at rest */
}

static void dispose(rc_counter *counter)
{
    counted_by->counter_destroy(counter);
    progress_pool_release(counter);
    rc_fetch_add_relaxed(&deaths, 1); /* relaxed: as above */
}

unsigned progress_deaths(void)
{
    return rc_load_relaxed(&deaths); /* relaxed: at rest */
}

const rc_type progress_type = {.name = "progress", .size = 16, .destroy = destroy};

void *progress_must(void *memory)
{
    if (memory == NULL)
        rc_cli_fail("a thread's pool is used up");
    return memory;
}

#define ACT(name) void progress_act_##name(progress_world *w, progress_seat self)

/* An operation of which objects and bare counters have one each. */
#define EITHER(on_object, on_counter)                                                              \
    (w->counters ? w->ops->on_counter(w->thing) : w->ops->on_object(w->thing))

/* ---------------------------------------------------------------------------------- references */

ACT(retain)
{
    if (w->counters)
        w->ops->counter_retain(w->thing);
    else
        w->ops->retain(w->thing);
    w->held[self]++;
}

ACT(release)
{
    w->held[self]--;
    if (w->counters)
        w->ops->counter_release(w->thing, dispose);
    else
        w->ops->release(w->thing);
}

ACT(release_poor)
{
    progress_pool_refuse(true);
    progress_act_release(w, self);
    progress_pool_refuse(false);
}

ACT(try_retain)
{
    w->held[self] += EITHER(try_retain, counter_try_retain);
}

ACT(enable)
{
    (void)self;
    EITHER(enable_try_retain, counter_enable_try_retain);
}

ACT(is_unique)
{
    (void)self;
    (void)EITHER(is_unique, counter_is_unique);
}

ACT(count)
{
    (void)self;
    (void)EITHER(count, counter_read);
}

ACT(make_immortal)
{
    (void)self;
    w->abandoned = true;
    EITHER(make_immortal, counter_make_immortal);
}

ACT(weak_new)
{
    w->weak[self][w->weaks[self]++] = progress_must(w->ops->weak_new(w->thing));
}

ACT(weak_upgrade)
{
    w->held[self] += w->ops->weak_upgrade(w->weak[self][0]) != NULL;
}

ACT(weak_free)
{
    w->ops->weak_free(w->weak[self][--w->weaks[self]]);
}

ACT(make)
{
    counted_by = w->ops;
    if (w->counters)
        w->ops->counter_init(w->thing = progress_must(progress_pool_allocate(sizeof(rc_counter))));
    else
        w->thing = progress_must(w->ops->new (&progress_type));
    w->held[self] = 1;
    w->made++;
}

ACT(deal)
{
    for (progress_seat seat = SUBJECT; seat < SEATS; seat++) {
        unsigned share = seat == SUBJECT ? WORLD_SHARE : w->references;
        for (unsigned i = 0; i < share; i++)
            progress_act_retain(w, self);
        w->held[self] -= share;
        w->held[seat] += share;
    }
}

ACT(take)
{
    for (unsigned i = 0; i < w->references; i++)
        progress_act_retain(w, self);
}

/* ------------------------------------------------------------------------------------- by name */

static const struct {
    const char *name;
    void (*act)(progress_world *w, progress_seat self);
} acts[ACTS] = {
#define PROGRESS_ACT_ENTRY(constant, function, text) [constant] = {text, progress_act_##function},
    PROGRESS_ACTS(PROGRESS_ACT_ENTRY)};

const char *progress_act_name(progress_act act)
{
    return acts[act].name;
}

void progress_do(progress_world *w, progress_seat self, progress_act act)
{
    stress_self_begins(acts[act].name);
    acts[act].act(w, self);
    stress_self_ends();
}
