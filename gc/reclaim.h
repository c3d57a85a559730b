/*
 * reclaim.h: the contract of a reclamation scheme, and the choice of one.
 *
 * The problem: between reading a pointer from a shared place and counting the reference, another thread may
 * replace it and release the last reference. The rule: who takes a pointer out of a shared place does not
 * release it, but retires it; it is released once no read section is left that may have seen it there. So
 * what a read section has seen can be used and retained until the section ends.
 *
 *   reader                                   writer
 *   rc_guard g = rc_guard_enter();
 *   w = rc_guard_protect_(&g, &place);
 *                                            old = exchange(&place, new);
 *                                            rc_reclaim_retire_(old);
 *   use what w names
 *   rc_guard_exit(g);
 *                                            rc_release(old), by the library, not before here
 *
 * Choose a scheme by -DRC_RECLAIM=lock|epoch|hazard|hazard_asym|rcu_memb|rcu_qsbr|rcu_bp beside the backend.
 * docs/reclaim.md compares them. Threads are attached (refcount/thread.h); a read section on one that is not,
 * or that is in a blocking region, ends the program with a message.
 */
#ifndef RC_GC_RECLAIM_H
#define RC_GC_RECLAIM_H

#include "gc/names.h"
#include "refcount/refcount.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rc_reclaim_info {
    const char *name;
    const char *description; /* one line */
    const char *source;      /* paper or system the method comes from */
    const char *read_cost;   /* what a read section adds to a load */
    const char *garbage;     /* what a reader that does not end its section can hold back */
    bool bounded;            /* that is a bounded number of objects */
    bool needs_poll;         /* nothing is released unless threads come by safepoints */
    rc_progress read;        /* enter, protect and exit */
    rc_progress retire;      /* without the destructors that it may run */
} rc_reclaim_info;

/* What the scheme in use says of itself. Wait-free, no errors. */
RC_HOT const rc_reclaim_info *rc_get_reclaim(void);

/* Room for that of any scheme: all that the libraries' users and tables of functions know of it. */
typedef struct rc_any_guard {
    uintptr_t words[4];
} rc_any_guard;
#if !RC_INLINE_BACKEND
#define rc_guard rc_any_guard
#endif

/* A read section. Copy it as you like, but exit it once, on the thread that entered it. */
typedef struct rc_guard rc_guard;

/*
 * Begins a read section. Sections nest, and may end in any order.
 * Precondition: the thread is attached, not in a blocking region and, where needs_poll is set, does not come
 * by a safepoint before it exits: not rc_thread_poll, not rc_thread_block_begin, not a fork.
 * Ordering: acquire towards what was released before. Progress: rc_reclaim_info.read. Errors: none.
 */
RC_HOT rc_guard rc_guard_enter(void);
RC_HOT void rc_guard_exit(rc_guard guard);

/*
 * What was stepped on with this guard (rc_tagged_slot_step) is not protected any more; what was borrowed is.
 * Precondition: the guard is open, on this thread. Ordering: release. Wait-free. Errors: none.
 */
RC_HOT void rc_guard_stop(rc_guard *guard);

/*
 * On return everything that this thread has retired has been released, and whatever that made it retire, and
 * what threads have left that are gone. A safepoint; destructors run.
 * Precondition: not in a read section: checked, but for a scheme that knows of none.
 * Ordering: acquire. Progress: blocking: it waits for readers. Errors: none.
 */
void rc_reclaim_drain(void);

typedef struct rc_reclaim_stats {
    uint64_t retired;
    uint64_t released;
    uint64_t pending; /* retired, not yet released */
    uint64_t peak;    /* the most that were pending; wrong by less than RC_BATCH for each thread */
    uint64_t lost;    /* never released: there was no memory to remember them */
    uint64_t looked; /* waiting objects, or batches where one look is enough, that were looked at */
} rc_reclaim_stats;

/*
 * The sum over all threads. Exact when no other thread is busy.
 * Ordering: none. Progress: wait-free but for the number of threads. Errors: none.
 */
