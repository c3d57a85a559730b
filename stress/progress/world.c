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
