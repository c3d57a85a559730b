/*
 * memory_test.c: biased counting without memory for a queue entry: the release waits for the owner
 * instead, and two threads that wait for each other do not.
 */
#define RC_BACKEND biased
#include "stress/biased/actions.h"

#include <errno.h>
#include <time.h>

static _Atomic bool no_memory;

static void *scarce_allocate(size_t size)
{
    return rc_load_acquire(&no_memory) ? NULL : malloc(size);
}

static void make(void *object)
{
    *(void **)object = rc_new(&type);
}
static void release(void *object)
{
    errno = 0;
    rc_release(*(void **)object);
    if (errno != 0)
        abort(); /* a release cannot fail, and must not look as if it had */
}
static void a_moment(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 30000000}, NULL);
}

static void waits_for_the_owners_safepoint(void)
{
    void *object;
    unsigned before = dead();
    puppet_do(&t1, make, &object);
    rc_store_release(&no_memory, true);
    puppet_start(&t2, release, &object);
    a_moment();
    CHECK(puppet_busy(&t2) && dead() == before);
    puppet_do(&t1, poll, NULL);
    puppet_wait(&t2);
    CHECK(dead() == before + 1);
    rc_store_release(&no_memory, false);
}

static void does_not_wait_for_a_blocked_owner(void)
{
    void *object;
    unsigned before = dead();
    puppet_do(&t1, make, &object);
    puppet_do(&t1, block_begin, NULL);
    rc_store_release(&no_memory, true);
    puppet_do(&t2, release, &object);
    CHECK(dead() == before + 1);
    rc_store_release(&no_memory, false);
    puppet_do(&t1, block_end, NULL);
}

static void is_freed_by_an_owner_that_leaves(void)
{
    void *object;
    unsigned before = dead();
    puppet_do(&t1, make, &object);
    rc_store_release(&no_memory, true);
    puppet_start(&t2, release, &object);
    a_moment();
    puppet_do(&t1, detach, NULL);
    puppet_wait(&t2);
    CHECK(dead() == before + 1);
    rc_store_release(&no_memory, false);
    puppet_do(&t1, attach, NULL);
}

/* Each releases the other's object, and neither comes to a safepoint: whoever waits lets others merge. */
static void two_that_wait_for_each_other(void)
{
    for (int i = 0; i < 200; i++) {
        void *of_t1, *of_t2;
        puppet_do(&t1, make, &of_t1);
        puppet_do(&t2, make, &of_t2);
        rc_store_release(&no_memory, true);
        puppet_start(&t1, release, &of_t2);
        puppet_start(&t2, release, &of_t1);
        if (i % 2)
            a_moment();
        /* The second to come merges for the first; the first may have to wait for one safepoint. */
        while (puppet_busy(&t1) || puppet_busy(&t2)) {
            if (!puppet_busy(&t1))
                puppet_do(&t1, poll, NULL);
            if (!puppet_busy(&t2))
                puppet_do(&t2, poll, NULL);
        }
        rc_store_release(&no_memory, false);
        if (i >= 20 && i % 2)
            break;
    }
    puppet_do(&t1, poll, NULL);
    puppet_do(&t2, poll, NULL);
    rc_stats stats;
    rc_get_stats(&stats);
    CHECK(stats.live_objects == 0);
}

/* A destructor that blocks until another release is through, which waits for the same safepoint. */
static _Atomic bool through;

static void wait_until_through(void *dying)
{
    rc_thread_block_begin();
    for (int i = 0; i < 200 && !rc_load_acquire(&through); i++)
        a_moment();
    rc_thread_block_end();
    if (rc_load_acquire(&through))
        count_death(dying);
}

static const rc_type waiting_type = {.name = "waiting", .size = 32, .destroy = wait_until_through};

static void make_waiting(void *object)
{
    *(void **)object = rc_new(&waiting_type);
}

static void release_and_say_so(void *object)
{
    rc_release(*(void **)object);
    rc_store_release(&through, true);
}

static void merges_before_it_destroys(void)
{
    void *plain, *waiting;
    unsigned before = dead();
    puppet t3;
    puppet_create(&t3);
    puppet_do(&t3, attach, NULL);
    puppet_do(&t1, make, &plain);
    puppet_do(&t1, make_waiting, &waiting);
    rc_store_release(&no_memory, true);
    puppet_start(&t2, release_and_say_so, &plain); /* waits for T1 */
    a_moment();
    rc_store_release(&no_memory, false);
    puppet_do(&t3, release, &waiting); /* comes before the other in the queue */
    puppet_do(&t1, poll, NULL);
    puppet_wait(&t2);
    CHECK(dead() == before + 2);
    puppet_join(&t3);
}

/* In the child of a fork the thread that waits is gone, and its entry with its stack. */
static void a_waiter_does_not_survive_a_fork(void)
{
    void *object;
    attach(NULL);
    make(&object);
    rc_store_release(&no_memory, true);
    puppet_start(&t2, release, &object);
    a_moment();
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        unsigned before = dead();
        rc_store_release(&no_memory, false);
        rc_thread_poll();
        void *mine = rc_new(&type);
        rc_release(mine);
        _exit(dead() == before + 1 ? 0 : 1);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    CHECK(pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    unsigned before = dead();
    rc_thread_poll();
    puppet_wait(&t2);
    CHECK(dead() == before + 1);
    rc_store_release(&no_memory, false);
    detach(NULL);
}

int main(void)
{
    rc_set_allocator(&(rc_allocator){scarce_allocate, free});
    puppet_create(&t1);
    puppet_create(&t2);
    puppet_do(&t1, attach, NULL);
    puppet_do(&t2, attach, NULL);
    waits_for_the_owners_safepoint();
    does_not_wait_for_a_blocked_owner();
    is_freed_by_an_owner_that_leaves();
    two_that_wait_for_each_other();
    merges_before_it_destroys();
    a_waiter_does_not_survive_a_fork();
    puppet_join(&t1);
    puppet_join(&t2);
    return tap_done();
}
