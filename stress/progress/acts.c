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

static const rc_type type = {.name = "progress", .size = 16, .destroy = destroy};

static void *must(void *memory)
{
    if (memory == NULL)
        rc_cli_fail("a thread's pool is used up");
    return memory;
}

#define ACT(name) static void name(progress_world *w, progress_seat self)

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
    release(w, self);
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
    w->weak[self][w->weaks[self]++] = must(w->ops->weak_new(w->thing));
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
        w->ops->counter_init(w->thing = must(progress_pool_allocate(sizeof(rc_counter))));
    else
        w->thing = must(w->ops->new (&type));
    w->held[self] = 1;
    w->made++;
}

ACT(deal)
{
    for (progress_seat seat = SUBJECT; seat < SEATS; seat++) {
        unsigned share = seat == SUBJECT ? WORLD_SHARE : w->references;
        for (unsigned i = 0; i < share; i++)
            retain(w, self);
        w->held[self] -= share;
        w->held[seat] += share;
    }
}

ACT(take)
{
    for (unsigned i = 0; i < w->references; i++)
        retain(w, self);
}

/* -------------------------------------------------------------------------------- other objects */

ACT(new_spare)
{
    w->spare[self][w->spares[self]++] = must(w->ops->new (&type));
    w->made++;
}

ACT(type_of)
{
    (void)self;
    if (w->ops->type_of(w->thing) != &type)
        rc_cli_fail("an object has lost its type");
}

ACT(stock)
{
    (void)self;
    while (w->supplied < w->stock) {
        w->supply[w->supplied++] = must(w->ops->new (&type));
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
    new_spare(w, self);
    w->ops->weak_free(must(w->ops->weak_new(w->spare[self][w->spares[self] - 1])));
}

ACT(twin)
{
    (void)self;
    w->ops->weak_free(must(w->ops->weak_new(w->twin)));
}

ACT(bare)
{
    w->bare[self] = must(progress_pool_allocate(sizeof(rc_counter)));
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
        block_end(w, self);
    if (w->attached[self] == 0)
        attach(w, self);
    while (w->attached[self] > 1)
        detach(w, self);
}

ACT(give_back)
{
    while (!w->abandoned && w->held[self] > 0)
        release(w, self);
    while (w->weaks[self] > 0)
        weak_free(w, self);
    while (w->spares[self] > 0)
        w->ops->release(w->spare[self][--w->spares[self]]);
    while (self == RIVAL && w->supplied > 0)
        give(w, self);
    progress_pool_release(w->bare[self]);
    w->bare[self] = NULL;
}

/* ------------------------------------------------------------------------------------- by name */

static const struct {
    const char *name;
    void (*act)(progress_world *w, progress_seat self);
} acts[ACTS] = {
#define PROGRESS_ACT_ENTRY(constant, function, text) [constant] = {text, function},
    PROGRESS_ACTS(PROGRESS_ACT_ENTRY)};

const char *progress_act_name(progress_act act)
{
    return acts[act].name;
}

bool progress_is_legal(const progress_world *w, progress_seat self, progress_act act)
{
    bool here = w->attached[self] > 0 && w->regions[self] == 0;
    switch (act) {
    case RETAIN:
    case RELEASE:
    case TRY_RETAIN:
    case ENABLE:
    case IS_UNIQUE:
    case COUNT:
    case MAKE_IMMORTAL:
    case TYPE_OF:
        return here && w->held[self] > 0;
    case WEAK_NEW:
        return here && w->held[self] > 0 && !w->counters && w->weaks[self] < WORLD_WEAKS;
    case WEAK_UPGRADE:
    case WEAK_FREE:
        return here && w->weaks[self] > 0;
    case GIVE:
        return here && w->supplied > 0;
    case TWIN:
        return here && w->twin != NULL;
    case ATTACH:
        return w->regions[self] == 0;
    case DETACH:
        return here;
    case BLOCK_END:
        return w->regions[self] > 0;
    default:
        return here;
    }
}

void progress_do(progress_world *w, progress_seat self, progress_act act)
{
    stress_self_begins(acts[act].name);
    acts[act].act(w, self);
    stress_self_ends();
}
