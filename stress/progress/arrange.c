/*
 * arrange.c: see arrange.h.
 *
 * Where a backend knows owners, a reference is counted where it was made: a thread that is dealt some by
 * the owner gives back what the owner has counted, which is the path that takes a queue.
 */
#include "stress/progress/arrange.h"

#include "refcount/tool/cli.h"
#include "stress/progress/inside.h"
#include "stress/progress/subject.h"

void arrange_subject_made_it(progress_world *w)
{
    AS(w, SUBJECT, MAKE, DEAL, STOCK);
}

void arrange_full(progress_world *w)
{
    arrange_subject_made_it(w);
    w->abandoned = true;
    progress_biased_fill(w->thing, w->counters);
}

void arrange_owner_made_it(progress_world *w)
{
    AS(w, OWNER, MAKE, DEAL, STOCK);
}

void arrange_findable(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, OWNER, ENABLE);
}

void arrange_counted_twice(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, SUBJECT, TAKE);
}

void arrange_queued(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, RIVAL, RELEASE);
}

void arrange_merged(progress_world *w)
{
    AS(w, OWNER, MAKE);
    AS(w, SUBJECT, TAKE);
    AS(w, RIVAL, TAKE);
    AS(w, OWNER, RELEASE, TAKE, STOCK);
}

void arrange_immortal(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, OWNER, MAKE_IMMORTAL);
}

void arrange_immortal_own(progress_world *w)
{
    arrange_subject_made_it(w);
    AS(w, SUBJECT, MAKE_IMMORTAL);
}

void arrange_brimful(progress_world *w)
{
    arrange_owner_made_it(w);
    w->abandoned = true;
    progress_biased_brim(w->thing, w->counters);
}

void arrange_owner_blocked(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, OWNER, BLOCK_BEGIN);
}

void arrange_owner_gone(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, OWNER, DETACH);
}

/* ---------------------------------------------------------------------------------- last references */

void arrange_last(progress_world *w)
{
    AS(w, SUBJECT, MAKE, STOCK);
}

/* The last that the owner has counted; the rival has some that it counted itself. */
void arrange_last_local(progress_world *w)
{
    AS(w, SUBJECT, MAKE, STOCK);
    AS(w, RIVAL, TAKE);
}

void arrange_last_merged(progress_world *w)
{
    AS(w, OWNER, MAKE);
    AS(w, SUBJECT, RETAIN);
    AS(w, OWNER, RELEASE);
}

void arrange_last_blocked(progress_world *w)
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

void arrange_last_found(progress_world *w)
{
    AS(w, SUBJECT, MAKE);
    subject_begins(NULL);
    AS(w, SUBJECT, WEAK_NEW);
    subject_seen seen = subject_ends();
    AS(w, RIVAL, WEAK_NEW);
    find_twin(w, seen.wanted);
}

void arrange_weak_of_another(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, SUBJECT, WEAK_NEW, WEAK_NEW, WEAK_NEW);
    AS(w, RIVAL, WEAK_NEW, WEAK_NEW);
}

void arrange_weak_of_its_own(progress_world *w)
{
    arrange_subject_made_it(w);
    AS(w, SUBJECT, WEAK_NEW, WEAK_NEW, WEAK_NEW);
    AS(w, RIVAL, WEAK_NEW, WEAK_NEW);
}

/* The owner has the only reference. */
void arrange_about_to_die(progress_world *w)
{
    AS(w, OWNER, MAKE);
    subject_begins(NULL);
    AS(w, SUBJECT, WEAK_NEW);
    subject_seen seen = subject_ends();
    find_twin(w, seen.wanted);
}

void arrange_death_meanwhile(progress_world *w)
{
    static const progress_act acts[] = {TWIN, NOTHING};
    static progress_program twin;
    AS(w, OWNER, RELEASE);
    twin = (progress_program){.world = w, .seat = RIVAL, .acts = acts};
    cast_start(RIVAL, progress_run, &twin, (cast_stop){.event = 2});
}

/* ----------------------------------------------------------------------------------------- threads */

void arrange_bare(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, SUBJECT, BARE);
}

void arrange_initialised(progress_world *w)
{
    arrange_bare(w);
    AS(w, SUBJECT, COUNTER_INIT);
}

void arrange_detached(progress_world *w)
{
    arrange_subject_made_it(w);
    AS(w, SUBJECT, DETACH);
}

void arrange_attached_more(progress_world *w)
{
    arrange_owner_made_it(w);
    AS(w, SUBJECT, ATTACH, ATTACH, ATTACH);
}

void arrange_asked(progress_world *w)
{
    arrange_subject_made_it(w);
    AS(w, RIVAL, RELEASE);
}

void arrange_in_a_region(progress_world *w)
{
    arrange_subject_made_it(w);
    AS(w, SUBJECT, BLOCK_BEGIN);
}
