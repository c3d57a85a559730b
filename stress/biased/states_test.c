/*
 * states_test.c: the states of a biased object, one transition at a time. The interleavings are fixed:
 * this test never depends on luck.
 */
#define RC_BACKEND biased
#include "stress/biased/object_actions.h"

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
    rc_stats s0, s1;
    rc_get_stats(&s0);
    make_with(1);
    puppet_do(&t2, release, NULL);
    puppet_do(&t2, retain, NULL);
    puppet_do(&t1, release, NULL);
    puppet_do(&t1, release, NULL);
    CHECK(dead() == before && state() == RC_BIASED_MERGED && rc_count(object) == 1);
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 1);
    rc_get_stats(&s1);
    CHECK(s1.queued == s0.queued + 1 &&
          s1.merged == s0.merged + 1); /* merged once, drained later */
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
    puppet_do(&t2, unique, NULL); /* the only shared one, beside the owner's */
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

/* With no shared count, which is what a dead object has too; but the owner holds a reference. */
static void try_retain_of_the_queued(void)
{
    unsigned before = dead();
    make_with(1);
    rc_enable_try_retain(object);
    puppet_do(&t2, release, NULL);
    CHECK(state() == RC_BIASED_QUEUED && shared_count() == 0);
    puppet_do(&t2, try_retain, NULL);
    CHECK(answer);
    puppet_do(&t1, release, NULL);
    puppet_do(&t2, release, NULL);
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 1);
}

/* A counter whose memory stays: the dead can be asked. */
static rc_counter bare;
static unsigned disposed;

static void count_disposal(rc_counter *counter)
{
    (void)counter;
    disposed++;
}
static void bare_init(void *arg)
{
    (void)arg;
    rc_counter_init(&bare);
    rc_counter_enable_try_retain(&bare);
}
static void bare_retain(void *arg)
{
    (void)arg;
    rc_counter_retain(&bare);
}
static void bare_release(void *arg)
{
    (void)arg;
    rc_counter_release(&bare, count_disposal);
}
static void bare_try_retain(void *arg)
{
    (void)arg;
    answer = rc_counter_try_retain(&bare);
}

/* Ended by the owner alone, by another thread after a merge, and by the owner's drain. */
static void dead_to_everybody(void)
{
    for (int how = 0; how < 3; how++) {
        disposed = 0;
        puppet_do(&t1, bare_init, NULL);
        if (how == 1) {
            puppet_do(&t2, bare_retain, NULL);
            puppet_do(&t1, bare_release, NULL);
        }
        puppet_do(how == 0 ? &t1 : &t2, bare_release, NULL);
        puppet_do(&t1, poll, NULL);
        bool refused = disposed == 1;
        for (int i = 0; i < 3; i++) {
            if (i < 2)
                puppet_do(i == 0 ? &t1 : &t2, bare_try_retain, NULL);
            else
                bare_try_retain(NULL);
            refused &= !answer;
        }
        tap_ok(refused && rc_counter_read(&bare) == 0, "%s: case %d", __func__, how);
    }
}

int main(void)
{
    begin();
    queued_and_merged();
    negative_shared_count();
    hand_off_and_back();
    merged_by_the_last_local();
    uniqueness_is_conservative();
    try_retain_needs_to_be_enabled();
    try_retain_of_the_queued();
    dead_to_everybody();
    return end();
}
