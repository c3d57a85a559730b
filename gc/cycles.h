/*
 * cycles.h: frees what no count will ever free: objects that only keep each other alive.
 *
 * Only objects whose type has `traverse` take part; they are tracked from birth, at 16 bytes each, and all
 * others pay nothing. A collection counts, for each tracked object, the references that traverse finds to
 * it. An object with more references than that is held from outside: by a variable, a thread, an object
 * that is not tracked. What cannot be reached from any of these is garbage, and ends in this order:
 *
 *   weak references fail --> finalize, once each --> judged again --> clear --> last releases, destroy
 *                                                        |
 *                                                        +-- whatever a finalizer has made reachable lives on,
 *                                                            its weak references and its finalizer used up
 *
 * The world stands still while the collector judges, and at no other time: finalize, clear and destroy run
 * with all threads running, on the thread that collects, and no lock of the library held. Every other
 * attached thread must come by a safepoint (rc_thread_poll) or stand in a blocking region soon; until then
 * the collection waits.
 *
 * What the type's functions must do
 *
 *   traverse  Calls visit exactly once for each strong reference that the object owns (twice for two to the
 *             same object), for nothing else, NULL excepted or not as it likes; the content of a slot is such
 *             a reference (rc_slot_visit). It runs while the world stands still, at any time between rc_new,
 * when the payload
 *             is zero, and the begin of destroy: it must not count, allocate, lock, or wait. One reference too
 *             few is a leak. One too many frees an object in use; the collector reports what it can see of
 *             that (RC_GC_COUNT_TOO_SMALL) and keeps the object. An object without traverse holds what it
 *             refers to, as a variable would.
 *   clear     Drops the references that may close a cycle and leaves a valid, empty object: first the field,
 *             then the release. It may be called on an object that lives on. NULL: the objects can be
 *             collected only as far as every cycle of them goes through something that can be cleared; the
 *             others are reported (RC_GC_UNCOLLECTABLE) and kept whole, with all that they reach.
 *   finalize  Finds the whole garbage intact: nothing is cleared or destroyed before all finalizers have run.
 *             Runs at most once in an object's life, whether the collector or the last release calls it.
 *   destroy   As always. Members of one garbage may find each other cleared.
 *
 * None of them may wait for a thread that may be waiting in rc_collect, and a thread that calls rc_collect,
 * or rc_new of a tracked type while automatic collection is on, holds no lock that one of them takes.
 *
 * References that are not counted. At a safepoint no reference is in use that nobody holds; with one
 * exception: a pointer borrowed from a slot inside a guard may be kept across safepoints and blocking regions
 * as long as the guard is open, where the reclamation scheme allows that (reclaim.h: not where it needs_poll;
 * then rc_new of a tracked type has no place inside a guard either, while automatic collection is on). It is
 * never to garbage: a slot gives its reference up to the retire list only, which holds it, counted, until
 * the guard is closed. A pointer that is found by other means and turned into a reference by rc_try_retain is
 * either counted before the final judgement, and the object lives on, or refused after it; also if the object
 * survives its clear.
 *
 * Locks. A thread that waits for a lock which another may hold at a safepoint waits in a blocking region.
 *
 * With the backend `plain` everything here is for one thread, or for threads that take turns.
 */
#ifndef RC_CYCLES_H
#define RC_CYCLES_H

#include "refcount/object.h"

