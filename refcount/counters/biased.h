/*
 * biased: the thread that made an object counts without atomics, all others on a shared word.
 *
 *   shared   | shared count, signed : 28 | CONDEMNED | FINDABLE | state : 2 |   by atomic operations
 *   tag_low  | the object layer's word, lower half : 32 |
 *   own      | owner token : 32 | local count : 16 | tag, upper half : 16 |      by the owner alone
 *
 * Most objects never leave the thread that made them, so most counting needs no atomic operation. The
 * owner is known by the thread pointer, a register; its test and its count touch one word.
 *
 * references == local count + shared count, for a live and mortal object. The queue's own reference is
 * among them.
 *
 *   NONE    Only the owner may end the object's life. From birth.
 *   QUEUED  A release by another thread found no shared count to take: the object waits in its owner's
 *           queue, which owns the reference that was released. Set by that thread.
 *   MERGED  No owner any more, token and local count are 0: whoever takes the shared count to zero ends
 *           the object. Set by the owner at local zero or when it drains its queue, and by others in the
 *           place of an owner whose queue is closed.
 *   DEAD    Waits for its destructor; the count is a list link. Set by the dying thread.
 *
 * The state never goes back, but that a finalizer gives a dead object a reference; an object enters a
 * queue at most once in its life. The shared count is negative only in QUEUED, or if saturated.
 *
 *   NONE --> QUEUED --> MERGED --> DEAD        NONE --> MERGED --> DEAD        NONE --> DEAD
 *                          ^         |
 *                          +-revive--+
 *
 * The fast end. The owner's last release finds shared == 0, flags and all, and ends the object with no
 * atomic operation but one load: with no flag set a new reference can only be made from a reference, and
 * there is none. Whoever can find the object without one must set FINDABLE first, while it holds one.
 *
 * Queued. T2 releases a reference that is counted in T1's local count. T2 cannot subtract there, so it
 * sets QUEUED and passes its reference to T1's queue. T1 merges the two counts at its next safepoint,
 * minus the queue's reference. Because the queue holds a counted reference the object cannot end while
 * it is queued, which it can in the protocol as printed in the paper:
 *
 *   T1 (owner)                     T2                           local shared
 *                                                               2     0     both references are T2's
 *                                  release: QUEUED              2     0     one is the queue's now
 *                                  retain, hand both to T1      2     1
 *   release, release: local zero                                0     1
 *   merges: MERGED                                              -     1     the queue's: alive
 *   drains: -1                                                        0     dispose
 *                                                               test: biased, hand-off and back
 *
 * Closed owners. A thread that detaches, exits or blocks closes its queue after it has drained it. Then
 * it counts nothing, and a release that would have queued merges in its place, on the releasing thread.
 * Only a closed queue lets others do that, and a closed queue opens again (the same thread comes back
 * from a blocking region, a new thread has the old token) only when none of them is at work: the queue's
 * head holds their number. See biased/queue.c.
 *
 *   T1                             T2
 *   drains, closes its queue  (7)
 *                                  release: QUEUED, finds the queue closed, enters  (16)
 *                                  merges: reads T1's last local count
 *                                  leaves  (8)
 *   opens its queue  (9)           would wait here if T2 were still merging
 *
 * Overflow. When the local count is full the owner moves half of it to the shared count. The shared count
 * saturates: from its middle negative value no thread can move it back, and a saturated object is never
 * ended.
 *
 * Memory ordering. Every step away from a reference that another thread may take last is a release and
 * every decision to end is an acquire; they are numbered in the code. The owner's own counting is relaxed:
 * only the owner reads it, or a thread that has synchronised with the owner's closing of its queue.
 *
 * Progress: retain is wait-free but for one that finds the shared count saturated and has to pin it, which
 * is lock-free; the owner's release is wait-free but for one that ends its ownership, and a non-owner's
 * release is lock-free, as far as malloc is, which makes the queue's entry. If there is no memory for that,
 * the release waits for the owner's next safepoint instead: blocking, and a safepoint itself. The end of a
 * blocking region waits for those that are merging in the thread's place.
 *
 * Source: Choi, Shull, Torrellas, "Biased Reference Counting", PACT 2018, with the corrections that
 * CPython's free-threaded build made (the queue owns a reference; owner and local count are cleared
 * before MERGED is published).
 */
#ifndef RC_COUNTERS_BIASED_H
#define RC_COUNTERS_BIASED_H

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/point.h"
#include "refcount/thread_words.h"

/*
 * `own` comes second because an allocator's own word in a free block does: glibc looks at it as one word
 * when the block is freed, and would wait if two smaller words had just been written there. The other two
 * are stored as one, once, at birth, and never seen as one again.
 */
