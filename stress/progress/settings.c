/*
 * settings.c: see settings.h.
 *
 * Where a backend knows owners, a reference is counted where it was made: a thread that is dealt some by
 * the owner gives back what the owner has counted, which is the path that takes a queue.
 */
#include "stress/progress/settings.h"

#include "refcount/tool/cli.h"
#include "stress/progress/subject.h"

#include <string.h>

static void subject_made_it(progress_world *w)
{
    AS(w, SUBJECT, MAKE, DEAL, STOCK);
}

static void full(progress_world *w)
{
    subject_made_it(w);
    w->abandoned = true;
    progress_biased_fill(w->thing, w->counters);
}

static void owner_made_it(progress_world *w)
{
    AS(w, OWNER, MAKE, DEAL, STOCK);
}

static void findable(progress_world *w)
{
    owner_made_it(w);
    AS(w, OWNER, ENABLE);
}

static void counted_twice(progress_world *w)
{
    owner_made_it(w);
    AS(w, SUBJECT, TAKE);
}

static void queued(progress_world *w)
{
    owner_made_it(w);
    AS(w, RIVAL, RELEASE);
}

static void merged(progress_world *w)
{
    AS(w, OWNER, MAKE);
    AS(w, SUBJECT, TAKE);
    AS(w, RIVAL, TAKE);
    AS(w, OWNER, RELEASE, TAKE, STOCK);
}

static void immortal(progress_world *w)
{
    owner_made_it(w);
    AS(w, OWNER, MAKE_IMMORTAL);
}

static void immortal_own(progress_world *w)
{
    subject_made_it(w);
    AS(w, SUBJECT, MAKE_IMMORTAL);
}

static void brimful(progress_world *w)
{
    owner_made_it(w);
    w->abandoned = true;
    progress_biased_brim(w->thing, w->counters);
}

static void owner_blocked(progress_world *w)
{
    owner_made_it(w);
    AS(w, OWNER, BLOCK_BEGIN);
}

static void owner_gone(progress_world *w)
{
    owner_made_it(w);
    AS(w, OWNER, DETACH);
}

/* ---------------------------------------------------------------------------------- last references */

static void last(progress_world *w)
{
    AS(w, SUBJECT, MAKE, STOCK);
}

/* The last that the owner has counted; the rival has some that it counted itself. */
static void last_local(progress_world *w)
{
    AS(w, SUBJECT, MAKE, STOCK);
    AS(w, RIVAL, TAKE);
}

static void last_merged(progress_world *w)
{
    AS(w, OWNER, MAKE);
    AS(w, SUBJECT, RETAIN);
    AS(w, OWNER, RELEASE);
}

static void last_blocked(progress_world *w)
{
    AS(w, OWNER, MAKE, STOCK);
    w->held[OWNER]--;
    w->held[SUBJECT]++;
    AS(w, OWNER, BLOCK_BEGIN);
}

/* ------------------------------------------------------------------------------------------- weak */

/* The rival gets an object whose weak references are guarded by the same lock as the thing's. */
static void find_twin(progress_world *w, const void *lock)
{
    while (w->spares[RIVAL] < WORLD_SPARES) {
        AS(w, RIVAL, TRY_TWIN);
        if (cast_wanted(RIVAL) == lock) {
            w->twin = w->spare[RIVAL][w->spares[RIVAL] - 1];
            return;
        }
    }
    rc_cli_fail("of %d objects none shares its weak references' lock with another",
                (int)WORLD_SPARES);
}

static void last_found(progress_world *w)
{
    AS(w, SUBJECT, MAKE);
    subject_begins(NULL);
    AS(w, SUBJECT, WEAK_NEW);
    subject_seen seen = subject_ends();
    AS(w, RIVAL, WEAK_NEW);
    find_twin(w, seen.wanted);
}

static void weak_of_another(progress_world *w)
{
    owner_made_it(w);
    AS(w, SUBJECT, WEAK_NEW, WEAK_NEW, WEAK_NEW);
    AS(w, RIVAL, WEAK_NEW, WEAK_NEW);
}

static void weak_of_its_own(progress_world *w)
{
    subject_made_it(w);
    AS(w, SUBJECT, WEAK_NEW, WEAK_NEW, WEAK_NEW);
    AS(w, RIVAL, WEAK_NEW, WEAK_NEW);
}

/* The owner has the only reference. */
static void about_to_die(progress_world *w)
{
    AS(w, OWNER, MAKE);
    subject_begins(NULL);
    AS(w, SUBJECT, WEAK_NEW);
    subject_seen seen = subject_ends();
    find_twin(w, seen.wanted);
}

/*
 * The last reference goes while the subject looks at the object, so that the subject has to end it; and then
 * the rival stands where it holds the lock that this takes.
 */
static void dies_meanwhile(progress_world *w)
{
    static const progress_act acts[] = {TWIN, NOTHING};
    static progress_program twin;
    AS(w, OWNER, RELEASE);
    twin = (progress_program){.world = w, .seat = RIVAL, .acts = acts};
    cast_start(RIVAL, progress_run, &twin, (cast_stop){.event = 2});
}

/* ----------------------------------------------------------------------------------------- threads */

static void bare(progress_world *w)
{
    owner_made_it(w);
    AS(w, SUBJECT, BARE);
}

