/*
 * orders_test.c: what the memory orders of biased counting are for, one play for each pair of them.
 *
 * Three threads take turns by a relaxed word, which orders nothing. So what one has done to an object is
 * ordered before another ends it by the library alone, and under ThreadSanitizer a play has a race as soon
 * as one order that its pair needs is missing, in every run. Without it the plays are as right as any other
 * test, and can hardly fail on x86.
 */
#define RC_BACKEND biased
#include "stress/biased/actions.h"

typedef struct payload {
    unsigned touched[4]; /* ordinary memory; [i] is thread i's */
} payload;

static payload *object;
static puppet t3;
static unsigned sum;

static void look_at_all(void *dying)
{
    payload *p = dying;
    for (int i = 0; i < 4; i++)
        sum += p->touched[i];
    count_death(dying);
}

static const rc_type plain_type = {
    .name = "plain", .size = sizeof(payload), .destroy = look_at_all};

/* ------------------------------------------------------------------------------------- turns */

static _Atomic unsigned turn;

static void await(unsigned wanted)
{
    unsigned turns = 0;
    while (rc_load_relaxed(&turn) != wanted) /* relaxed: orders nothing, on purpose */
        rc_platform_relax(&turns);
}

static void pass_on(void)
{
    rc_fetch_add_relaxed(&turn, 1); /* relaxed: as there */
}

static void nothing(void *arg)
{
    (void)arg;
}

/* The parts of the three threads, at once. True if the object has been destroyed, and nobody's use was lost. */
static bool play(void (*first)(void *), void (*second)(void *), void (*third)(void *),
                 unsigned uses)
{
    unsigned before = dead();
    sum = 0;
    rc_store_relaxed(&turn, 1); /* relaxed: the threads wait for their parts */
    puppet_start(&t1, first, NULL);
    puppet_start(&t2, second, NULL);
    puppet_start(&t3, third, NULL);
    puppet_wait(&t1);
    puppet_wait(&t2);
    puppet_wait(&t3);
    return dead() == before + 1 && sum == uses;
}

/* ------------------------------------------------------------------------------------- steps */

static void make(void *arg)
{
    object = rc_new(arg != NULL ? arg : &plain_type);
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
static void use(unsigned i)
{
    object->touched[i]++;
}

/* T1 makes an object; the others take references of their own. */
static void shared_with(bool second, bool third)
{
    puppet_do(&t1, make, NULL);
    if (second)
        puppet_do(&t2, retain, NULL);
    if (third)
        puppet_do(&t3, retain, NULL);
}

static void t2_uses_and_releases(void *arg)
{
    (void)arg;
    await(1);
    use(2);
    rc_release(object);
    pass_on();
}

static void t1_releases_second(void *arg)
{
    (void)arg;
    await(2);
    rc_release(object);
}

static void t1_releases_third(void *arg)
{
    (void)arg;
    await(3);
    rc_release(object);
}

static void t3_releases_second(void *arg)
{
    (void)arg;
    await(2);
    rc_release(object);
    pass_on();
}

/* ------------------------------------------------------------------------------------- plays */

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
    release_and_fast_end();
    merge_and_last_release();
    merged_release_and_last_release();
    release_and_merge();
    push_and_drain();
    close_and_enter();
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
