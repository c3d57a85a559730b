/*
 * owner_test.c: the states of a biased object, one transition at a time, and what happens when its owner
 * blocks, leaves, dies or forks. The interleavings are fixed: this test never depends on luck.
 *
 * T1 is the owner of the objects, T2 the other thread; main only watches, and is not attached.
 */
#define RC_BACKEND biased
#include "refcount/refcount.h"
#include "refcount/tool/tap.h"
#include "stress/support/puppet.h"
#include "stress/support/threads.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)

static puppet t1, t2;
static _Atomic unsigned deaths;
static void *object; /* what the actions below work on */
static bool answer;

static void count_death(void *dead)
{
    (void)dead;
    rc_fetch_add_relaxed(&deaths, 1);
}

static const rc_type type = {.name = "counted", .size = 32, .destroy = count_death};

static unsigned dead(void)
{
    return rc_load_relaxed(&deaths);
}

static uint32_t state(void)
{
    return rc_biased_state(rc_load_relaxed(&rc_counter_of(object)->shared));
}

static int32_t shared_count(void)
{
    return rc_biased_shared_count(rc_load_relaxed(&rc_counter_of(object)->shared));
}

static void make(void *arg)
{
    object = rc_new(arg != NULL ? arg : &type);
}
static void retain(void *arg)
{
    (void)arg;
    rc_retain(object);
}
static void release(void *arg)
{
    (void)arg;
    rc_release(object);
}
static void retain_many(void *arg)
{
    for (uintptr_t i = 0; i < (uintptr_t)arg; i++)
        rc_retain(object);
}
static void release_many(void *arg)
{
    for (uintptr_t i = 0; i < (uintptr_t)arg; i++)
        rc_release(object);
}
static void try_retain(void *arg)
{
    (void)arg;
    answer = rc_try_retain(object);
}
static void unique(void *arg)
{
    (void)arg;
    answer = rc_is_unique(object);
}
static void poll(void *arg)
{
    (void)arg;
    rc_thread_poll();
}
static void attach(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
}
static void detach(void *arg)
{
    (void)arg;
    rc_thread_detach();
}
static void block_begin(void *arg)
{
    (void)arg;
    rc_thread_block_begin();
}
static void block_end(void *arg)
{
    (void)arg;
    rc_thread_block_end();
}
static void immortalise(void *arg)
{
    (void)arg;
    rc_make_immortal(object);
}

/* T1 makes an object and takes `more` references: all of them are for T2 to release. */
static void make_with(unsigned more)
{
    puppet_do(&t1, make, NULL);
    for (unsigned i = 0; i < more; i++)
        puppet_do(&t1, retain, NULL);
}

static void queued_and_merged(void)
{
    unsigned before = dead();
    rc_stats s0, s1;
    rc_get_stats(&s0);
    make_with(0);
    CHECK(state() == RC_BIASED_NONE && rc_count(object) == 1);
    puppet_do(&t2, release, NULL);
    CHECK(state() == RC_BIASED_QUEUED && shared_count() == 0);
    CHECK(dead() == before && rc_count(object) == 1); /* the queue's reference */
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 1);
    rc_get_stats(&s1);
    CHECK(s1.queued == s0.queued + 1 && s1.merged == s0.merged + 1);
}

static void negative_shared_count(void)
{
    unsigned before = dead();
    make_with(2);
    for (int i = 0; i < 3; i++)
        puppet_do(&t2, release, NULL);
    CHECK(state() == RC_BIASED_QUEUED && shared_count() == -2 && rc_count(object) == 1);
    puppet_do(&t2, retain,
              NULL); /* illegal for a user, who has no reference: only the arithmetic */
    puppet_do(&t2, release, NULL);
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 1);
}

/* The printed protocol frees the object while it is queued. */
static void hand_off_and_back(void)
{
    unsigned before = dead();
    make_with(1);
    puppet_do(&t2, release, NULL);
    puppet_do(&t2, retain, NULL);
    puppet_do(&t1, release, NULL);
    puppet_do(&t1, release, NULL);
    CHECK(dead() == before && state() == RC_BIASED_MERGED && rc_count(object) == 1);
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 1);
}

