/*
 * exit_test.c: owners whose threads end: with their exit functions, inside blocking regions, and by coming
 * back in the last moment. The interleavings are fixed: this test never depends on luck.
 *
 * The sanitizers' own state of a thread is gone in the last round of its exit functions, so that what happens
 * then cannot be tested under them.
 */
#define RC_BACKEND biased
#include "stress/biased/object_actions.h"

#include <limits.h>

static void make_and_end(void *regions)
{
    attach(NULL);
    make(NULL);
    for (int i = *(int *)regions; i > 0; i--)
        rc_thread_block_begin();
}

static void ends_in_a_region(void)
{
    for (int regions = 0; regions < 3; regions++) {
        unsigned before = dead();
        stress_join(stress_thread(make_and_end, &regions, 0));
        puppet_do(&t2, release, NULL);
        tap_ok(dead() == before + 1, "%s: %d of them", __func__, regions);
    }
}

/* What a thread does in one of the rounds of its exit functions, after the library's function of that round. */
typedef struct late {
    unsigned round, blocked; /* when, and how many regions it enters then */
    unsigned rounds;         /* so far */
    uint64_t token;
    bool owned;    /* what it made then was its own */
    unsigned dead; /* by the time that its identity's next thread had come by a safepoint */
} late;

static pthread_key_t key;

static void exit_function(void *arg)
{
    late *l = arg;
    if (++l->rounds < l->round) {
        pthread_setspecific(key, arg);
        return;
    }
    attach(NULL);
    make(NULL);
    l->owned = state() == RC_BIASED_NONE;
    l->token = rc_platform_thread_token();
    for (unsigned i = 0; i < l->blocked; i++)
        rc_thread_block_begin();
}

static void end_late(void *arg)
{
    attach(NULL);
    pthread_setspecific(key, arg);
}

/* Others' exit functions may go on using objects, so the thread counts until the last round but one. */
static void still_there(void *arg)
{
    late *l = arg;
    make(NULL);
    l->owned = state() == RC_BIASED_NONE;
    rc_release(object);
    if (++l->rounds < l->round)
        pthread_setspecific(key, arg);
}

static void counts_in_exit_functions(void)
{
    late l = {.round = 2};
    unsigned before = dead();
    pthread_key_create(&key, still_there);
    stress_join(stress_thread(end_late, &l, 0));
    CHECK(l.rounds == 2 && l.owned && dead() == before + 2);
    pthread_key_delete(key);
}

/* The library has left in that round already; there is one more in which it can. */
static void attaches_after_it_has_left(void)
{
    if (STRESS_UNDER_TSAN || STRESS_UNDER_ASAN)
        return;
    late l = {.round = RC_EXIT_ROUNDS};
    unsigned before = dead();
    pthread_key_create(&key, exit_function);
    stress_join(stress_thread(end_late, &l, 0));
    puppet_do(&t2, release, NULL);
    CHECK(l.owned && dead() == before + 1);
    pthread_key_delete(key);
}

/* By a thread that may have the identity of the one before. T2 releases what it has made, meanwhile. */
static void take_over(void *arg)
{
    late *l = arg;
    attach(NULL);
    rc_thread_poll();
    if (rc_platform_thread_token() == l->token) {
        l->rounds = 0;
        make(NULL);
        puppet_do(&t2, release, NULL);
        rc_thread_poll();
        l->dead = dead();
    }
    detach(NULL);
}

/*
 * A thread that attaches in the last round is gone without the library's notice; the next thread of the same
 * identity takes over its record, its objects and its queue, and nothing else.
 */
static void gone_without_notice(void)
{
    if (STRESS_UNDER_TSAN || STRESS_UNDER_ASAN)
        return;
    for (unsigned blocked = 0; blocked < 2; blocked++) {
        late l = {.round = PTHREAD_DESTRUCTOR_ITERATIONS, .blocked = blocked};
        unsigned before = dead();
        pthread_key_create(&key, exit_function);
        stress_join(stress_thread(end_late, &l, 0));
        puppet_do(&t2, release, NULL);
        bool left = dead() == before + blocked && (blocked || state() == RC_BIASED_QUEUED);
        for (int i = 0; i < 100 && l.rounds != 0;
             i++) /* the C library gives the same stack again */
            stress_join(stress_thread(take_over, &l, 0));
        tap_ok(left && l.rounds == 0 && l.dead == before + 2, "%s: %s", __func__,
               blocked ? "in a region" : "with a queue");
        pthread_key_delete(key);
    }
}

int main(void)
{
    begin();
    ends_in_a_region();
    counts_in_exit_functions();
    attaches_after_it_has_left();
    gone_without_notice();
    return end();
}
