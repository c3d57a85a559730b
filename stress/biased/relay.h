/*
 * relay.h: three threads that take turns by a relaxed word, which orders nothing: what one has done is before
 * what another does by the library alone, or not at all.
 */
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
