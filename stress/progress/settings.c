/*
 * settings.c: see settings.h.
 */
#include "stress/progress/settings.h"

#include "refcount/tool/cli.h"
#include "stress/progress/arrange.h"

#include <string.h>

void progress_poll_owner(void *world)
{
    cast_let_all_go();
    AS(world, OWNER, POLL);
}

#define SETTING(name_, purpose_, where_, how_, state_)                                             \
    .name = (name_), .purpose = (purpose_), .where = (where_), .arrange = arrange_##how_,          \
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
     .intrude_at = "try_retain", .intrude = arrange_death_meanwhile},
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
