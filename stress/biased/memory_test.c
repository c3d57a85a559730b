/*
 * memory_test.c: biased counting without memory for a queue entry: the release waits for the owner
 * instead, and two threads that wait for each other do not.
 */
#define RC_BACKEND biased
#include "stress/biased/actions.h"

#include <errno.h>
#include <time.h>

static _Atomic bool no_memory;
static _Atomic int64_t blocks; /* of the library's that are in use */

static void *scarce_allocate(size_t size)
{
    void *block = rc_load_acquire(&no_memory) ? NULL : malloc(size);
    if (block != NULL)
        rc_fetch_add_relaxed(&blocks, 1);
    else
        errno = ENOMEM;
    return block;
}

static void counted_free(void *block)
{
    rc_fetch_sub_relaxed(&blocks, block != NULL);
    free(block);
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
    void *object, *other;
    unsigned before = dead();
    puppet_do(&t1, make, &object);
    puppet_do(&t1, make, &other);
    puppet_do(&t1, block_begin, NULL);
    rc_store_release(&no_memory, true);
    puppet_do(&t2, release, &object);
    CHECK(dead() == before + 1);
    rc_store_release(&no_memory, false);
    puppet_do(&t2, release, &other);
    CHECK(dead() == before + 2);
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

/* A thread that has waited counts again by the time that it destroys the object: what it makes is its own. */
static bool counts_again;

static void make_another(void *dying)
{
    void *another = rc_new(&type);
    counts_again =
        rc_biased_state(rc_load_relaxed(&rc_counter_of(another)->shared)) == RC_BIASED_NONE;
    rc_release(another);
    count_death(dying);
}

static const rc_type making_type = {.name = "making", .size = 32, .destroy = make_another};

static void make_making(void *object)
{
    *(void **)object = rc_new(&making_type);
}

static void destroys_when_it_counts_again(void)
{
    void *object;
    unsigned before = dead();
    puppet_do(&t1, make_making, &object);
    rc_store_release(&no_memory, true);
    puppet_start(&t2, release, &object);
    a_moment();
    rc_store_release(&no_memory, false);
    puppet_do(&t1, poll, NULL);
    puppet_wait(&t2);
    CHECK(dead() == before + 2 && counts_again);
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
        /* relaxed: no other thread is here. Whatever is still in the queue lies on a stack of nobody. */
        if (rc_load_relaxed(&rc_thread_self_->counter.head) != 0)
            _exit(2);
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
    rc_set_allocator(&(rc_allocator){scarce_allocate, counted_free});
    puppet_create(&t1);
    puppet_create(&t2);
    puppet_do(&t1, attach, NULL);
    puppet_do(&t2, attach, NULL);
    waits_for_the_owners_safepoint();
    does_not_wait_for_a_blocked_owner();
    is_freed_by_an_owner_that_leaves();
    two_that_wait_for_each_other();
    merges_before_it_destroys();
    destroys_when_it_counts_again();
    a_waiter_does_not_survive_a_fork();
    puppet_join(&t1);
    puppet_join(&t2);
    tap_ok(rc_load_relaxed(&blocks) == 0, "no object and no entry of a queue is left");
    return tap_done();
}