struct rc_counter {
    union {
        struct {
            _Atomic uint32_t shared;
            uint32_t tag_low; /* set before publication, and by the only user of a dead object */
        };
        _Atomic uint64_t birth; /* both */
    };
    _Atomic uint64_t own;
};

_Static_assert(sizeof(rc_counter) == 16, "a managed object's header is one counter");
_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the lower half of birth is shared");

#define RC_BIASED_LOCAL_ONE (UINT64_C(1) << 16)
#define RC_BIASED_LOCAL_MAX 0x7fffu
#define RC_BIASED_TAG UINT64_C(0xffff)

#define RC_BIASED_NONE 0u
#define RC_BIASED_QUEUED 1u
#define RC_BIASED_MERGED 2u
#define RC_BIASED_DEAD 3u
#define RC_BIASED_STATE 3u
#define RC_BIASED_FINDABLE 4u
#define RC_BIASED_CONDEMNED 8u
#define RC_BIASED_FLAGS 15u
#define RC_BIASED_ONE 16u
/* The middle of the saturated counts; they are those below the lowest that a queued object can have. */
#define RC_BIASED_PINNED 0xc0000000u
#define RC_BIASED_NEAR 0x20000000u /* this far from there is still near */
#define RC_BIASED_LOWEST (-(INT32_C(1) << 24))
/* The largest count that is not immortal. */
#define RC_COUNTER_MAX ((UINT64_C(1) << 27) - 1)

/*
 * The slow paths; biased.c. Those of objects take the object, because the address of its counter would
 * otherwise be computed on the fast path, where nobody needs it.
 */
void RC_NAME(counter_retain_slow_)(rc_counter *counter);
void RC_NAME(counter_release_slow_)(rc_counter *counter, rc_dispose *dispose);
void RC_NAME(object_retain_slow_)(void *object);
void RC_NAME(object_release_slow_)(void *object, uint64_t owned_less_two);

/* The local count and the tag, if `token` is the owner; a number above 0x7fffffff if it is not. */
static inline uint64_t rc_biased_owned(uint64_t own, uint64_t token)
{
    return own - token;
}

static inline bool rc_biased_is_owner(uint64_t owned)
{
    return owned <= ((uint64_t)RC_BIASED_LOCAL_MAX << 16 | RC_BIASED_TAG);
}

static inline int32_t rc_biased_shared_count(uint32_t shared)
{
    return (int32_t)shared >> 4; /* arithmetic, as gcc and clang define it */
}

static inline bool rc_biased_saturated(uint32_t shared)
{
    return (int32_t)shared < RC_BIASED_LOWEST;
}

static inline uint32_t rc_biased_state(uint32_t shared)
{
    return shared & RC_BIASED_STATE;
}

/*
 * What `own` is for a new object of a thread: its token and one local reference. A thread that may not own
 * objects has none.
 */
#define RC_COUNTER_NO_NEWBORN UINT64_C(0)

static inline uint64_t rc_counter_newborn(uint64_t token)
{
    return token | RC_BIASED_LOCAL_ONE;
}

/* One reference, owned by the calling thread. */
static inline void rc_biased_init_owned(rc_counter *counter, uintptr_t tag, uint64_t newborn)
{
    /* relaxed, both: nobody else sees it yet; whoever publishes it orders this. */
    rc_store_relaxed(&counter->birth, (uint64_t)tag << 32 | RC_BIASED_NONE);
    rc_store_relaxed(&counter->own, newborn | (uint64_t)tag >> 32);
}

/* The same if the thread is attached; else merged from birth. */
static inline void rc_biased_init(rc_counter *counter, uintptr_t tag)
{
    uint64_t newborn = rc_thread_words_->newborn;
    rc_biased_init_owned(counter, tag, newborn);
    if (rc_unlikely(newborn == RC_COUNTER_NO_NEWBORN))
        rc_store_relaxed(&counter->shared,
                         RC_BIASED_ONE | RC_BIASED_MERGED); /* relaxed: as there */
}

RC_HOT void rc_counter_init(rc_counter *counter)
{
    rc_biased_init(counter, 0);
}

RC_HOT void rc_counter_destroy(rc_counter *counter)
{
    (void)counter;
}

/* True if the calling thread owns the counter and has counted. */
static inline bool rc_biased_owner_retains(rc_counter *counter)
{
    RC_POINT("retain");
    /* relaxed, both: if the test succeeds this thread is the only writer. */
    uint64_t own = rc_load_relaxed(&counter->own);
    uint64_t owned = rc_biased_owned(own, rc_platform_thread_token());
    if (rc_unlikely(owned >= (uint64_t)RC_BIASED_LOCAL_MAX << 16))
        return false;
    rc_store_relaxed(&counter->own, own + RC_BIASED_LOCAL_ONE);
    return true;
}

