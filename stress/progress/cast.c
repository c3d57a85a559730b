/*
 * cast.c: see cast.h.
 *
 * Two semaphores pass the turn between the subject and each of the others. A thread that is `loose` acts
 * without being waited for: it was launched, or has taken too long, and will post `back` some day.
 */
#include "stress/progress/cast.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/harness/self.h"
#include "stress/progress/pools.h"
#include "stress/progress/subject.h"
#include "stress/progress/waits.h"
#include "stress/schedule/points.h"
#include "stress/support/threads.h"

#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const unsigned places[SEATS] = {STRESS_MAIN, 0, STRESS_BYSTANDER};
static const char *const names[SEATS] = {"the subject", "the rival", "the owner"};

/* Nobody who waits for nobody takes so many seconds. */
#define ENDLESS 60.0

typedef struct actor {
    pthread_t thread;
    sem_t go, back;
    void (*action)(void *arg); /* NULL: leave */
    void *arg;
    cast_status status;
    bool loose;
    cast_stop stop;
    unsigned events, turns, points;
    const char *event; /* the last one */
    const void *wanted;
} actor;

static const rc_ops *ops;
static double limit;
static actor actors[SEATS]; /* the subject's is not used */
static _Thread_local actor *myself;

/* ------------------------------------------------------------------------- on their own threads */

static void stand(actor *a, cast_status status)
{
    a->status = status;
    sem_post(&a->back);
    stress_wait(&a->go);
}

static void event(actor *a, const char *name)
{
    a->event = name;
    if (++a->events == a->stop.event)
        stand(a, CAST_STANDS);
}

static void at_point(void *arg, const char *name)
{
    actor *a = arg;
    event(a, name);
    if (a->stop.point != NULL && strcmp(a->stop.point, name) == 0)
        stand(a, CAST_STANDS);
    if (++a->points % PROGRESS_POINTS == 0)
        stand(a, CAST_WAITS);
}

static void at_lock(void *arg, rc_lock_event what, const void *lock)
{
    static const char *const text[] = {"before a lock", "holding a lock", "after a lock"};
    actor *a = arg;
    event(a, text[what]);
    if (what != RC_LOCK_WANTED)
        return;
    if (a->wanted == NULL)
        a->wanted = lock;
    while (progress_is_held(lock))
        stand(a, CAST_WAITS);
}

static void waiting(void *arg)
{
    actor *a = arg;
    if (++a->turns % PROGRESS_TURNS == 0)
        stand(a, CAST_WAITS);
}

static const stress_listener listener = {at_point, at_lock, waiting, NULL};

void cast_turn_over(void)
{
    myself->event = "between two operations";
    stand(myself, CAST_STANDS);
}

static void obey(void *arg)
{
    actor *a = myself = arg;
    rc_tool_pin(0);
    stress_self_take(places[a - actors]);
    progress_pool_open();
    if (ops->thread_attach() != 0)
        rc_cli_fail("a thread cannot attach");
    for (;;) {
        sem_post(&a->back);
        stress_wait(&a->go);
        if (a->action == NULL)
            break;
        stress_listen(&listener, a);
        a->action(a->arg);
        stress_listen(NULL, NULL);
        a->status = CAST_ENDED;
    }
    ops->thread_detach();
    progress_pool_close();
}

/* ------------------------------------------------------------------------------- telling them */

static void prepare(actor *a, void (*action)(void *arg), void *arg)
{
    if (a->status != CAST_ENDED)
        rc_cli_fail("%s is told to act while it acts", names[a - actors]);
    a->action = action;
    a->arg = arg;
    a->events = a->turns = a->points = 0;
    a->event = "its beginning";
    a->wanted = NULL;
    a->stop = (cast_stop){0};
    a->status = CAST_STANDS;
}

void cast_launch(progress_seat seat, void (*action)(void *arg), void *arg)
{
    prepare(&actors[seat], action, arg);
    actors[seat].event = "any instruction";
    actors[seat].loose = true;
    sem_post(&actors[seat].go);
}

