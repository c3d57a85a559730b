/*
 * faults.h: backends with one fault each, which the sequences must find: a backend's table with a function
 * or two replaced. For sequences_test.c.
 *
 * What a fault counts starts again with every play, so that a sequence fails in every play or in none.
 */
#include "stress/sequences/sequences.h"

#include <string.h>
#include <unistd.h>

static const rc_ops *real; /* the backend that the fault is put into */

static struct {
    unsigned calls;
    void *object;
} memory;

static void forget(void)
{
    memset(&memory, 0, sizeof memory);
}

/* ------------------------------------------------------------------------- references */

static void *every_7th_retain_is_lost(void *object)
{
    return ++memory.calls % 7 == 0 ? object : real->retain(object);
}

static void *retain_returns_another(void *object)
{
    return (char *)real->retain(object) + 16;
}

static void *retain_writes(void *object)
{
    ++*(unsigned char *)object;
    return real->retain(object);
}

static void every_3rd_release_is_two(void *object)
{
    real->release(object);
    if (++memory.calls % 3 == 0)
        real->release(object);
}

static void every_2nd_release_is_lost(void *object)
{
    if (++memory.calls % 2 != 0)
        real->release(object);
}

/* Each waits for the one after it: objects end too late, and at the wrong time. */
static void release_is_put_off(void *object)
{
    real->release(memory.object);
    memory.object = object;
}

static void counter_is_disposed_at_once(rc_counter *counter, rc_dispose *dispose)
{
    real->counter_release(counter, dispose);
    if (++memory.calls == 1)
        dispose(counter);
}

static uint64_t count_is_one_more(const void *object)
{
    return real->count(object) + 1;
}

static uint64_t counter_reads_one_less(const rc_counter *counter)
{
    uint64_t count = real->counter_read(counter);
    return count > 1 ? count - 1 : count;
}

static bool two_are_unique(const void *object)
{
    return real->is_unique(object) || real->count(object) == 2;
}

static bool nobody_is_unique(const void *object)
{
    (void)object;
    return false;
}

static bool try_retain_refuses(void *object)
{
    (void)object;
    return false;
}

static bool dead_counter_is_retained(rc_counter *counter)
{
    return real->counter_try_retain(counter) || true;
}

static void immortals_die(void *object)
{
    (void)object;
}

/* ---------------------------------------------------------------------- weak references */

static rc_weak *weak_new_remembers(void *object)
{
    memory.object = object;
    return real->weak_new(object);
}

static void *upgrade_wakes_the_dead(rc_weak *weak)
{
    void *object = real->weak_upgrade(weak);
    return object != NULL ? object : memory.object;
}

static void *upgrade_refuses(rc_weak *weak)
{
    (void)weak;
    return NULL;
}

static void weak_free_is_lost(rc_weak *weak)
{
    (void)weak;
}

/* ------------------------------------------------------------------------------- types */

/* Stands in for the user's type, whose functions it calls in its own way. */
static struct {
    rc_type type; /* first, so that the object's type is this */
    const rc_type *user;
} stand_in[4];

static const rc_type *stand_in_for(const rc_type *user, void (*finalize)(void *))
{
    unsigned i = 0;
    while (stand_in[i].user != NULL && stand_in[i].user != user)
        i++;
    stand_in[i].user = user;
    stand_in[i].type = *user;
    if (user->finalize != NULL)
        stand_in[i].type.finalize = finalize;
    return &stand_in[i].type;
}

static const rc_type *user_type_of(const void *object)
{
    const rc_type *type = real->type_of(object);
    for (unsigned i = 0; i < sizeof stand_in / sizeof stand_in[0]; i++) {
        if (type == &stand_in[i].type)
            return stand_in[i].user;
    }
    return type;
}

static void finalize_twice(void *object)
{
    const rc_type *user = user_type_of(object);
    user->finalize(object);
    user->finalize(object);
}

static void *new_finalizes_twice(const rc_type *type)
{
    return real->new (stand_in_for(type, finalize_twice));
}

static void *new_never_finalizes(const rc_type *type)
{
    return real->new (stand_in_for(type, NULL));
}

static const rc_type *no_type(const void *object)
{
    (void)object;
    return NULL;
}

static void *new_is_dirty(const rc_type *type)
{
    unsigned char *object = real->new (type);
    if (object != NULL)
        object[type->size - 1] = 1;
    return object;
}

/* ----------------------------------------------------------------------------- threads */

static void no_poll(void)
{
}

static void no_begin(void)
{
}

static void poll_hangs(void)
{
    for (;;)
        pause();
}

static void poll_is_misuse(void)
{
    real->thread_poll();
    real->thread_block_end(); /* which the checked mode reports */
}

static void twice_as_many_destroyed(rc_stats *stats)
{
    real->get_stats(stats);
    stats->destroyed *= 2;
    stats->live_objects = stats->created - stats->destroyed;
}

static void bytes_of_the_dead_live(rc_stats *stats)
{
    real->get_stats(stats);
    stats->live_bytes += 8 * stats->destroyed;
}