void rc_reclaim_get_stats(rc_reclaim_stats *stats);

/* From now on `peak` is the most since now. Progress: wait-free. */
void rc_reclaim_reset_peak(void);

/*
 * Back-pressure: while more than `pending` are, a thread that retires helps: it tries for a bounded time to get
 * something released before it goes on. So it is slowed down by a reader that does not end, never stopped.
 * 0, as at the start: no limit. Progress: wait-free. Errors: none.
 */
void rc_reclaim_set_limit(size_t pending);

#ifdef __cplusplus
}
#endif

/* What the slots are made of: inline, like the backend. */
#if RC_INLINE_BACKEND
/*
 * Loads a word whose bits above the low two are an object's address, or zero. The object can be used until
 * the guard exits, provided that whoever replaces the word retires the object that it named.
 * Precondition: the guard is this thread's; what replaces the word is a seq_cst read-modify-write, and what
 * writes it the first time a release. Ordering: acquire. Progress: rc_reclaim_info.read. Errors: none: without
 * memory for another hazard pointer the guard protects everything.
 */
static inline uintptr_t rc_guard_protect_(rc_guard *guard, const _Atomic(uintptr_t) *place);

/*
 * The same for a few instructions, without a guard: what the word names stays until rc_brief_end_. One at a
 * time on each thread; in between nothing may release, poll, block or call out, but guards may be open.
 */
static inline uintptr_t rc_brief_begin_(const _Atomic(uintptr_t) *place);
static inline void rc_brief_end_(void);

/*
 * Takes over one strong reference and releases it once no read section is left that began before; NULL is
 * allowed and ignored. Other objects' turn may come too: destructors may run. At most RC_RETIRE_PACE of the
 * retired are released in one call, and more only while memory is short or the limit exceeded.
 * Precondition: the place that named the object does not any more, by a seq_cst read-modify-write of this
 * thread or of one that happened before. Allowed in read sections.
 * Ordering: release, and acquire before the release of the reference. Progress: rc_reclaim_info.retire.
 * Errors: none. With no memory at all it helps for a while; then the reference is never released, and counted
 * as lost.
 */
static inline void rc_reclaim_retire_(void *object);

/*
 * As rc_guard_protect_, for whoever walks along objects and looks back by a few: the guard protects what it
 * stepped on last, the time before, and the one before that (RC_GUARD_STEPS); `step` goes round below that. So a
 * walk needs no more hazard pointers than that, however long it is. Regions protect all of it anyway.
 */
#define RC_GUARD_STEPS 3u
static inline uintptr_t rc_guard_step_(rc_guard *guard, unsigned step,
                                       const _Atomic(uintptr_t) *place);
/* A space in the name would be part of it, and the formatter would put some there. */
// clang-format off
#include RC_QUOTE(gc/reclaim/RC_RECLAIM.h)
// clang-format on

_Static_assert(sizeof(rc_guard) <= sizeof(rc_any_guard), "there is room for any scheme's guard");

extern const rc_reclaim_info rc_reclaim_info_;

RC_HOT const rc_reclaim_info *rc_get_reclaim(void)
{
    return &rc_reclaim_info_;
}

static inline void rc_reclaim_retire_(void *object)
{
    rc_reclaim_thread *thread = rc_reclaim_self_;
    if (object == NULL)
        return;
    if (rc_unlikely(thread == NULL))
        rc_reclaim_misuse_("rc_reclaim_retire_", "a thread that is not attached");
    /* relaxed, both: written by this thread only */
    unsigned used = rc_load_relaxed(&thread->retired.used);
    thread->retired.filling->object[used] = (uintptr_t)object;
    rc_store_relaxed(&thread->retired.used, used + 1);
    if (rc_unlikely(used + 1 == RC_BATCH))
        rc_reclaim_full_(thread);
    else if (thread->retired.ready.first != NULL)
        rc_reclaim_release_some_(thread);
}
#endif

#endif
