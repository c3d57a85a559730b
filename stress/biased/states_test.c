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

int main(void)
{
    begin();
    queued_and_merged();
    negative_shared_count();
    hand_off_and_back();
    merged_by_the_last_local();
    uniqueness_is_conservative();
    try_retain_needs_to_be_enabled();
    overflow_spills();
    saturates_from_either_side();
    immortal_in_every_state();
    return end();
}