static void merged_by_the_last_local(void)
{
    unsigned before = dead();
    make_with(0);
    puppet_do(&t2, retain, NULL);
    puppet_do(&t1, release, NULL);
    CHECK(state() == RC_BIASED_MERGED && rc_count(object) == 1 && dead() == before);
    puppet_do(&t1, retain, NULL); /* the former owner counts like anybody now */
    CHECK(shared_count() == 2);
    puppet_do(&t1, release, NULL);
    puppet_do(&t2, unique, NULL);
    CHECK(answer);
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before + 1);
}

static void uniqueness_is_conservative(void)
{
    unsigned before = dead();
    make_with(0);
    puppet_do(&t1, unique, NULL);
    CHECK(answer);
    puppet_do(&t2, unique, NULL); /* T2 holds the only reference, which it cannot know */
    CHECK(!answer);
    puppet_do(&t2, retain, NULL);
    puppet_do(&t1, unique, NULL);
    CHECK(!answer);
    puppet_do(&t2, release, NULL);
    puppet_do(&t1, release, NULL);
    CHECK(dead() == before + 1);
}

static void try_retain_needs_to_be_enabled(void)
{
    unsigned before = dead();
    make_with(0);
    puppet_do(&t2, try_retain, NULL);
    CHECK(!answer); /* alive, but T2 cannot see that: the documented exception */
    puppet_do(&t1, try_retain, NULL);
    CHECK(answer);
    puppet_do(&t1, release, NULL);
    rc_enable_try_retain(object);
    puppet_do(&t2, try_retain, NULL);
    CHECK(answer && shared_count() == 1);
    puppet_do(&t1, release, NULL);
    CHECK(dead() == before && state() == RC_BIASED_MERGED);
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before + 1);
}

static void overflow_spills(void)
{
    void *const many = (void *)(uintptr_t)40000;
    unsigned before = dead();
    make_with(0);
    puppet_do(&t1, retain_many, many);
    puppet_do(&t1, retain_many, many);
    CHECK(rc_count(object) == 80001 && shared_count() > 0 && state() == RC_BIASED_NONE);
    puppet_do(&t1, release_many, many);
    CHECK(rc_count(object) == 40001);
    puppet_do(&t2, release_many, many);
    CHECK(rc_count(object) == 1 && dead() == before);
    puppet_do(&t1, release, NULL);
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 1);
}

static void saturates_from_either_side(void)
{
    void *const many = (void *)(uintptr_t)70000;
    for (int owner = 0; owner < 2; owner++) {
        unsigned before = dead();
        make_with(0);
        rc_counter *c = rc_counter_of(object);
        /* relaxed: nobody else is at it. As if the other threads held as many as fit. */
        rc_fetch_add_relaxed(&c->shared, (uint32_t)RC_COUNTER_MAX * RC_BIASED_ONE);
        puppet_do(owner ? &t1 : &t2, retain_many, many);
        CHECK(rc_count(object) == RC_IMMORTAL);
        puppet_do(&t1, release_many, many);
        puppet_do(&t2, release_many, many);
        CHECK(rc_count(object) == RC_IMMORTAL && dead() == before);
        rc_counter_preset(c, 1);
        puppet_do(&t2, release, NULL);
        CHECK(dead() == before + 1);
    }
}

/* Immortal in each state, made so by the owner and by others. */
static void immortal_in_every_state(void)
{
    for (unsigned how = 0; how < 6; how++) {
        unsigned before = dead();
        make_with(3);
        if (how / 2 == 1)
            puppet_do(&t2, release, NULL); /* queued */
        if (how / 2 == 2) {                /* merged */
            puppet_do(&t2, retain, NULL);
            for (int i = 0; i < 4; i++)
                puppet_do(&t1, release, NULL);
        }
        puppet_do(how % 2 ? &t1 : &t2, immortalise, NULL);
        puppet_do(&t1, poll, NULL);
        for (int i = 0; i < 20; i++)
            puppet_do(i % 2 ? &t1 : &t2, release, NULL);
        puppet_do(&t1, poll, NULL);
        bool ok = rc_count(object) == RC_IMMORTAL && dead() == before;
        rc_counter_preset(rc_counter_of(object), 1);
        puppet_do(&t2, release, NULL);
        tap_ok(ok && dead() == before + 1, "%s: case %u", __func__, how);
    }
}

