/*
 * counter.h: the contract of a counting backend, and the choice of one.
 *
 * A rc_counter is a field of your own struct, as refcount_t is in Linux or a counter in kref. The
 * backend decides what protects it. Choose one by -DRC_BACKEND=plain|atomic|biased|mutex|global (all
 * operations inline), or leave it at `extern` and choose when you link (-lrefcount-biased) or when
 * you start the program (-lrefcount and REFCOUNT_BACKEND=biased).
 *
 * One reference is one right to use the object and one duty to release it. Every operation but
 * try_retain needs a reference that the caller holds, or a copy of a reference that is certain to
 * live until the operation returns.
 */
#ifndef RC_COUNTER_H
#define RC_COUNTER_H

#include "refcount/names.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rc_counter rc_counter;

/* What to do when the last reference is gone: the caller of dispose is the only user left. */
typedef void rc_dispose(rc_counter *counter);

/* What rc_counter_read and rc_count say of an immortal object. */
#define RC_IMMORTAL UINT64_MAX

/*
 * How far an operation depends on other threads. Wait-free: a bounded number of its own steps.
 * Lock-free: some thread always finishes. Blocking: a stopped thread can stop others. Said of the worst
 * state that a count can be in, and as far as the allocator does not block.
 */
typedef enum rc_progress { RC_WAIT_FREE, RC_LOCK_FREE, RC_BLOCKING } rc_progress;

typedef struct rc_backend_info {
    const char *name;
    const char *description; /* one line */
    const char *source;      /* paper or system the method comes from */
    bool thread_safe;        /* threads may share one object without further help */
    bool deferred_death;     /* the last release may leave the destruction to another thread */
    size_t counter_size;     /* bytes of an embedded counter */
    size_t header_size;      /* bytes before the payload of a managed object, its type included */
    rc_progress retain;
    rc_progress release; /* without the destructor that it may run */
    rc_progress try_retain;
} rc_backend_info;

/* What the backend in use says of itself. Wait-free, no errors. */
RC_HOT const rc_backend_info *rc_get_backend(void);

/*
 * Sets the count to 1: the caller holds the first reference. Backends that know owners make the
 * calling thread the owner if it is attached.
 * Precondition: nobody else can see the counter yet. Ordering: none; whatever publishes the object
 * orders this too. Progress: wait-free. Errors: none.
 */
RC_HOT void rc_counter_init(rc_counter *counter);

/*
 * Gives back what rc_counter_init took beside memory (a mutex; nothing elsewhere). Call it in dispose,
 * before the memory goes.
 * Precondition: the count has reached zero, or nobody else has ever seen the counter.
 * Ordering: none. Progress: wait-free. Errors: none.
 */
RC_HOT void rc_counter_destroy(rc_counter *counter);

/*
 * +1. Precondition: the caller holds a reference.
 * Ordering: relaxed; the reference that the caller holds already orders its view of the object.
 * Progress: rc_backend_info.retain. Errors: none: a count that would overflow makes the object immortal.
 */
RC_HOT void rc_counter_retain(rc_counter *counter);

/*
 * -1. When the last reference is gone, dispose(counter) runs exactly once: on this thread, or, where
 * rc_backend_info.deferred_death is set, perhaps on the thread that merges the counts. With dispose NULL
 * the caller claims that this is not the last reference; if it is, the object is leaked. Where
 * deferred_death is set the order of releases is not known in the end: name dispose in all of them.
 * Precondition: the caller holds a reference, and gives it up; all releases of one counter that may be
 * the last name the same dispose. Where deferred_death is set, a release may be a safepoint (see
 * rc_thread_poll) if memory is short. Ordering: release, and acquire before dispose: what any thread did
 * to the object before its release happens before dispose.
 * Progress: rc_backend_info.release, plus that of dispose. Errors: none.
 */
RC_HOT void rc_counter_release(rc_counter *counter, rc_dispose *dispose);

/*
 * +1 unless the object is dead; says whether it did. A refused attempt changes nothing, so that no
 * number of them can wake the dead.
 * Precondition: the memory is readable; the caller needs no reference. `biased` may also refuse a live
 * object, unless a holder of a reference has called rc_counter_enable_try_retain before.
 * Ordering: acquire when true, none when false. Progress: rc_backend_info.try_retain. Errors: none.
 */
RC_HOT RC_MUST_CHECK bool rc_counter_try_retain(rc_counter *counter);

/*
 * From now on rc_counter_try_retain is exact. Call it before an object can be found without a
 * reference. Nothing to do in most backends; in `biased` the owner's last release then becomes an
 * atomic operation, because it must be seen by whoever tries to retain.
 * Precondition: the caller holds a reference. Ordering: relaxed: publishing the place where the object
 * can be found orders it. Progress: wait-free; blocking where retain is.
 * Errors: none. Source: CPython's PyUnstable_EnableTryIncRef.
 */
RC_HOT void rc_counter_enable_try_retain(rc_counter *counter);

/*
 * True only if the caller holds the only reference, and nobody can find the object without one; false
 * may also mean that the backend cannot tell cheaply (after an object has changed threads, say).
 * Precondition: the caller holds a reference. Ordering: acquire when true: the object may be changed in
 * place. Progress: wait-free; blocking where retain is. Errors: none.
 */
RC_HOT RC_MUST_CHECK bool rc_counter_is_unique(const rc_counter *counter);

/*
 * The count, 0 when dead, RC_IMMORTAL when immortal. Exact only while nobody else changes it, and where
 * deferred_death is set a release that waits for the owner's safepoint is still counted: for tests and
 * messages, never for decisions.
 * Precondition: the memory is readable. Ordering: none.
 * Progress: wait-free; blocking where retain is. Errors: none.
 */
RC_HOT uint64_t rc_counter_read(const rc_counter *counter);

/*
 * Retain and release have no effect any more, for ever; dispose never runs.
 * Precondition: the caller holds a reference. Ordering: none.
 * Progress: lock-free; wait-free in `plain`, blocking where retain is. Errors: none.
 */
RC_HOT void rc_counter_make_immortal(rc_counter *counter);

#ifdef __cplusplus
}
#endif

#if RC_INLINE_BACKEND
extern const rc_backend_info rc_backend;

/* Ends the life of the object whose count has reached zero: what releases of objects dispose by. object.c */
void rc_object_dispose_(rc_counter *counter);

RC_HOT const rc_backend_info *rc_get_backend(void)
{
    return &rc_backend;
}
#endif

/* A space in the name would be part of it, and the formatter would put some there. */
// clang-format off
#include RC_QUOTE(refcount/counters/RC_BACKEND.h)
// clang-format on

/* Whether the program lets only one thread at a time touch objects, as it must with `plain`. */
#ifndef RC_COUNTER_ALONE
#define RC_COUNTER_ALONE false
#endif

#endif