/*
 * True if the calling thread owns the counter and has counted, not down to zero. If not, the slow path can
 * go on from what was found.
 */
static inline bool rc_biased_owner_releases(rc_counter *counter, uint64_t *owned_less_two)
{
    RC_POINT("release");
    /* relaxed, both: as in retain. One test says "owner, and not the last of the local count". */
    uint64_t own = rc_load_relaxed(&counter->own);
    uint64_t owned = rc_biased_owned(own, rc_platform_thread_token());
    *owned_less_two = owned - 2 * RC_BIASED_LOCAL_ONE;
    if (rc_unlikely(*owned_less_two >= (uint64_t)(RC_BIASED_LOCAL_MAX - 1) << 16))
        return false;
    rc_store_relaxed(&counter->own, own - RC_BIASED_LOCAL_ONE);
    return true;
}

RC_HOT void rc_counter_retain(rc_counter *counter)
{
    if (rc_unlikely(!rc_biased_owner_retains(counter)))
        RC_NAME(counter_retain_slow_)(counter);
}

RC_HOT void rc_counter_release(rc_counter *counter, rc_dispose *dispose)
{
    uint64_t unused;
    if (rc_unlikely(!rc_biased_owner_releases(counter, &unused)))
        RC_NAME(counter_release_slow_)(counter, dispose);
}

RC_HOT bool rc_counter_is_unique(const rc_counter *counter)
{
    uint64_t own = rc_load_relaxed(&counter->own); /* relaxed: as in retain */
    uint64_t owned = rc_biased_owned(own, rc_platform_thread_token());
    /* (1) acquire: pairs with release (3) or (4) of the others that held references. */
    uint32_t shared = rc_load_acquire(&counter->shared);
    if (rc_biased_is_owner(owned))
        return owned >> 16 == 1 && shared == RC_BIASED_NONE;
    return shared == (RC_BIASED_ONE | RC_BIASED_MERGED);
}

RC_HOT uint64_t rc_counter_read(const rc_counter *counter)
{
    uint64_t own = rc_load_relaxed(&counter->own); /* relaxed: a number to look at */
    uint32_t shared = rc_load_relaxed(&counter->shared);
    if (rc_biased_state(shared) == RC_BIASED_DEAD)
        return 0;
    if (rc_biased_saturated(shared))
        return RC_IMMORTAL;
    int64_t local = (int64_t)(own >> 16 & RC_BIASED_LOCAL_MAX);
    int64_t count = local + rc_biased_shared_count(shared);
    return count > 0 ? (uint64_t)count : 0;
}

RC_HOT void rc_counter_enable_try_retain(rc_counter *counter)
{
    /*
     * relaxed: the caller's reference keeps the owner from its fast end until it is given back, and
     * giving it back orders this before.
     */
    rc_fetch_or_relaxed(&counter->shared, RC_BIASED_FINDABLE);
}

bool RC_NAME(counter_try_retain_slow_)(rc_counter *counter);
void RC_NAME(counter_make_immortal_slow_)(rc_counter *counter);

RC_HOT bool rc_counter_try_retain(rc_counter *counter)
{
    return RC_NAME(counter_try_retain_slow_)(counter);
}

RC_HOT void rc_counter_make_immortal(rc_counter *counter)
{
    RC_NAME(counter_make_immortal_slow_)(counter);
}

/* --------------------------------------------------------------- what the object layer needs */

typedef struct rc_header {
    rc_counter counter;
} rc_header;

static inline void rc_header_init(rc_header *header, uintptr_t tag)
{
    rc_biased_init(&header->counter, tag);
}

static inline void rc_header_init_attached(rc_header *header, uintptr_t tag,
                                           const rc_thread_words *words)
{
    rc_biased_init_owned(&header->counter, tag, words->newborn);
}

static inline void rc_header_retain(void *object)
{
    if (rc_unlikely(!rc_biased_owner_retains(&((rc_header *)object - 1)->counter)))
        RC_NAME(object_retain_slow_)(object);
}

static inline void rc_header_release(void *object)
{
    uint64_t owned_less_two;
    if (rc_unlikely(
            !rc_biased_owner_releases(&((rc_header *)object - 1)->counter, &owned_less_two)))
        RC_NAME(object_release_slow_)(object, owned_less_two);
}

