/*
 * orders_test.c: what the memory orders of biased counting are for, one play for each pair of them.
 *
 * The threads take turns by a word that orders nothing (relay.h). So what one has done to an object is before
 * its end by another by these pairs alone, and under ThreadSanitizer a play has a race as soon as one of the
 * orders that it needs is missing, in every run. Without it the plays can hardly fail on x86.
 */
#define RC_BACKEND biased
#include "stress/biased/relay.h"

/* T2's release (4), the short way, and the owner's fast end (14). */
static void usual_release_and_fast_end(void)
{
    shared_with(true, false);
    CHECK(play(t1_releases_second, t2_uses_and_releases, nothing, 1));
}

/* The same and the short end of a leaf (14), which nothing but the allocator looks at. */
static void usual_release_and_short_end(void)
{
    static const rc_type leaf_type = {.name = "leaf", .size = sizeof(payload)};
    rc_stats before, after;
    rc_get_stats(&before);
    puppet_do(&t1, make, (void *)(uintptr_t)&leaf_type);
    puppet_do(&t2, retain, NULL);
    play(t1_releases_second, t2_uses_and_releases, nothing, 0);
    rc_get_stats(&after);
    CHECK(after.destroyed == before.destroyed + 1);
}

/* The same with a counter of the user's own: an object's release has looked by an acquire of its own before. */
static struct {
    rc_counter counter;
    payload data;
} bare;

static void bare_dispose(rc_counter *counter)
{
    (void)counter;
    look_at_all(&bare.data);
}

static void bare_init(void *arg)
{
    (void)arg;
    rc_counter_init(&bare.counter);
}

static void bare_retain(void *arg)
{
    (void)arg;
    rc_counter_retain(&bare.counter);
}

static void t1_releases_bare_second(void *arg)
{
    (void)arg;
    await(2);
    rc_counter_release(&bare.counter, bare_dispose);
}

static void t2_uses_and_releases_bare(void *arg)
{
    (void)arg;
    await(1);
    bare.data.touched[2]++;
    rc_counter_release(&bare.counter, bare_dispose);
    pass_on();
}

static void usual_release_and_fast_end_of_counter(void)
{
    puppet_do(&t1, bare_init, NULL);
    puppet_do(&t2, bare_retain, NULL);
    CHECK(play(t1_releases_bare_second, t2_uses_and_releases_bare, nothing, 1));
}

/* T2's release (4), by the longer way; T3's carries it on to the owner's fast end (14). */
static void release_and_fast_end(void)
{
    shared_with(true, true);
    CHECK(play(t1_releases_third, t2_uses_and_releases, t3_releases_second, 1));
}

/* The owner's merge at local zero (3) and the last release of the merged object (4). */
static void t1_uses_and_releases(void *arg)
{
    (void)arg;
    await(1);
    use(1);
    rc_release(object);
    pass_on();
}

static void t2_releases_second(void *arg)
{
    (void)arg;
    await(2);
    rc_release(object);
}

static void merge_and_last_release(void)
{
    shared_with(true, false);
    CHECK(play(t1_uses_and_releases, t2_releases_second, nothing, 1));
}

/* The releases (4) of the last two of a merged object. */
static void merged_release_and_last_release(void)
{
    shared_with(true, true);
    puppet_do(&t1, release, NULL);
    CHECK(play(nothing, t2_uses_and_releases, t3_releases_second, 1));
}

/* A release (4) after the object was queued, by another thread than the one that queued it, and the merge (3). */
static void t2_releases_first(void *arg)
{
    (void)arg;
    await(1);
    rc_release(object);
    pass_on();
}

static void t3_uses_and_releases_second(void *arg)
{
    (void)arg;
    await(2);
    use(3);
    rc_release(object);
    pass_on();
}

static void t1_polls_third(void *arg)
{
    (void)arg;
    await(3);
    rc_thread_poll();
}

static void release_and_merge(void)
{
    shared_with(false, false);
    puppet_do(&t1, retain, NULL); /* the two are T2's and T3's */
    CHECK(play(t1_polls_third, t2_releases_first, t3_uses_and_releases_second, 1));
}

/* The push (5) and a drain (6) that was not asked for, as asking orders too. */
static void t1_blocks_second(void *arg)
{
    (void)arg;
    await(2);
    rc_thread_block_begin();
    rc_thread_block_end();
}

static void push_and_drain(void)
{
    shared_with(false, false);
    CHECK(play(t1_blocks_second, t2_uses_and_releases, nothing, 1));
}

/* The owner's closing of its queue (7) and the entry of who merges in its place (16). */
static void t1_uses_and_blocks(void *arg)
{
    (void)arg;
    await(1);
    use(1);
    rc_release(object); /* not the last that it has counted: this orders nothing */
    rc_thread_block_begin();
    pass_on();
    await(3);
    rc_thread_block_end();
}

