/*
 * rivals.c: does an operation end in a bounded number of its own steps, whatever others do in between?
 *
 * Whenever the subject comes by a point and holds no lock, a rival takes a turn: a whole operation, or the
 * part of one up to a certain point, that changes what the subject has just looked at. If the subject has
 * come by PROGRESS_ROUNDS points then, and the rival has got on with its own operations all the time, the
 * subject is lock-free and no more; if it ended after a few points against every rival, it is wait-free.
 */
#include "refcount/tool/cli.h"
#include "stress/progress/subject.h"
#include "stress/progress/table.h"

/* A rival that begins at once may lead the subject past the place where a later one could hold it. */
enum { LATEST = 3 };

typedef struct rival {
    const char *name;
    progress_seat seat;
    progress_act acts[6];
    const char *until; /* a turn ends at that point, or with the act */
    bool many;         /* it needs many references */
    bool stocked;      /* it needs a supply */
} rival;

static const rival all[] = {
    {"the rival's retain", RIVAL, {RETAIN}, NULL, false, false},
    {"the rival's release", RIVAL, {RELEASE}, NULL, true, false},
    {"the rival's retain and release", RIVAL, {RETAIN, RELEASE}, NULL, false, false},
    {"the rival's try_retain", RIVAL, {TRY_RETAIN}, NULL, false, false},
    {"the rival's everything",
     RIVAL,
     {ENABLE, RETAIN, MAKE_IMMORTAL, RETAIN, RELEASE},
     NULL,
     false,
     false},
    {"the owner's retain", OWNER, {RETAIN}, NULL, false, false},
    {"the owner's release", OWNER, {RELEASE}, NULL, true, false},
    {"the owner's retain and release", OWNER, {RETAIN, RELEASE}, NULL, false, false},
    {"the owner's poll", OWNER, {POLL}, NULL, false, false},
    {"the rival's weak_upgrade", RIVAL, {WEAK_UPGRADE}, "weak_unpin", false, false},
    {"the rival's weak_new and weak_free", RIVAL, {WEAK_NEW, WEAK_FREE}, NULL, false, false},
    {"releases of other objects", RIVAL, {GIVE}, NULL, false, true},
    {"merges of other objects", RIVAL, {GIVE}, "merge", false, true},
};

typedef struct contest {
    const rival *rival;
    progress_world world;
    progress_program program;
    unsigned late; /* points that the subject comes by before the rival begins */
    unsigned rounds, passed;
    bool begun, over;
} contest;

static void turn(void *arg, const char *name)
{
    contest *c = arg;
    cast_stop stop = {.point = c->rival->until};
    (void)name;
    if (c->over || c->passed++ < c->late)
        return;
    cast_status status = c->begun ? cast_resume(c->rival->seat, stop)
                                  : cast_start(c->rival->seat, progress_run, &c->program, stop);
    c->begun = true;
    c->rounds += status == CAST_STANDS;
    c->over = status != CAST_STANDS || c->rounds == PROGRESS_ROUNDS;
}

static void judge(const contest *c, const subject_seen *seen, progress_row *row)
{
    if (seen->blocked) {
        progress_worsen(row, RC_BLOCKING, "%s", seen->why);
    } else if (c->rounds == PROGRESS_ROUNDS && c->program.done >= PROGRESS_ROUNDS / 3) {
        progress_worsen(row, RC_LOCK_FREE, "%u turns of %s kept it from its end; %u of them ended",
                        c->rounds, c->rival->name, c->program.done);
    } else if (seen->points > PROGRESS_BOUND) {
        progress_worsen(row, RC_LOCK_FREE, "%u points against %s", seen->points, c->rival->name);
    } else {
        row->rivals += c->rounds > 0;
        if (seen->points > row->points)
            row->points = seen->points;
    }
}

static void play(contest *c, progress_table *t, progress_row *row, bool counters)
{
    const rival *r = c->rival;
    progress_world *w = &c->world;
    progress_world_open(w, t->ops);
    w->counters = counters;
    w->references = r->many ? WORLD_MANY : WORLD_SHARE;
    w->stock = r->stocked && t->ops->get_backend()->deferred_death ? WORLD_MANY : 0;
    progress_arrange(row->setting, w);
    c->program = (progress_program){.world = w, .seat = r->seat, .acts = r->acts, .forever = true};
    c->rounds = c->passed = 0;
    c->begun = false;
    c->over = !progress_is_legal(w, r->seat, r->acts[0]);
    if (!c->over) {
        subject_watch watch = {.at_point = turn, .arg = c};
        subject_begins(&watch);
        progress_do(w, SUBJECT, row->claim->act);
        subject_seen seen = subject_ends();
        judge(c, &seen, row);
    }
    c->program.over = true;
    if (!cast_all_end())
        rc_cli_fail("a rival waits for one that is not there (%s)", row->claim->operation);
    t->unclean += !progress_world_close(w);
}

void progress_measure_rivals(progress_table *t, progress_row *row, bool counters)
{
    static contest c; /* large */
    for (unsigned i = 0; i < sizeof all / sizeof all[0]; i++) {
        c.rival = &all[i];
        c.late = 0;
        do {
            if (row->measured > RC_WAIT_FREE)
                return;
            play(&c, t, row, counters);
        } while (c.rounds > 0 && c.late++ < LATEST);
    }
}