cast_status cast_resume(progress_seat seat, cast_stop stop)
{
    actor *a = &actors[seat];
    subject_sees_move();
    if (!a->loose) {
        a->stop = stop;
        sem_post(&a->go);
    }
    a->loose = !progress_wait_in_time(&a->back, limit);
    subject_sees_move();
    return a->loose ? CAST_WAITS : a->status;
}

cast_status cast_start(progress_seat seat, void (*action)(void *arg), void *arg, cast_stop stop)
{
    prepare(&actors[seat], action, arg);
    return cast_resume(seat, stop);
}

void cast_do(progress_seat seat, void (*action)(void *arg), void *arg)
{
    cast_status status = cast_start(seat, action, arg, (cast_stop){0});
    while (actors[seat].loose) /* it has been slow, and waits for nobody that is in its way */
        status = cast_resume(seat, (cast_stop){0});
    if (status != CAST_ENDED)
        rc_cli_fail("%s cannot do its part alone", names[seat]);
}

bool cast_let_all_go(void)
{
    bool all = true;
    for (progress_seat seat = RIVAL; seat < SEATS; seat++) {
        actor *a = &actors[seat];
        while (a->loose || a->status != CAST_ENDED) {
            if (cast_resume(seat, (cast_stop){0}) == CAST_WAITS)
                break;
        }
        all &= !a->loose && a->status == CAST_ENDED;
    }
    return all;
}

bool cast_all_end(void)
{
    double begun = rc_tool_now();
    while (!cast_let_all_go()) {
        if (rc_tool_now() - begun > ENDLESS)
            return false;
    }
    return true;
}

void cast_let_loose(void)
{
    for (progress_seat seat = RIVAL; seat < SEATS; seat++) {
        actor *a = &actors[seat];
        if (a->status == CAST_ENDED || a->loose)
            continue;
        a->loose = true;
        a->stop = (cast_stop){0};
        sem_post(&a->go);
    }
}

void cast_describe(char *text, unsigned size)
{
    for (progress_seat seat = RIVAL; seat < SEATS; seat++) {
        const actor *a = &actors[seat];
        const char *doing = rc_load_relaxed(&stress_self_state_of(places[seat])->doing);
        if (a->status == CAST_ENDED)
            continue;
        bool lock = strstr(a->event, "lock") != NULL;
        snprintf(text, size, "%s stands in %s, %s%s", names[seat],
                 doing != NULL ? doing : "nothing", lock ? "" : "at ", a->event);
        return;
    }
    snprintf(text, size, "nobody is in the middle of anything");
}

const void *cast_wanted(progress_seat seat)
{
    return actors[seat].wanted;
}

pthread_t cast_thread(progress_seat seat)
{
    return actors[seat].thread;
}

/* -------------------------------------------------------------------------- beginning and end */

void cast_open(const rc_ops *which, double seconds)
{
    ops = which;
    limit = seconds;
    rc_tool_pin(0);
    progress_pool_open();
    if (ops->thread_attach() != 0)
        rc_cli_fail("the main thread cannot attach");
    for (progress_seat seat = RIVAL; seat < SEATS; seat++) {
        actor *a = &actors[seat];
        *a = (actor){.status = CAST_ENDED};
        if (sem_init(&a->go, 0, 0) != 0 || sem_init(&a->back, 0, 0) != 0)
            abort();
        a->thread = stress_thread(obey, a, 0);
        stress_wait(&a->back);
    }
    subject_open(2 * limit); /* so long it waits itself for one of the others */
}

void cast_close(void)
{
    subject_close();
    for (progress_seat seat = RIVAL; seat < SEATS; seat++) {
        actor *a = &actors[seat];
        a->action = NULL;
        sem_post(&a->go);
        stress_join(a->thread);
        sem_destroy(&a->go);
        sem_destroy(&a->back);
    }
    ops->thread_detach();
    progress_pool_close();
}
