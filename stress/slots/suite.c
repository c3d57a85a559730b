/*
 * suite.c: see suite.h.
 */
#include "stress/slots/suite.h"

#include <pthread.h>

const rc_gc_ops *gc;
const rc_ops *rc;

static _Atomic uint64_t ended;

static void thing_destroy(void *object)
{
    thing *t = object;
    if (t->alive != ALIVE || rc->count(t) != 0)
        abort(); /* destroyed twice, or while it is not dead */
    t->alive = DEAD;
    rc_fetch_add_relaxed(&ended, 1); /* relaxed: a number */
}

static const rc_type thing_type = {
    .name = "thing", .size = sizeof(thing), .destroy = thing_destroy};

thing *thing_new(uint64_t id)
{
    thing *t = rc->new (&thing_type);
    if (t == NULL)
        abort();
    t->alive = ALIVE;
    t->id = id;
    return t;
}

uint64_t things_ended(void)
{
    return rc_load_relaxed(&ended);
}

uint64_t objects_live(void)
{
    rc_stats stats;
    rc->get_stats(&stats);
    return stats.live_objects;
}

void settle(void)
{
    gc->reclaim_drain();
    rc->thread_poll();
    gc->reclaim_drain(); /* what destructors have retired */
}

typedef struct team {
    void (*body)(void *arg, unsigned index);
    void *arg;
    pthread_barrier_t start;
} team;

static void join_in(void *arg, unsigned index)
{
    team *t = arg;
    if (rc->thread_attach() != 0)
        abort();
    pthread_barrier_wait(&t->start);
    t->body(t->arg, index);
    settle();
    rc->thread_detach();
}

void team_run(unsigned threads, void (*body)(void *arg, unsigned index), void *arg)
{
    team t = {.body = body, .arg = arg};
    pthread_barrier_init(&t.start, NULL, threads);
    rc->thread_block_begin(); /* main touches nothing until all are back */
    stress_threads(threads, join_in, &t);
    rc->thread_block_end();
    pthread_barrier_destroy(&t.start);
    settle();
}
