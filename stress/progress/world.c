/*
 * world.c: see world.h.
 */
#include "stress/progress/world.h"

#include <string.h>

void progress_world_open(progress_world *w, const rc_ops *ops)
{
    const rc_backend_info *info = ops->get_backend();
    memset(w, 0, sizeof *w);
    w->ops = ops;
    w->references = WORLD_SHARE;
    w->abandoned =
        !info->thread_safe; /* its count may be anything after a few acts of several threads */
    w->died_before = progress_deaths();
    for (progress_seat seat = SUBJECT; seat < SEATS; seat++)
        w->attached[seat] = 1;
}

void progress_run(void *arg)
{
    progress_program *p = arg;
    do {
        for (const progress_act *act = p->acts; *act != NOTHING && !p->over; act++) {
            if (!progress_is_legal(p->world, p->seat, *act))
                return;
            progress_do(p->world, p->seat, *act);
            p->done++;
            if (p->forever)
                cast_turn_over();
        }
    } while (p->forever && !p->over);
}

typedef struct order {
    progress_world *world;
    progress_seat seat;
    const progress_act *acts;
} order;

static void obey(void *arg)
{
    order *o = arg;
    for (const progress_act *act = o->acts; *act != NOTHING; act++)
        progress_do(o->world, o->seat, *act);
}

void progress_as(progress_world *w, progress_seat seat, const progress_act *acts)
{
    order o = {w, seat, acts};
    if (seat == SUBJECT)
        obey(&o);
    else
        cast_do(seat, obey, &o);
}

bool progress_world_close(progress_world *w)
{
    for (progress_seat seat = SUBJECT; seat < SEATS; seat++)
        AS(w, seat, GO_HOME);
    for (progress_seat seat = SUBJECT; seat < SEATS; seat++)
        AS(w, seat, GIVE_BACK);
    if (w->ops->get_backend()->deferred_death) {
        for (progress_seat seat = SUBJECT; seat < SEATS; seat++)
            AS(w, seat, POLL);
    }
    unsigned died = progress_deaths() - w->died_before;
    return died == w->made || (w->abandoned && died + 1 == w->made);
}