static void t2_releases_and_passes_on(void *arg)
{
    (void)arg;
    await(2);
    rc_release(object);
    pass_on();
}

static void close_and_enter(void)
{
    shared_with(false, false);
    puppet_do(&t1, retain, NULL); /* one is T2's */
    CHECK(play(t1_uses_and_blocks, t2_releases_and_passes_on, nothing, 1));
}

/* A thread's leaving of a closed queue (8) and the owner's opening of it (9). No word of the object orders it. */
static payload aside;

static void t1_is_merged_for(void *arg)
{
    (void)arg;
    rc_thread_block_begin();
    await(1);
    pass_on();
    await(3);
    rc_thread_block_end();
    sum += aside.touched[2];
    rc_release(object);
}

static void t2_merges(void *arg)
{
    (void)arg;
    await(2);
    aside.touched[2]++;
    rc_release(object);
    pass_on();
}

static void leave_and_open(void)
{
    shared_with(false, false);
    puppet_do(&t1, retain, NULL); /* one is T2's */
    CHECK(play(t1_is_merged_for, t2_merges, nothing, 1));
}

/* A request and its answer: (3) and (4) of thread.c. The queue is empty, so that it orders nothing. */
static rc_thread *asked;

static void t1_tells_its_record(void *arg)
{
    (void)arg;
    asked = rc_thread_self_;
}

static void t1_answers(void *arg)
{
    (void)arg;
    await(2);
    rc_thread_poll();
    sum += aside.touched[1];
}

static void t2_asks(void *arg)
{
    (void)arg;
    await(1);
    aside.touched[1]++;
    rc_thread_ask_(asked, RC_REQUEST_DRAIN);
    pass_on();
}

static void ask_and_answer(void)
{
    puppet_do(&t1, t1_tells_its_record, NULL);
    play(t1_answers, t2_asks, nothing, 0);
    CHECK(sum == 1);
}

/* A release (4) and is_unique (1), by the owner and by the last one with a merged object. */
static void write_if_unique(void *arg)
{
    (void)arg;
    await(2);
    if (rc_is_unique(object))
        object->touched[2] += 10;
    rc_release(object);
}

static void release_and_is_unique(void)
{
    shared_with(true, false);
    CHECK(play(write_if_unique, t2_uses_and_releases, nothing, 11));
    shared_with(true, true);
    puppet_do(&t1, release, NULL);
    CHECK(play(nothing, t2_uses_and_releases, write_if_unique, 11));
}

/* A release (4) and try_retain (15). That the count is 2 shows that the release came first. */
static void t3_finds_and_writes(void *arg)
{
    (void)arg;
    await(2);
    if (rc_try_retain(object)) {
        if (rc_count(object) == 2)
            object->touched[2] += 10;
        rc_release(object);
    }
    pass_on();
}

static void release_and_try_retain(void)
{
    shared_with(true, false);
    rc_enable_try_retain(object);
    CHECK(play(t1_releases_third, t2_uses_and_releases, t3_finds_and_writes, 11));
}

/* A dead object's second life (2) and try_retain (15) of a reader who knows the address. */
static void stay_a_while(void *dying)
{
    (void)dying;
    pass_on();
    await(3);
}

static const rc_type phoenix_type = {
    .name = "phoenix", .size = sizeof(payload), .destroy = look_at_all, .finalize = stay_a_while};

static void t1_uses_and_ends(void *arg)
{
    (void)arg;
    await(1);
    use(1);
    rc_release(object);
}

static void t3_finds_the_revived(void *arg)
{
    (void)arg;
    await(2);
    if (rc_try_retain(object)) {
        object->touched[1] += 10;
        rc_release(object);
    }
    pass_on();
}

static void revival_and_try_retain(void)
{
    puppet_do(&t1, make, (void *)(uintptr_t)&phoenix_type);
    CHECK(play(t1_uses_and_ends, nothing, t3_finds_the_revived, 11));
}

int main(void)
{
    puppet *all[] = {&t1, &t2, &t3};
    for (int i = 0; i < 3; i++) {
        puppet_create(all[i]);
        puppet_do(all[i], attach, NULL);
    }
    usual_release_and_fast_end();
    usual_release_and_short_end();
    usual_release_and_fast_end_of_counter();
    release_and_fast_end();
    merge_and_last_release();
    merged_release_and_last_release();
    release_and_merge();
    push_and_drain();
    close_and_enter();
    leave_and_open();
    ask_and_answer();
    release_and_is_unique();
    release_and_try_retain();
    revival_and_try_retain();
    for (int i = 0; i < 3; i++)
        puppet_join(all[i]);
    rc_stats stats;
    rc_get_stats(&stats);
    tap_ok(stats.live_objects == 0, "nothing is left");
    return tap_done();
}
