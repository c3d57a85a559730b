/*
 * soak.h: a long correct program on four threads: whatever is reported is a false alarm.
 *
 * Threads hand references on through mailboxes, so that objects are destroyed by others than who made
 * them; they take some of the references by retain, some by upgrade, some by try_retain.
 */
#include "refcount/tool/scale.h"
#include "stress/check/caught.h"

#include "stress/support/threads.h"

#include <time.h>

#define SOAK_THREADS 4u
#define SOAK_OBJECTS 8u
#define SOAK_BOXES 16u

static struct {
    const rc_ops *ops;
    void *object[SOAK_OBJECTS]; /* the main thread's references keep them */
    rc_weak *weak[SOAK_OBJECTS];
    _Atomic(void *) box[SOAK_BOXES];
    _Atomic(rc_counter *) counter[SOAK_BOXES];
    _Atomic bool over;
    _Atomic uint64_t rounds, wrong;
} soak;

static void soak_destroy(void *object)
{
    (void)object;
}

static const rc_type soak_type = {.name = "soak", .size = 32, .destroy = soak_destroy};

static void soak_dispose(rc_counter *counter)
{
    soak.ops->counter_destroy(counter);
    free(counter);
}

static void post(unsigned box, void *object)
{
    soak.ops->release(rc_exchange_acq_rel(&soak.box[box], object));
}

static void soak_counter(unsigned box, bool fresh)
{
    const rc_ops *ops = soak.ops;
    rc_counter *mine = fresh ? new_counter(ops) : NULL;
    rc_counter *theirs = rc_exchange_acq_rel(&soak.counter[box], mine);
    if (theirs == NULL)
        return;
    ops->counter_retain(theirs);
    ops->counter_release(theirs, soak_dispose);
    ops->counter_enable_try_retain(theirs);
    if (ops->counter_try_retain(theirs))
        ops->counter_release(theirs, soak_dispose);
    else
        rc_fetch_add_relaxed(&soak.wrong, 1);
    ops->counter_release(theirs, soak_dispose);
}

static void soak_round(uint64_t random)
{
    const rc_ops *ops = soak.ops;
    unsigned at = random >> 8 & (SOAK_OBJECTS - 1), box = random >> 16 & (SOAK_BOXES - 1);
    void *o = soak.object[at];
    switch (random & 7) {
    case 0:
        post(box, ops->retain(o));
        break;
    case 1:
        post(box, ops->weak_upgrade(soak.weak[at]));
        break;
    case 2:
        if (ops->try_retain(o))
            post(box, o);
        else
            rc_fetch_add_relaxed(&soak.wrong, 1);
        break;
    case 3:
        post(box, ops->new (&soak_type));
        break;
    case 4: {
        void *own = ops->new (&soak_type);
        rc_weak *weak = ops->weak_new(own);
        post(box, own);
        ops->release(ops->weak_upgrade(weak)); /* another thread may have ended it by now */
        ops->weak_free(weak);
        break;
    }
    case 5:
        ops->release(ops->retain(ops->retain(o)));
        ops->release(o);
        break;
    case 6:
        soak_counter(box, (random >> 32 & 1) != 0);
        break;
    default:
        ops->thread_block_begin();
        ops->thread_block_end();
        ops->thread_poll();
    }
}

static void soak_thread(void *arg, unsigned index)
{
    uint64_t seed = *(uint64_t *)arg + index, rounds = 0;
    if (soak.ops->thread_attach() != 0)
        abort();
    do { /* once at least, however late a busy machine lets it begin */
        soak_round(stress_random(&seed));
        rounds++;
    } while (!rc_load_relaxed(&soak.over));
    soak.ops->thread_detach();
    rc_fetch_add_relaxed(&soak.rounds, rounds);
}

static void *soak_clock(void *arg)
{
    uint64_t milliseconds = *(uint64_t *)arg;
    nanosleep(
        &(struct timespec){(time_t)(milliseconds / 1000), (long)(milliseconds % 1000) * 1000000},
        NULL);
    rc_store_relaxed(&soak.over, true);
    return NULL;
}

static void soak_test(const rc_ops *ops, uint64_t seed)
{
    uint64_t milliseconds = rc_tool_scaled(1000), before = live_objects();
    pthread_t clock;
    soak.ops = ops;
    rc_store_relaxed(&soak.over, false);
    rc_store_relaxed(&soak.wrong, 0);
    rc_store_relaxed(&soak.rounds, 0);
    for (unsigned i = 0; i < SOAK_OBJECTS; i++) {
        soak.object[i] = ops->new (&soak_type);
        ops->enable_try_retain(soak.object[i]);
        soak.weak[i] = ops->weak_new(soak.object[i]);
    }
    if (pthread_create(&clock, NULL, soak_clock, &milliseconds) != 0)
        abort();
    ops->thread_block_begin();
    stress_threads(SOAK_THREADS, soak_thread, &seed);
    pthread_join(clock, NULL);
    ops->thread_block_end();
    for (unsigned i = 0; i < SOAK_BOXES; i++) {
        post(i, NULL);
        soak_counter(i, false);
    }
    for (unsigned i = 0; i < SOAK_OBJECTS; i++) {
        ops->weak_free(soak.weak[i]);
        ops->release(soak.object[i]);
    }
    ops->thread_poll();
    tap_ok(rc_load_relaxed(&soak.wrong) == 0 && rc_load_relaxed(&soak.rounds) > 0,
           "%s: four threads, every attempt on a live object succeeded", backend);
    tap_note("%llu rounds", (unsigned long long)rc_load_relaxed(&soak.rounds));
    quiet("four threads");
    tap_ok(live_objects() == before, "%s: nothing is left of it", backend);
}
