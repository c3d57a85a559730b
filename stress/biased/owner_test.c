/*
 * owner_test.c: what happens to biased objects when their owner blocks, leaves, dies, comes back or forks.
 * The interleavings are fixed: this test never depends on luck.
 */
#define RC_BACKEND biased
#include "stress/biased/object_actions.h"

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
    for (int i = 0; i < 3; i++) {
        make_with(0);
        puppet_do(&t2, release, NULL); /* queued for T1, which will not exist */
    }
    attach(NULL);
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        rc_thread_poll();
        _exit(dead() == before + 3 ? 0 : 1);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    detach(NULL);
    CHECK(pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    puppet_do(&t1, poll, NULL);
    CHECK(dead() == before + 3);
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

int main(void)
{
    begin();
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
    return end();
}
