/*
 * subject.c: see subject.h.
 *
 * Behind the time limit is a thread of its own, the rescuer. It looks at the same things as the subject
 * under a mutex, and acts only when the subject has not moved for longer than anything takes that it does
 * with others.
 */
#include "stress/progress/subject.h"

#include "stress/progress/cast.h"
#include "stress/progress/waits.h"
#include "stress/schedule/points.h"
#include "stress/support/threads.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static subject_watch watch;
static subject_seen seen;
static unsigned locks, turns, fruitless; /* fruitless: points since somebody else moved */

static pthread_t rescuer;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards the rest */
static uint64_t moves;
static bool busy, hidden, leave;
static double limit;

static void describe(const char *what)
{
    char where[100];
    seen.blocked = true;
    if (seen.why[0] != '\0')
        return;
    cast_describe(where, sizeof where);
    snprintf(seen.why, sizeof seen.why, "%s: %s", what, where);
}

static void blocked(const char *what)
{
    describe(what);
    if (watch.blocked != NULL)
        watch.blocked(watch.arg);
    else
        cast_let_all_go();
}

static void at_point(void *arg, const char *name)
{
    (void)arg;
    seen.points++;
    if (++fruitless % PROGRESS_POINTS == 0)
        blocked("comes by its points for ever");
    if (watch.at_point != NULL && locks == 0)
        watch.at_point(watch.arg, name);
}

static void at_lock(void *arg, rc_lock_event what, const void *lock)
{
    (void)arg;
    if (what == RC_LOCK_TAKEN) {
        locks++;
    } else if (what == RC_LOCK_FREED) {
        locks--;
    } else {
        if (seen.wanted == NULL)
            seen.wanted = lock;
        if (progress_is_held(lock))
            blocked("waits for a lock");
    }
}

static void waiting(void *arg)
{
    (void)arg;
    if (++turns % PROGRESS_TURNS == 0)
        blocked("waits in a loop");
}

static const stress_listener listener = {at_point, at_lock, waiting, NULL};

void subject_begins(const subject_watch *how)
{
    seen = (subject_seen){0};
    locks = turns = fruitless = 0;
    pthread_mutex_lock(&mutex);
    watch = how != NULL ? *how : (subject_watch){0};
    busy = true;
    hidden = false;
    moves++;
    pthread_mutex_unlock(&mutex);
    stress_listen(&listener, NULL);
}

subject_seen subject_ends(void)
{
    stress_listen(NULL, NULL);
    pthread_mutex_lock(&mutex);
    busy = false;
    bool was_hidden = hidden;
    pthread_mutex_unlock(&mutex);
    seen.blocked |= was_hidden;
    return seen;
}

void subject_sees_move(void)
{
    pthread_mutex_lock(&mutex);
    moves++;
    pthread_mutex_unlock(&mutex);
    fruitless = 0;
}

static void rescue(void)
{
    hidden = true;
    describe("waits without an event that shows it");
    if (watch.rescue != NULL)
        watch.rescue(watch.arg);
    else
        cast_let_loose();
}

static void keep_watch(void *arg)
{
    uint64_t known = 0;
    double spent = 0;
    (void)arg;
    pthread_mutex_lock(&mutex);
    while (!leave) {
        if (!busy || hidden || moves != known) {
            known = moves;
            spent = 0;
        } else if ((spent += PROGRESS_SLICE) > limit) {
            rescue();
        }
        pthread_mutex_unlock(&mutex);
        nanosleep(&(struct timespec){.tv_nsec = (long)(PROGRESS_SLICE * 1e9)}, NULL);
        pthread_mutex_lock(&mutex);
    }
    pthread_mutex_unlock(&mutex);
}

void subject_open(double seconds)
{
    limit = seconds;
    leave = false;
    rescuer = stress_thread(keep_watch, NULL, 0);
}

void subject_close(void)
{
    pthread_mutex_lock(&mutex);
    leave = true;
    pthread_mutex_unlock(&mutex);
    stress_join(rescuer);
}
