/*
 * weak.c: weak references.
 *
 * All weak references to one object are one block, shared by its handles; the object's address finds it
 * in a table, so that an object without weak references pays nothing for them.
 *
 *   state   | pins : 62 | cut : 1 | dead : 1 |
 *
 * The hard part is the upgrade: it must look at a count that may be freed while it looks. It pins the
 * block first, and pins only a block that is not dead. Whoever ends the object marks the block dead, and
 * if it is pinned leaves the rest of the destruction to the last one to unpin: nobody waits.
 *
 *   T1 last release                T2 upgrade
 *                                  pin: 0 -> 1
 *   count 1 -> 0
 *   marks dead: pinned, so that
 *   it returns  (2)
 *                                  try_retain: refused, the count is 0
 *                                  unpin: 1 -> 0, dead: destroys the object  (3)
 *                                                               test: weak, upgrade against last release
 *
 * A dead block is never pinned again, so that exactly one thread destroys. A failed upgrade of a dead
 * block writes nothing at all.
 *
 * Cut. The cycle collector ends the weak references to garbage while the objects still exist, have counts and
 * wait for their finalizers. An upgrade of a cut block fails as that of a dead one does, and nobody ends the
 * object for having unpinned it. The world stands still meanwhile, so that no upgrade is under way.
 *
 * Locking: one mutex per part of the table, held over the search of one bucket; nothing is called under
 * it but the allocator.
 */
#include "refcount/weak.h"

#include "refcount/weak_table.h"

#include <errno.h>

#define DEAD UINT64_C(1)
#define CUT UINT64_C(2)
#define PIN UINT64_C(4)

struct rc_weak {
    _Atomic uint64_t state;
    _Atomic uint64_t handles; /* given out and not freed, and one for the object while it lives */
    void *object;             /* constant; to be looked into only while pinned */
    struct rc_weak *next;     /* in its bucket; guarded by the part's mutex */
};

/*
 * A part of the table: its mutex guards the rest. Chains stay short because the number of buckets
 * doubles with the number of entries; if there is no memory for that they get longer.
 */
typedef struct part {
    rc_mutex mutex;
    size_t entries;
    size_t buckets; /* a power of two, or 0 before the first entry */
    rc_weak **bucket;
} __attribute__((aligned(64))) part;

#define PARTS 16u
#define FIRST_BUCKETS 16u
#define P                                                                                          \
    {                                                                                              \
        .mutex = RC_MUTEX_INITIALIZER                                                              \
    }
static part parts[PARTS] = {P, P, P, P, P, P, P, P, P, P, P, P, P, P, P, P};
#undef P

static uint64_t hash_of(const void *object)
{
    return (uint64_t)(uintptr_t)object * UINT64_C(0x9e3779b97f4a7c15);
}

static part *part_of(uint64_t hash)
{
    return &parts[hash >> 60];
}

static rc_weak **bucket_of(const part *p, uint64_t hash)
{
    return &p->bucket[(hash >> 28) & (p->buckets - 1)];
}

static rc_weak **find(const part *p, uint64_t hash, const void *object)
{
    rc_weak **link = bucket_of(p, hash);
    while (*link != NULL && (*link)->object != object)
        link = &(*link)->next;
    return link;
}

/* True if there are buckets; more of them, if there is memory and they are needed. */
static bool make_room(part *p)
{
    if (p->entries < p->buckets)
        return true;
    size_t size = p->buckets != 0 ? p->buckets * 2 : FIRST_BUCKETS;
    rc_weak **larger = rc_platform_allocate(size * sizeof(rc_weak *));
    if (larger == NULL)
        return p->buckets != 0;
    memset(larger, 0, size * sizeof(rc_weak *));
    part old = *p;
    p->bucket = larger;
    p->buckets = size;
    for (size_t i = 0; i < old.buckets; i++) {
        for (rc_weak *weak = old.bucket[i], *next; weak != NULL; weak = next) {
            next = weak->next;
            rc_weak **bucket = bucket_of(p, hash_of(weak->object));
            weak->next = *bucket;
            *bucket = weak;
        }
    }
    if (old.bucket != NULL)
        rc_platform_release(old.bucket);
    return true;
}