static inline uintptr_t rc_header_tag(const rc_header *header)
{
    /* relaxed: these bits of the word never change while the object lives. */
    uint64_t high = rc_load_relaxed(&header->counter.own) & RC_BIASED_TAG;
    return (uintptr_t)(high << 32 | header->counter.tag_low);
}

/* Only flags in the low half of the tag ever change. */
static inline void rc_header_set_tag(rc_header *header, uintptr_t tag)
{
    header->counter.tag_low = (uint32_t)tag;
}

static inline bool rc_counter_is_findable(const rc_counter *counter)
{
    return (rc_load_relaxed(&counter->shared) & RC_BIASED_FINDABLE) != 0; /* relaxed: it is dead */
}

/* A dead object gets one reference again, with no owner. */
static inline void rc_counter_revive(rc_counter *counter)
{
    uint64_t own = rc_load_relaxed(&counter->own); /* relaxed: the dead have one user */
    rc_store_relaxed(&counter->own, own & RC_BIASED_TAG);
    /* (2) release: pairs with try_retain (15) of a reader that still knows the address. */
    rc_store_release(&counter->shared, RC_BIASED_ONE | RC_BIASED_MERGED);
}

/*
 * For the collector, while the world stands still: makes the two counts one, without an owner, and takes a
 * reference; so that a dead cycle ends where it is taken apart, not at its owners' safepoints. biased/queue.c
 */
#define rc_counter_seize RC_NAME(counter_seize_)
void rc_counter_seize(rc_counter *counter, bool condemned);

/* relaxed, both: the collector orders them by letting the world go on. */
static inline void rc_counter_condemn(rc_counter *counter)
{
    rc_fetch_or_relaxed(&counter->shared, RC_BIASED_CONDEMNED);
}

static inline void rc_counter_absolve(rc_counter *counter)
{
    rc_fetch_and_relaxed(&counter->shared, ~RC_BIASED_CONDEMNED);
}

/* The link's bits: 47..32 in the place of the local count, 31..4 in that of the shared count. */
static inline void rc_counter_bury(rc_counter *counter, void *next)
{
    uint64_t link = (uint64_t)(uintptr_t)next;
    uint64_t own =
        rc_load_relaxed(&counter->own); /* relaxed, all: readers are refused either way */
    rc_store_relaxed(&counter->own, (own & RC_BIASED_TAG) | link >> 32 << 16);
    rc_store_relaxed(&counter->shared,
                     ((uint32_t)link & ~RC_BIASED_FLAGS) |
                         (rc_load_relaxed(&counter->shared) & RC_BIASED_FINDABLE) | RC_BIASED_DEAD);
}

static inline void *rc_counter_exhume(const rc_counter *counter)
{
    uint64_t high = rc_load_relaxed(&counter->own) >> 16; /* relaxed: this thread buried it */
    return (void *)(uintptr_t)(high << 32 | (rc_load_relaxed(&counter->shared) & ~RC_BIASED_FLAGS));
}

static inline void rc_counter_preset(rc_counter *counter, uint64_t count)
{
    /* relaxed, both: nobody else sees it yet. Merged, so that the shared count is the whole count. */
    rc_store_relaxed(&counter->own, rc_load_relaxed(&counter->own) & RC_BIASED_TAG);
    rc_store_relaxed(&counter->shared,
                     (count == RC_IMMORTAL ? RC_BIASED_PINNED : (uint32_t)count * RC_BIASED_ONE) |
                         RC_BIASED_MERGED);
}

/* --------------------------------------------------------------------------------- threads */

struct rc_thread;

/* The queue of objects that wait for this thread to merge them. See biased/queue.c. */
typedef struct rc_counter_thread {
    _Atomic uintptr_t head;
} rc_counter_thread;

#define rc_counter_thread_init RC_NAME(counter_thread_init_)
#define rc_counter_thread_open RC_NAME(counter_thread_open_)
#define rc_counter_thread_close RC_NAME(counter_thread_close_)
#define rc_counter_thread_drain RC_NAME(counter_thread_drain_)
#define rc_counter_thread_settle RC_NAME(counter_thread_settle_)
#define rc_counter_thread_vanished RC_NAME(counter_thread_vanished_)
#define rc_counter_thread_forked RC_NAME(counter_thread_forked_)

void rc_counter_thread_init(struct rc_thread *thread);
void rc_counter_thread_open(struct rc_thread *thread);
void rc_counter_thread_close(struct rc_thread *thread);
void rc_counter_thread_drain(struct rc_thread *thread);
void rc_counter_thread_settle(struct rc_thread *thread);
void rc_counter_thread_vanished(struct rc_thread *thread);
void rc_counter_thread_forked(struct rc_thread *thread);

#include "refcount/counters/unlocked.h"

#endif
