/*
 * object_actions.h: actions on one object, which all threads of a test know.
 *
 * T1 is the owner of the objects, T2 the other thread; main only watches, and is not attached.
 */
#include "stress/biased/actions.h"

static void *object; /* what the actions below work on */
static bool answer;

static inline uint32_t state(void)
{
    return rc_biased_state(rc_load_relaxed(&rc_counter_of(object)->shared));
}

static inline int32_t shared_count(void)
{
    return rc_biased_shared_count(rc_load_relaxed(&rc_counter_of(object)->shared));
}

static inline void make(void *arg)
{
    object = rc_new(arg != NULL ? arg : &type);
}
static inline void retain(void *arg)
{
    (void)arg;
    rc_retain(object);
}
static inline void release(void *arg)
{
    (void)arg;
    rc_release(object);
}
static inline void retain_many(void *arg)
{
    for (uintptr_t i = 0; i < (uintptr_t)arg; i++)
        rc_retain(object);
}
static inline void release_many(void *arg)
{
    for (uintptr_t i = 0; i < (uintptr_t)arg; i++)
        rc_release(object);
}
static inline void try_retain(void *arg)
{
    (void)arg;
    answer = rc_try_retain(object);
}
static inline void unique(void *arg)
{
    (void)arg;
    answer = rc_is_unique(object);
}
static inline void immortalise(void *arg)
{
    (void)arg;
    rc_make_immortal(object);
}

/* T1 makes an object and takes `more` references: all of them are for T2 to release. */
static inline void make_with(unsigned more)
{
    puppet_do(&t1, make, NULL);
    for (unsigned i = 0; i < more; i++)
        puppet_do(&t1, retain, NULL);
}

static void begin(void)
{
    puppet_create(&t1);
    puppet_create(&t2);
    puppet_do(&t1, attach, NULL);
    puppet_do(&t2, attach, NULL);
}

static int end(void)
{
    puppet_do(&t1, detach, NULL);
    puppet_join(&t1); /* ends attached or not: both ways are tested */
    puppet_join(&t2);
    rc_stats stats;
    rc_get_stats(&stats);
    tap_ok(stats.live_objects == 0, "nothing is left");
    return tap_done();
}