/* The object's block with one handle more, or NULL without memory. */
static rc_weak *find_or_add(part *p, uint64_t hash, void *object)
{
    if (!make_room(p))
        return NULL;
    rc_weak **link = find(p, hash, object);
    rc_weak *weak = *link;
    if (weak != NULL) {
        rc_fetch_add_relaxed(&weak->handles, 1); /* relaxed: the object's handle keeps the block */
        return weak;
    }
    weak = rc_platform_allocate(sizeof *weak);
    if (weak == NULL)
        return NULL;
    *weak = (rc_weak){.handles = 2, .object = object};
    *link = weak;
    p->entries++;
    return weak;
}

rc_weak *rc_weak_new(void *object)
{
    if (object == NULL) {
        errno = EINVAL;
        return NULL;
    }
    uint64_t hash = hash_of(object);
    part *p = part_of(hash);
    rc_mutex_lock(&p->mutex);
    rc_weak *weak = find_or_add(p, hash, object);
    rc_mutex_unlock(&p->mutex);
    if (weak == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    RC_POINT("weak_new");
    /* While the caller's reference keeps the object: the last release must see that it can be found. */
    rc_enable_try_retain(object);
    return weak;
}

void *rc_weak_upgrade(rc_weak *weak)
{
    if (weak == NULL)
        return NULL;
    uint64_t state = rc_load_relaxed(&weak->state); /* relaxed: the exchange checks it */
    do {
        if (state & (DEAD | CUT))
            return NULL;
        RC_POINT("weak_pin");
        /* relaxed: unpin (3) and mark (2) order; what try_retain finds is ordered by itself. */
    } while (!rc_cas_weak_relaxed(&weak->state, &state, state + PIN));
    void *object = weak->object;
    void *strong = rc_try_retain(object) ? object : NULL;
    RC_POINT("weak_unpin");
    /* (3) acq_rel: pairs with mark (2) and other unpins: all looks at the count before its end. */
    if (rc_fetch_sub_acq_rel(&weak->state, PIN) == (PIN | DEAD))
        rc_object_dispose_(rc_counter_of(object));
    return strong;
}

void rc_weak_free(rc_weak *weak)
{
    /* (4) acq_rel: pairs with itself: all uses of the block before it is freed. */
    if (weak != NULL && rc_fetch_sub_acq_rel(&weak->handles, 1) == 1)
        rc_platform_release(weak);
}

/* Takes the object's block out of the table. NULL if it has none. */
static rc_weak *take_out(const void *object)
{
    uint64_t hash = hash_of(object);
    part *p = part_of(hash);
    rc_weak *weak = NULL;
    rc_mutex_lock(&p->mutex);
    if (p->entries != 0) {
        rc_weak **link = find(p, hash, object);
        weak = *link;
        if (weak != NULL) {
            *link = weak->next;
            p->entries--;
        }
    }
    rc_mutex_unlock(&p->mutex);
    return weak;
}

bool rc_weak_end_(void *object)
{
    rc_weak *weak = take_out(object);
    if (weak == NULL)
        return true; /* none was ever made, or they have ended before */
    RC_POINT("weak_end");
    /* (2) acq_rel: pairs with unpin (3), in both directions: one of the two is the last. */
    bool pinned = rc_fetch_or_acq_rel(&weak->state, DEAD) != 0;
    rc_weak_free(weak);
    return !pinned;
}

void rc_weak_cut_(void *object)
{
    rc_weak *weak = take_out(object);
    if (weak == NULL)
        return;
    rc_fetch_or_relaxed(&weak->state, CUT); /* relaxed: the end of the stop orders it */
    rc_weak_free(weak);
}

void rc_weak_table_lock_(void)
{
    for (unsigned i = 0; i < PARTS; i++)
        rc_mutex_lock(&parts[i].mutex);
}

void rc_weak_table_unlock_(void)
{
    for (unsigned i = PARTS; i-- > 0;)
        rc_mutex_unlock(&parts[i].mutex);
}
