/*
 * stand.c: see stand.h. The two threads take turns by semaphores, which order all the rest.
 */
#include "stress/harness/stand.h"

#include "stress/schedule/points.h"
#include "stress/support/semaphore.h"

#include <stdlib.h>

void stress_stand_init(stress_stand *stand)
{
    *stand = (stress_stand){.at = 0};
    if (sem_init(&stand->stands, 0, 0) != 0 || sem_init(&stand->go, 0, 0) != 0)
        abort();
}

void stress_stand_prepare(stress_stand *stand, unsigned at)
{
    stand->at = at;
    stand->event = 0;
    stand->over = false;
}

static void stand_still(stress_stand *stand, const char *point)
{
    stand->point = point;
    stand->standing = true;
    sem_post(&stand->stands);
    stress_wait(&stand->go);
    stand->standing = false;
}

static void at_point(void *arg, const char *name)
{
    stress_stand *stand = arg;
    if (++stand->event == stand->at)
        stand_still(stand, name);
}

static void at_lock(void *arg, rc_lock_event event, const void *lock)
{
    static const char *const name[] = {"a lock wanted", "a lock taken", "a lock freed"};
    stress_stand *stand = arg;
    stand->lock = event == RC_LOCK_TAKEN ? lock : NULL;
    if (event == RC_LOCK_FREED && stand->again)
        stand_still(stand, name[event]); /* it was let go for this */
    else
        at_point(arg, name[event]);
}

static void not_at_point(void *arg, const char *name)
{
    (void)arg;
    (void)name;
}

static void want_lock(void *arg, rc_lock_event event, const void *lock)
{
    stress_stand *stand = arg;
    /* Once it has been let go it must not be looked at before it stands again. */
    if (event == RC_LOCK_WANTED && !stand->again && stand->standing && stand->lock == lock) {
        stand->again = true;
        sem_post(&stand->go);
    }
}

static void waiting(void *arg)
{
    (void)arg;
}

static const stress_listener works = {at_point, at_lock, waiting, NULL};
static const stress_listener wants = {not_at_point, want_lock, waiting, NULL};

void stress_stand_enter(stress_stand *stand)
{
    stress_listen(&works, stand);
}

void stress_stand_leave(stress_stand *stand)
{
    stress_listen(NULL, NULL);
    stand->over = true;
    sem_post(&stand->stands);
}

bool stress_stand_wait(stress_stand *stand)
{
    stress_wait(&stand->stands);
    return !stand->over;
}

void stress_stand_yields(stress_stand *stand)
{
    stress_listen(stand != NULL ? &wants : NULL, stand);
}

void stress_stand_go(stress_stand *stand)
{
    if (stand->again)
        stress_wait(&stand->stands);
    stand->again = false;
    sem_post(&stand->go);
    stress_wait(&stand->stands);
}