#ifdef __cplusplus
extern "C" {
#endif

#if RC_INLINE_BACKEND
#define rc_collect RC_NAME(collect)
#define rc_gc_collect_young RC_NAME(gc_collect_young)
#define rc_gc_collect_sliced RC_NAME(gc_collect_sliced)
#define rc_gc_set_slice RC_NAME(gc_set_slice)
#define rc_gc_enable RC_NAME(gc_enable)
#define rc_gc_disable RC_NAME(gc_disable)
#define rc_gc_is_enabled RC_NAME(gc_is_enabled)
#define rc_gc_set_threshold RC_NAME(gc_set_threshold)
#define rc_gc_get_threshold RC_NAME(gc_get_threshold)
#define rc_gc_get_stats RC_NAME(gc_get_stats)
#define rc_gc_set_debug RC_NAME(gc_set_debug)
#define rc_gc_set_seed RC_NAME(gc_set_seed)
#define rc_gc_freeze RC_NAME(gc_freeze)
#define rc_gc_unfreeze RC_NAME(gc_unfreeze)
#define rc_gc_is_tracked RC_NAME(gc_is_tracked)
#define rc_gc_is_finalized RC_NAME(gc_is_finalized)
#endif

/*
 * Frees unreachable cycles, whatever their age, and returns how many objects it found garbage and cleared;
 * those that a finalizer has resurrected and those that cannot be collected are not among them. With slots
 * in the garbage some of its objects may end a grace period later. A finalizer, clear or destroy function, of
 * a collection or not, that calls this gets 0 and nothing happens; so does a thread that is not attached, or
 * in a blocking region. While another thread collects the call waits, as in a blocking region, and collects
 * afterwards.
 * A safepoint. Ordering: what any thread did to an object before its last safepoint happens before the
 * object's finalize, clear and destroy. Progress: blocking: waits for every attached thread's next safepoint.
 * Errors: none; it needs no memory.
 * Source: the algorithm of CPython (Schemenauer 2000; PEP 442 for the order of the end).
 */
size_t rc_collect(void);

/*
 * The same for the objects that no collection has looked at yet: references from older ones hold them.
 * What lives on is old from then on.
 */
size_t rc_gc_collect_young(void);

/*
 * As rc_collect, but the world stands still only for about RC_GC_SLICE objects and references at a time, and
 * runs in between as long as it stood. Finds what was garbage when it began. Garbage that hangs together in a
 * cycle is judged in one stop all the same, and so is an object with all its references. Garbage that hangs
 * on other garbage may end by its count, and is then not in the number that is returned; finalizers are
 * called before anything is cleared that they could reach, but other garbage may be gone already, and what
 * one of them makes reachable may never have been judged: then its weak references go on. A count
 * that is too small is reported only if it makes the object look like garbage. rc_gc_freeze, rc_gc_unfreeze
 * and a fork make a collection that is under way find nothing more.
 * While it goes on no other collection does, and automatic ones are left out. Otherwise all is as with
 * rc_collect, with each safepoint that it waits for. Ordering, progress, errors: as rc_collect.
 * Source: gc/cycles/slices.c says what is taken from where.
 */
size_t rc_gc_collect_sliced(void);

/*
 * How many objects and references rc_gc_collect_sliced looks at in one stop, about; 0 is 1. It counts from
 * the next one on. Ordering: none. Progress: blocking, for a few instructions. Errors: none.
 */
#define RC_GC_SLICE 4000
void rc_gc_set_slice(size_t looks);

/*
 * Automatic collection: while on, rc_new and rc_new_sized of a tracked type may collect before they make the
 * object, and then are safepoints. On at first, with a threshold of RC_GC_THRESHOLD. It is never done inside
 * a finalize, clear or destroy function, or while another thread collects.
 * Ordering: none. Progress: wait-free. Errors: none.
 */
void rc_gc_enable(void);
void rc_gc_disable(void);
bool rc_gc_is_enabled(void);

/*
 * A young collection is due after so many more tracked objects have been made than have ended; after up to
 * eight times as many while such collections find next to nothing. A full one is due when enough has
 * become old, or been made, in relation to what the last full one left alive: so its cost is spread over as
 * many births, and N objects that live on cost O(N) in all. 1: at every birth. 0: never automatic.
 * Ordering: none. Progress: wait-free. Errors: none.
 */
#define RC_GC_THRESHOLD 2000
void rc_gc_set_threshold(size_t objects);
size_t rc_gc_get_threshold(void);

typedef struct rc_gc_stats {
    uint64_t collections; /* that have ended, of either kind */
    uint64_t full;        /* those that looked at everything */
    uint64_t automatic;   /* those that nobody asked for */
    uint64_t collected; /* objects, in all: the sum of what rc_collect and its like have returned */
    uint64_t resurrected; /* found garbage, and reachable again after the finalizers, in all */
    uint64_t
        uncollectable; /* what the last full collection could not break, and young ones since */
    uint64_t tracked;  /* objects tracked now, frozen ones included */
    uint64_t frozen;
    uint64_t
        outstanding; /* estimate: garbage made since the last collection, at its share of garbage */
    uint64_t problems; /* counts too small, misjudgements in verify mode, in all */
    uint64_t
        pauses; /* how often the world stood still; nanoseconds from the first word to the last: */
    uint64_t pause_total_ns;
    uint64_t pause_longest_ns;
    uint64_t pause_last_ns;
    uint64_t collect_total_ns; /* whole collections, with waiting, finalizers and destruction */
    uint64_t collect_last_ns;
    uint64_t sliced;         /* collections in slices, among `full` */
    uint64_t slices;         /* their pauses, all but those of the second judgements */
    uint64_t slice_total_ns; /* which are among `pauses`, as these times are */
    uint64_t slice_longest_ns;
    /* objects and references that were looked at in one slice: the most ever */
    uint64_t slice_most;
    uint64_t rejected; /* objects that were proposed as garbage, and were not */
} rc_gc_stats;

/* Of the process so far. Ordering: none. Progress: blocking, for a few instructions. Errors: none. */
void rc_gc_get_stats(rc_gc_stats *stats);

typedef enum rc_gc_event_kind {
    RC_GC_BEGIN, /* a collection begins: object NULL, count 1 if it is full */
    /* object is garbage: all its `count` references were found: `found` == count */
    RC_GC_COLLECTED,
    RC_GC_EDGE, /* why: `from`, which is garbage too, holds a reference to object; one for each */
    RC_GC_UNCOLLECTABLE, /* garbage that nothing can clear, or that only such keeps */
    RC_GC_RESURRECTED,   /* was garbage; a finalizer has made it reachable */
    /* more references found than counted; `from` is one of those who hold one */
    RC_GC_COUNT_TOO_SMALL,
    /* verify mode: marking from the roots says otherwise; found 1 if reachable, else 0 */
    RC_GC_MISJUDGED,
    RC_GC_END /* count: how many were collected, found: how many are uncollectable */
} rc_gc_event_kind;

typedef struct rc_gc_event {
    rc_gc_event_kind kind;
    const void *object;
    const rc_type *type;
    uint64_t count; /* references counted */
    uint64_t found; /* references found by traverse */
    const void *from;
    const rc_type *from_type;
} rc_gc_event;

/*
 * Runs on the collecting thread, with the world running, before anything that the event tells of is
 * finalized or cleared (RESURRECTED and END excepted). It may look at the objects, and take references: then
 * they live on only if it runs before the last judgement, which is promised for nothing but finalizers.
 * rc_collect in it does nothing.
 */
typedef void rc_gc_report(const rc_gc_event *event, void *arg);

#define RC_GC_DEBUG_COLLECTED 1u /* report COLLECTED, EDGE, RESURRECTED */
#define RC_GC_DEBUG_PHASES 2u    /* report BEGIN and END */
#define RC_GC_DEBUG_SAVE                                                                           \
    4u /* report, and then keep what would be collected, uncleared and unfinalized */
#define RC_GC_DEBUG_VERIFY                                                                         \
    8u /* judge once more, by marking from the roots with memory of its own */
#define RC_GC_TORTURE_NEW 16u /* a full collection at every birth of a tracked object */
#define RC_GC_TORTURE_RELEASE                                                                      \
    32u /* and at every release that leaves the object alive: -DRC_POINTS builds */
#define RC_GC_TORTURE_SHUFFLE 64u /* judge, finalize and clear in random order */
#define RC_GC_TORTURE_STARVE 128u /* every allocation of the collector's own fails */

/*
 * Sets the flags and who is told. UNCOLLECTABLE, COUNT_TOO_SMALL and MISJUDGED are always reported; with
 * `report` NULL the last two go to stderr, one line each, and the others nowhere. Nothing aborts. A problem
 * that is seen again in a later collection is reported again. Torture overrides rc_gc_disable and the
 * threshold. Precondition: no collection is under way. Ordering: none. Progress: blocking. Errors: none.
 */
void rc_gc_set_debug(unsigned flags, rc_gc_report *report, void *arg);

/* The seed of RC_GC_TORTURE_SHUFFLE. As rc_gc_set_debug. */
void rc_gc_set_seed(uint64_t seed);

/*
 * Sets all tracked objects aside: collections do not look at them, and what they refer to is held. For
 * programs that have loaded what they need for good, and before a fork, so that the child does not copy
 * pages that a collection has only looked at. Ended objects leave as ever. unfreeze makes them old again.
 * Ordering: none. Progress: blocking; O(tracked objects). Errors: none.
 */
void rc_gc_freeze(void);
void rc_gc_unfreeze(void);

/*
 * Whether the object's type is tracked; whether its finalizer has run, or is running.
 * Precondition: the caller holds a reference. Ordering: none. Progress: wait-free. Errors: none.
 */
bool rc_gc_is_tracked(const void *object);
bool rc_gc_is_finalized(const void *object);

#ifdef __cplusplus
}
#endif

#endif
