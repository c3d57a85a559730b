/*
 * limits_test.c: the ends of a biased count: a full local count, saturation from either side and for ever,
 * immortality in each state, one release too many. The interleavings are fixed: this test never depends on
 * luck.
 *
 * What takes 2^27 operations is put into the shared word here by one addition, as if other threads had done
 * them.
 */
#define RC_BACKEND biased
#include "stress/biased/object_actions.h"

static _Atomic uint32_t *shared(void)
{
    return &rc_counter_of(object)->shared;
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

/* The test is over: the object is given one reference again, which is all it needs to end. */
static bool ends_after_all(unsigned before)
{
    rc_counter_preset(rc_counter_of(object), 1);
    puppet_do(&t2, release, NULL);
    return dead() == before + 1;
}

/* Immortal in each state, made so by the owner and by others. */
static void immortal_in_every_state(void)
{
    for (unsigned how = 0; how < 8; how++) {
        unsigned before = dead();
        rc_stats s0, s1;
        rc_get_stats(&s0);
        make_with(3);
        if (how / 2 == 1 || how / 2 == 3)
            puppet_do(&t2, release, NULL); /* queued */
        if (how / 2 >= 2) {                /* merged, and perhaps still in the queue */
            puppet_do(&t2, retain_many, (void *)(uintptr_t)2);
            for (int i = 0; i < 4; i++)
                puppet_do(&t1, release, NULL);
        }
        puppet_do(how % 2 ? &t1 : &t2, immortalise, NULL);
        puppet_do(&t1, poll, NULL);
        for (int i = 0; i < 20; i++)
            puppet_do(i % 2 ? &t1 : &t2, release, NULL);
        puppet_do(&t1, poll, NULL);
        bool ok = rc_count(object) == RC_IMMORTAL && dead() == before;
        rc_get_stats(&s1);
        ok &= s1.merged == s0.merged + 1; /* the owner's releases merge it, if nothing has before */
        tap_ok(ok && ends_after_all(before), "%s: case %u", __func__, how);
    }
}

/* All threads retain an immortal object for so long that a count would come round again. */
static void immortal_for_ever(void)
{
    enum { TURNS = 256, STEP = (1 << 24) - 16 };
    unsigned before = dead();
    make_with(0);
    puppet_do(&t2, immortalise, NULL);
    bool ok = true;
    for (int i = 0; i < TURNS + 2; i++) {
        rc_fetch_add_relaxed(shared(), STEP); /* relaxed: nobody else is at it */
        puppet_do(&t2, retain, NULL);
        ok &= rc_count(object) == RC_IMMORTAL;
    }
    CHECK(ok && ends_after_all(before));
}

/*
 * The shared count has just overflowed by the retain of a thread that has not pinned it yet. Another one
 * releases: the count must not come back.
 */
static void no_way_back_from_overflow(void)
{
    for (unsigned how = 0; how < 3; how++) {
        unsigned before = dead();
        make_with(1);
        if (how == 1)
            puppet_do(&t2, release, NULL); /* queued */
        if (how == 2) {                    /* merged */
            puppet_do(&t2, retain, NULL);
            puppet_do(&t1, release_many, (void *)(uintptr_t)2);
        }
        rc_fetch_add_relaxed(shared(), /* relaxed: nobody else is at it */
                             UINT32_C(0x80000000) - (uint32_t)shared_count() * RC_BIASED_ONE);
        puppet_do(&t2, release, NULL);
        bool ok = rc_count(object) == RC_IMMORTAL;
        puppet_do(&t1, poll, NULL);
        ok &= rc_count(object) == RC_IMMORTAL;
        tap_ok(ok && ends_after_all(before), "%s: case %u", __func__, how);
    }
}

static unsigned disposed;

static void count_disposal(rc_counter *counter)
{
    (void)counter;
    disposed++;
}

/* Of a merged counter, whose memory stays. The owner's own are in the conformance tests. */
static void released_too_often(void)
{
    rc_counter bare;
    disposed = 0;
    rc_counter_init(&bare); /* main is not attached */
    rc_counter_release(&bare, count_disposal);
    CHECK(disposed == 1 && rc_counter_read(&bare) == 0);
    rc_counter_release(&bare, count_disposal);
    CHECK(disposed == 1 && rc_counter_read(&bare) == RC_IMMORTAL); /* leaked, not below zero */
    rc_counter_destroy(&bare);
}

/* The dead that wait for their turn have a link to the next one in their counts, of whatever bits. */
static void buried_and_released(void)
{
    static const uintptr_t next[] = {0x7f0012345670, 0x55ff87654320, 0x7ffffffffff0, 0x100000000,
                                     16};
    bool good = true;
    for (unsigned i = 0; i < sizeof next / sizeof next[0]; i++) {
        rc_counter bare;
        rc_counter_init(&bare);
        rc_counter_enable_try_retain(&bare);
        rc_counter_release(&bare, NULL);
        rc_counter_bury(&bare, (void *)next[i]);
        rc_counter_release(&bare, count_disposal); /* once too often */
        good &= !rc_counter_try_retain(&bare) && rc_counter_read(&bare) == 0;
        good &= rc_counter_exhume(&bare) == (void *)next[i] && rc_counter_is_findable(&bare);
    }
    CHECK(good && disposed == 1);
}

int main(void)
{
    begin();
    overflow_spills();
    saturates_from_either_side();
    immortal_in_every_state();
    immortal_for_ever();
    no_way_back_from_overflow();
    released_too_often();
    buried_and_released();
    return end();
}
