/*
 * safepoint_test.c: nested attaches and blocking regions, and what is asked of an owner at a bad moment. The
 * interleavings are fixed: this test never depends on luck.
 */
#define RC_BACKEND biased
#include "stress/biased/object_actions.h"

/* T1 counts as an owner: what it makes is its own. */
static bool t1_owns(void)
{
    puppet_do(&t1, make, NULL);
    bool owns = state() == RC_BIASED_NONE;
    puppet_do(&t1, release, NULL);
    return owns;
}

/* What T2 gives up of T1's is ended at once, as T1 is away. */
static bool t1_is_away(void)
{
    unsigned before = dead();
    puppet_do(&t2, release, NULL);
    return dead() == before + 1;
}

static void attaches_nest(void)
{
    puppet_do(&t1, attach, NULL);
    puppet_do(&t1, attach, NULL);
    puppet_do(&t1, detach, NULL);
    CHECK(t1_owns());
    puppet_do(&t1, detach, NULL);
    CHECK(t1_owns());
    make_with(0);
    puppet_do(&t1, detach, NULL); /* the one from the start of main */
    CHECK(t1_is_away());
    CHECK(!t1_owns());
    puppet_do(&t1, attach, NULL);
}

static void regions_nest(void)
{
    make_with(0);
    void *first = object;
    make_with(0);
    puppet_do(&t1, block_begin, NULL);
    puppet_do(&t1, block_begin, NULL);
    puppet_do(&t1, detach, NULL); /* ignored */
    CHECK(t1_is_away());
    puppet_do(&t1, block_end, NULL);
    object = first;
    CHECK(t1_is_away());
    CHECK(!t1_owns());
    puppet_do(&t1, block_end, NULL);
    CHECK(t1_owns());
    puppet_do(&t1, block_end, NULL); /* one too many: ignored */
    CHECK(t1_owns());
}

/* The request is still there when the thread comes by a safepoint in its region. */
static void asked_before_a_region(void)
{
    unsigned before = dead();
    make_with(0);
    puppet_do(&t2, release, NULL);
    make_with(0);
    puppet_do(&t1, block_begin, NULL);
    CHECK(dead() == before + 1);
    puppet_do(&t1, poll, NULL);
    CHECK(t1_is_away());
    puppet_do(&t1, block_end, NULL);
}

/* A destructor that lets T2 release another object of this thread, in the middle of an answer to T2. */
static _Atomic unsigned stage; /* 1: the destructor runs; 2: T2 has released */

static void wait_for(unsigned wanted)
{
    unsigned turns = 0;
    while (rc_load_acquire(&stage) != wanted)
        rc_platform_relax(&turns);
}

static void let_another_in(void *dying)
{
    rc_store_release(&stage, 1);
    wait_for(2);
    count_death(dying);
}

static const rc_type slow_type = {.name = "slow", .size = 16, .destroy = let_another_in};

static void asked_while_it_answers(void)
{
    unsigned before = dead();
    puppet_do(&t1, make, (void *)(uintptr_t)&slow_type);
    puppet_do(&t2, release, NULL);
    make_with(0);
    puppet_start(&t1, poll, NULL);
    wait_for(1);
    puppet_do(&t2, release, NULL);
    rc_store_release(&stage, 2);
    puppet_wait(&t1);
    CHECK(dead() == before + 1 && state() == RC_BIASED_QUEUED);
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 2);
}

int main(void)
{
    begin();
    attaches_nest();
    regions_nest();
    asked_before_a_region();
    asked_while_it_answers();
    return end();
}