static void blocked_owner_holds_nothing(void)
{
    unsigned before = dead();
    make_with(0);
    void *first = object;
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before);
    puppet_do(&t1, make, NULL);
    puppet_do(&t1, block_begin, NULL); /* drains what was queued */
    CHECK(dead() == before + 1 && first != NULL);
    puppet_do(&t2, retain, NULL);
    puppet_do(&t2, release, NULL);
    puppet_do(&t2, release, NULL); /* merges in the owner's place */
    CHECK(dead() == before + 2);
    puppet_do(&t1, block_end, NULL);
    make_with(0);
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before + 2 && state() == RC_BIASED_QUEUED); /* open again */
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 3);
}

static void owner_leaves_with_a_queue(void)
{
    unsigned before = dead();
    make_with(0);
    puppet_do(&t2, release, NULL);
    puppet_do(&t1, detach, NULL);
    CHECK(dead() == before + 1);
    puppet_do(&t1, attach, NULL);
}

static void owner_is_gone(void)
{
    unsigned before = dead();
    make_with(1);
    puppet_do(&t1, detach, NULL);
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before && state() == RC_BIASED_MERGED && rc_count(object) == 1);
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before + 1);
    puppet_do(&t1, attach, NULL);
}

static void identity_returns(void)
{
    unsigned before = dead();
    make_with(0);
    puppet_do(&t1, detach, NULL);
    puppet_do(&t1, attach, NULL); /* the same identity, as a new thread on a used stack has it */
    puppet_do(&t1, unique, NULL);
    CHECK(answer); /* the new owner of the old objects */
    puppet_do(&t2, retain, NULL);
    puppet_do(&t1, release, NULL);
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before + 1);
}

static void unattached_makes_merged_objects(void)
{
    unsigned before = dead();
    make(NULL);
    CHECK(state() == RC_BIASED_MERGED && rc_count(object) == 1 && rc_is_unique(object));
    puppet_do(&t2, retain, NULL);
    release(NULL);
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before + 1);
}

/* Destructors that run while the owner drains its queue, and do everything they can. */
static void busy_destroy(void *dying)
{
    if (rc_thread_attach() != 0)
        abort();
    void *extra = rc_new(&type);
    rc_thread_poll();
    rc_thread_block_begin();
    rc_thread_block_end();
    rc_release(extra);
    rc_thread_detach();
    count_death(dying);
}

static const rc_type busy_type = {.name = "busy", .size = 16, .destroy = busy_destroy};

static void destructor_reenters_the_drain(void)
{
    for (int leaving = 0; leaving < 2; leaving++) {
        unsigned before = dead();
        for (int i = 0; i < 5; i++) {
            puppet_do(&t1, make, (void *)(uintptr_t)&busy_type);
            puppet_do(&t2, release, NULL);
        }
        puppet_do(&t1, leaving ? detach : poll, NULL);
        CHECK(dead() == before + 10);
        if (leaving)
            puppet_do(&t1, attach, NULL);
    }
}

static void *risen;

static void rise(void *dying)
{
    risen = rc_retain(dying);
}

static const rc_type phoenix_type = {
    .name = "phoenix", .size = 16, .destroy = count_death, .finalize = rise};

static void resurrected_while_draining(void)
{
    unsigned before = dead();
    puppet_do(&t1, make, (void *)(uintptr_t)&phoenix_type);
    rc_enable_try_retain(object);
    puppet_do(&t2, release, NULL);
    puppet_do(&t1, poll, NULL);
    CHECK(risen == object && dead() == before && rc_count(object) == 1);
    puppet_do(&t2, retain, NULL);
    puppet_do(&t1, release, NULL);
    CHECK(dead() == before);
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before + 1);
}

/* The queue of a thread that does not exist in the child is drained by the one that does. */
static void fork_leaves_a_queue(void)
{
    unsigned before = dead();
    make_with(0);
    puppet_do(&t2, release, NULL); /* queued for T1, which will not exist */
    attach(NULL);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        rc_thread_poll();
        _exit(dead() == before + 1 ? 0 : 1);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    detach(NULL);
    CHECK(pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 1);
}

/*
 * A fork inside a blocking region, while two other threads merge in this thread's place: they do not exist
 * in the child, and cannot leave. Written into the queue's word, because they cannot be stopped there.
 */