static void initialised(progress_world *w)
{
    bare(w);
    AS(w, SUBJECT, COUNTER_INIT);
}

static void detached(progress_world *w)
{
    subject_made_it(w);
    AS(w, SUBJECT, DETACH);
}

static void attached_more(progress_world *w)
{
    owner_made_it(w);
    AS(w, SUBJECT, ATTACH, ATTACH, ATTACH);
}

static void asked(progress_world *w)
{
    subject_made_it(w);
    AS(w, RIVAL, RELEASE);
}

static void in_a_region(progress_world *w)
{
    subject_made_it(w);
    AS(w, SUBJECT, BLOCK_BEGIN);
}

void progress_poll_owner(void *world)
{
    cast_let_all_go();
    AS(world, OWNER, POLL);
}

#define SETTING(name_, purpose_, where_, arrange_, state_)                                         \
    .name = (name_), .purpose = (purpose_), .where = (where_), .arrange = (arrange_),              \
    .state = STATE_##state_

const progress_setting progress_settings[] = {
    {SETTING("shared", FOR_COUNTING, WITHOUT_OWNERS, owner_made_it, ANY)},
    {SETTING("by the owner", FOR_COUNTING, WITH_OWNERS, subject_made_it, NONE)},
    {SETTING("by the owner, local count full", FOR_COUNTING, IN_BIASED, full, NONE)},
    {SETTING("not the owner", FOR_COUNTING, WITH_OWNERS, owner_made_it, NONE)},
    {SETTING("not the owner, findable", FOR_COUNTING, WITH_OWNERS, findable, NONE)},
    {SETTING("not the owner, shared count", FOR_COUNTING, WITH_OWNERS, counted_twice, NONE)},
    {SETTING("queued", FOR_COUNTING, WITH_OWNERS, queued, QUEUED)},
    {SETTING("merged", FOR_COUNTING, WITH_OWNERS, merged, MERGED)},
    {SETTING("immortal", FOR_COUNTING, EVERYWHERE, immortal, ANY)},
    {SETTING("immortal, by the owner", FOR_COUNTING, WITH_OWNERS, immortal_own, NONE)},
    {SETTING("merged, about to saturate", FOR_COUNTING, IN_BIASED, brimful, MERGED)},
    {SETTING("owner blocked", FOR_COUNTING, WITH_OWNERS, owner_blocked, NONE)},
    {SETTING("owner gone", FOR_COUNTING, WITH_OWNERS, owner_gone, NONE)},
    {SETTING("the last", FOR_THE_END, EVERYWHERE, last, NONE)},
    {SETTING("the owner's last", FOR_THE_END, WITH_OWNERS, last_local, NONE)},
    {SETTING("the last, merged", FOR_THE_END, WITH_OWNERS, last_merged, MERGED)},
    {SETTING("the last, owner blocked", FOR_THE_END, WITH_OWNERS, last_blocked, NONE)},
    {SETTING("the last", FOR_FOUND_END, EVERYWHERE, last_found, NONE)},
    {SETTING("not the owner", FOR_POOR, WITH_OWNERS, owner_made_it, NONE)},
    {SETTING("shared", FOR_WEAK, WITHOUT_OWNERS, weak_of_another, ANY)},
    {SETTING("not the owner", FOR_WEAK, WITH_OWNERS, weak_of_another, NONE)},
    {SETTING("by the owner", FOR_WEAK, WITH_OWNERS, weak_of_its_own, NONE)},
    {SETTING("last release meanwhile", FOR_ENDING_UPGRADE, WITH_THREADS, about_to_die, NONE),
     .intrude_at = "try_retain", .intrude = dies_meanwhile},
    {SETTING("", FOR_OTHERS, EVERYWHERE, owner_made_it, ANY)},
    {SETTING("", FOR_BARE, EVERYWHERE, bare, ANY)},
    {SETTING("", FOR_INITIALISED, EVERYWHERE, initialised, ANY)},
    {SETTING("first", FOR_ATTACH, EVERYWHERE, detached, ANY)},
    {SETTING("nested", FOR_ATTACH, EVERYWHERE, owner_made_it, ANY)},
    {SETTING("last", FOR_DETACH, EVERYWHERE, subject_made_it, ANY)},
    {SETTING("nested", FOR_DETACH, EVERYWHERE, attached_more, ANY)},
    {SETTING("", FOR_ASKED, WITH_OWNERS, asked, QUEUED)},
    {SETTING("", FOR_REGION, EVERYWHERE, subject_made_it, ANY)},
    {SETTING("", FOR_REGION_END, EVERYWHERE, in_a_region, ANY)},
    {.name = NULL},
};

bool progress_applies(const progress_setting *s, const rc_backend_info *info)
{
    switch (s->where) {
    case WITHOUT_OWNERS:
        return !info->deferred_death;
    case WITH_OWNERS:
        return info->deferred_death;
    case IN_BIASED:
        return strcmp(info->name, "biased") == 0;
    case WITH_THREADS:
        return info->thread_safe;
    default:
        return true;
    }
}

void progress_arrange(const progress_setting *s, progress_world *w)
{
    s->arrange(w);
    if (s->state != STATE_ANY && strcmp(w->ops->get_backend()->name, "biased") == 0 &&
        progress_biased_state(w->thing, w->counters) != s->state)
        rc_cli_fail("the setting '%s' was not reached", s->name);
}
