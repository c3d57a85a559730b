/*
 * stops.c: does an operation end while another thread stands in the middle of one?
 *
 * Another thread runs a short program on the same object and is left standing at its first event, in the
 * next world at its second, and so on to its end; each time the subject acts a few times over. An operation
 * that has to wait at one place at least is blocking. Once that is seen no more places are tried.
 */
#include "refcount/tool/cli.h"
#include "stress/progress/subject.h"
#include "stress/progress/table.h"

#include <string.h>

enum { TIMES = 3 };

typedef struct standing {
    progress_seat seat;
    progress_act acts[6];
} standing;

/* Between them: every operation, by one that shares the object and by the one that may own it. */
static const standing all[] = {
    {RIVAL, {RETAIN, TRY_RETAIN, RELEASE, RELEASE}},
    {RIVAL, {RELEASE, RELEASE}},
    {RIVAL, {ENABLE, IS_UNIQUE, COUNT, MAKE_IMMORTAL}},
    {RIVAL, {WEAK_NEW, WEAK_UPGRADE, WEAK_FREE}},
    {RIVAL, {WEAK_UPGRADE, WEAK_FREE}},
    {RIVAL, {TWIN}},
    {RIVAL, {GIVE, GIVE}},
    {RIVAL, {GET_STATS, NEW, POLL, BLOCK_BEGIN, BLOCK_END}},
    {RIVAL, {DETACH, ATTACH}},
    {OWNER, {RETAIN, TRY_RETAIN, RELEASE, RELEASE}},
    {OWNER, {RELEASE, RELEASE}},
    {OWNER, {POLL, BLOCK_BEGIN, BLOCK_END}},
    {OWNER, {DETACH, ATTACH}},
    {OWNER, {BLOCK_END}},
    {OWNER, {ATTACH}},
};

typedef struct trial {
    progress_table *table;
    progress_row *row;
    progress_world world;
    bool intruded;
} trial;

static void intrude(void *arg, const char *name)
{
    trial *t = arg;
    const progress_setting *s = t->row->setting;
    if (t->intruded || strcmp(name, s->intrude_at) != 0)
        return;
    t->intruded = true;
    s->intrude(&t->world);
}

static void note(progress_row *row, const subject_seen *seen)
{
    if (seen->points > row->points)
        row->points = seen->points;
    if (seen->blocked)
        progress_worsen(row, RC_BLOCKING, "%s", seen->why);
    else
        row->stops++;
}

static void open(trial *t, bool counters)
{
    progress_world_open(&t->world, t->table->ops);
    t->world.counters = counters;
    t->world.stock = 4;
    progress_arrange(t->row->setting, &t->world);
}

/* The subject acts until it is blocked, or has done it often enough. */
static void act(trial *t, const subject_watch *watch)
{
    progress_act what = t->row->claim->act;
    for (int i = 0; i < TIMES && t->row->measured < RC_BLOCKING; i++) {
        if (!progress_is_legal(&t->world, SUBJECT, what))
            return;
        subject_begins(watch);
        progress_do(&t->world, SUBJECT, what);
        subject_seen seen = subject_ends();
        note(t->row, &seen);
    }
}

static void close(trial *t)
{
    if (!cast_all_end())
        rc_cli_fail("a thread waits for one that is not there (%s)", t->row->claim->operation);
    t->table->unclean += !progress_world_close(&t->world);
}

static void act_alone(trial *t, bool counters)
{
    const progress_setting *s = t->row->setting;
    subject_watch watch = {.arg = t};
    if (s->intrude != NULL)
        watch.at_point = intrude;
    if (s->purpose == FOR_POOR) {
        watch.blocked = progress_poll_owner;
        watch.arg = &t->world;
    }
    open(t, counters);
    act(t, &watch);
    close(t);
}

/* False when the program came to its end before it stood. */
static bool act_beside(trial *t, bool counters, const standing *who, unsigned event)
{
    open(t, counters);
    progress_program p = {.world = &t->world, .seat = who->seat, .acts = who->acts};
    cast_status status = cast_start(who->seat, progress_run, &p, (cast_stop){.event = event});
    if (status == CAST_STANDS)
        act(t, NULL);
    close(t);
    return status == CAST_STANDS;
}

void progress_measure_stops(progress_table *table, progress_row *row, bool counters)
{
    static trial t; /* large */
    t.table = table;
    t.row = row;
    t.intruded = false;
    act_alone(&t, counters);
    for (unsigned i = 0; i < sizeof all / sizeof all[0]; i++) {
        unsigned event = 1;
        while (row->measured < RC_BLOCKING && act_beside(&t, counters, &all[i], event))
            event++;
    }
}