static void fork_while_others_merge(void)
{
    attach(NULL);
    make(NULL);
    rc_thread_block_begin();
    rc_fetch_add_relaxed(&rc_thread_self_->counter.head, 4);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        alarm(10);
        rc_thread_block_end(); /* must not wait for them */
        unsigned before = dead();
        rc_release(object);
        _exit(dead() == before + 1 ? 0 : 1);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    CHECK(pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    rc_fetch_sub_release(&rc_thread_self_->counter.head, 4);
    rc_thread_block_end();
    rc_release(object);
    detach(NULL);
}

/* A destructor that attaches and detaches while its thread is about to block, and one while it leaves. */
static void destructor_at_the_edge_of_a_region(void)
{
    unsigned before = dead();
    puppet_do(&t1, make, (void *)(uintptr_t)&busy_type);
    puppet_do(&t2, release, NULL);
    puppet_do(&t1, block_begin, NULL);
    CHECK(dead() == before + 2);
    puppet_do(&t1, block_end, NULL);
    puppet_do(&t1, detach,
              NULL); /* the only attach that is left: the thread must be detached now */
    make_with(0);
    CHECK(state() == RC_BIASED_MERGED);
    puppet_do(&t1, release, NULL);
    puppet_do(&t1, attach, NULL);
    CHECK(dead() == before + 3);
}

/*
 * A thread that attaches in the last round of its exit functions is gone without the library's notice; the
 * next thread of the same identity takes over its record, its objects and its queue. The sanitizers' own
 * state of the thread is gone by then, so that this cannot run under them.
 */
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#define SANITIZED (__has_feature(thread_sanitizer) || __has_feature(address_sanitizer))
#else
#define SANITIZED 0
#endif

static pthread_key_t last_key;
static unsigned last_round;
static uint64_t last_token;

static void attach_in_the_last_round(void *arg)
{
    if (++last_round < PTHREAD_DESTRUCTOR_ITERATIONS) {
        pthread_setspecific(last_key, arg);
        return;
    }
    attach(NULL);
    make(NULL);
    last_token = rc_platform_thread_token();
}

static void end_late(void *arg)
{
    attach(NULL); /* the library's exit function runs too, and leaves before */
    pthread_setspecific(last_key, arg);
}

static void take_over(void *arg)
{
    attach(NULL);
    *(bool *)arg = rc_platform_thread_token() == last_token;
    rc_thread_poll();
    detach(NULL);
}

static void identity_without_notice(void)
{
    if (SANITIZED)
        return;
    bool same = false;
    unsigned before = dead();
    pthread_key_create(&last_key, attach_in_the_last_round);
    stress_join(stress_thread(end_late, &last_round, 0));
    puppet_do(&t2, release, NULL);
    CHECK(dead() == before && state() == RC_BIASED_QUEUED);
    for (int i = 0; i < 100 && !same; i++) /* the C library gives the same stack again */
        stress_join(stress_thread(take_over, &same, 0));
    CHECK(same && dead() == before + 1);
    pthread_key_delete(last_key);
}

int main(void)
{
    puppet_create(&t1);
    puppet_create(&t2);
    puppet_do(&t1, attach, NULL);
    puppet_do(&t2, attach, NULL);
    queued_and_merged();
    negative_shared_count();
    hand_off_and_back();
    merged_by_the_last_local();
    uniqueness_is_conservative();
    try_retain_needs_to_be_enabled();
    overflow_spills();
    saturates_from_either_side();
    immortal_in_every_state();
    blocked_owner_holds_nothing();
    owner_leaves_with_a_queue();
    owner_is_gone();
    identity_returns();
    unattached_makes_merged_objects();
    destructor_reenters_the_drain();
    resurrected_while_draining();
    fork_leaves_a_queue();
    fork_while_others_merge();
    destructor_at_the_edge_of_a_region();
    identity_without_notice();
    puppet_do(&t1, detach, NULL);
    puppet_join(&t1); /* ends attached or not: both ways are tested */
    puppet_join(&t2);
    rc_stats stats;
    rc_get_stats(&stats);
    tap_ok(stats.live_objects == 0, "nothing is left");
    return tap_done();
}
