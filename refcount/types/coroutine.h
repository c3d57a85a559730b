/*
 * coroutine.h: generator-based coroutines: objects that run until they yield, and go on where they were.
 *
 * A coroutine has no stack of its own. What it must remember stands in its frame, which is the object: the
 * point where it goes on, references in slots, numbers in scalars. Its body is one function, which is called
 * for each step with what was sent to it, and says what became of it:
 *
 *   static rc_outcome twice(rc_coroutine *self, rc_signal signal, void *sent, void **result)
 *   {
 *       switch (self->point) {
 *       case 0:
 *           return rc_yield(self, result, rc_string_new("once"), 1);
 *       case 1:
 *           return rc_yield(self, result, rc_retain(sent), 2);
 *       default:
 *           return rc_return(result, NULL);
 *       }
 *   }
 *   static const rc_routine twice_routine = {.name = "twice", .step = twice};
 *
 * The rules are Python's, generators of 3.13; docs/coroutines.md has them all, with examples:
 *
 *   state      send(NULL)    send(value)      throw                    close
 *   CREATED    starts        TypeError        CLOSED, error comes out  CLOSED, no code runs
 *   SUSPENDED  goes on       goes on          raised at the yield      GeneratorExit at the yield
 *   RUNNING    ValueError    ValueError       ValueError               ValueError
 *   CLOSED     returned      returned         the error comes out      nothing
 *
 * NULL is None, as a value that is sent, yielded or returned. A value that comes out is a reference of the
 * caller's; one that goes in is only lent, and the body takes a reference if it keeps it.
 *
 * Dropping the last reference to a suspended coroutine closes it first, on the thread that drops it, or in
 * `biased` perhaps at its owner's safepoint: its `finally` runs inside rc_release. Weak references have
 * ended by then. A coroutine may be resumed by any thread; two that try at once get one ValueError.
 */
#ifndef RC_TYPES_COROUTINE_H
#define RC_TYPES_COROUTINE_H

#include "refcount/types/error.h"

#ifndef __cplusplus
#include "refcount/atomics.h"
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum rc_outcome {
    RC_YIELDED,   /* *result: the value, or NULL for None */
    RC_RETURNED,  /* *result: the value, or NULL; Python's StopIteration */
    RC_RAISED,    /* *result: the error, never NULL */
    RC_DELEGATED_ /* a body's answer only: see rc_delegate */
} rc_outcome;

typedef enum rc_coroutine_state_kind {
    RC_CREATED,
    RC_RUNNING,
    RC_SUSPENDED,
    RC_CLOSED
} rc_coroutine_state_kind;

/* What a body is called for. */
typedef enum rc_signal {
    RC_SEND, /* `sent` is the value of the yield, or NULL */
    RC_THROW /* `sent` is an error, raised at the yield; only at guarded points */
} rc_signal;

typedef struct rc_coroutine rc_coroutine;

/* Does one step, and ends with one of rc_yield, rc_return, rc_raise, rc_propagate, rc_delegate. */
typedef rc_outcome rc_step(rc_coroutine *self, rc_signal signal, void *sent, void **result);

/* What all coroutines of one body have in common. Constant, and it outlives them. */
typedef struct rc_routine {
    const char *name;
    rc_step *step;
    uint32_t slots;   /* references that a frame owns */
    uint32_t scalars; /* bytes of a frame for what is no reference */
    /*
     * The points that stand inside a try: RC_GUARDED(1) | RC_GUARDED(4) ... All from 63 on share one bit.
     * An error that is raised at another point leaves the coroutine without the body being called.
     */
    uint64_t guarded;
    bool awaitable; /* Python's `async def` where it differs from a generator: docs/coroutines.md */
    /*
     * The program promises that no two threads resume one at the same time, and orders them when it hands it
     * from one to another, as rc_scheduler does. A step then costs no atomic operation on any thread; without
     * the promise it costs none on the first thread that resumes it, until a second one does.
     */
    bool confined;
} rc_routine;

#define RC_GUARDED(point) (UINT64_C(1) << ((point) < 63 ? (point) : 63))

/*
 * What may be delegated to and is no coroutine. The functions get the object that was named with it. NULL
 * members: it has no such method. What `next` and `send` raise may be a StopIteration: it returns.
 */
typedef struct rc_iterator {
    rc_outcome (*next)(void *iterator, void **result);
    rc_outcome (*send)(void *iterator, void *value, void **result);
    rc_outcome (*raise)(void *iterator, rc_error *error, void **result);
    rc_outcome (*close)(void *iterator, void **result);
} rc_iterator;

/*
 * A coroutine that has not begun. The caller puts its arguments into slots and scalars before anything else
 * is done with it. NULL and ENOMEM if there is no memory. Ordering, progress: as rc_new.
 */
RC_MUST_CHECK rc_coroutine *rc_coroutine_new(const rc_routine *routine);

/*
 * Resumes it. `value` is NULL or an object that is lent for the call.
 * Precondition: the caller holds a reference for the whole call. Ordering: acquire from whoever resumed it
 * last, release to whoever resumes it next. Progress: lock-free, plus the body's; wait-free while one thread
 * resumes it. The first call by a second thread costs a system call. Errors: RC_RAISED.
 */
RC_MUST_CHECK rc_outcome rc_coroutine_send(rc_coroutine *coroutine, void *value, void **result);

/* Raises `error` where it is suspended. What is no error, NULL too, is a TypeError to the caller. */
RC_MUST_CHECK rc_outcome rc_coroutine_throw(rc_coroutine *coroutine, void *error, void **result);

/* The same with an error that is made by its class: what goes wrong in making it is raised inside. */
RC_MUST_CHECK rc_outcome rc_coroutine_throw_new(rc_coroutine *coroutine,
                                                const rc_error_class *error_class,
                                                const char *message, void **result);

/*
 * Raises GeneratorExit where it is suspended. RC_RETURNED: it is closed; *result is what the body has
 * returned. RC_RAISED: another error came out; RuntimeError if the body has yielded: then it is SUSPENDED as
 * before, and can be closed again. Never RC_YIELDED, and never fails for want of memory by itself.
 */
RC_MUST_CHECK rc_outcome rc_coroutine_close(rc_coroutine *coroutine, void **result);

/* Ordering: acquire. The answer is old where other threads may resume it. */
rc_coroutine_state_kind rc_coroutine_state(const rc_coroutine *coroutine);

/* "CREATED", "RUNNING", "SUSPENDED", "CLOSED" */
const char *rc_coroutine_state_name(const rc_coroutine *coroutine);

bool rc_is_coroutine(const void *object);

/*
 * An object that keeps a coroutine alive and forwards to it: Python's coroutine.__await__(). Delegate to it
 * with rc_delegate_to(self, awaiter, rc_awaiter_protocol(), point). NULL and ENOMEM if there is no memory.
 */
RC_MUST_CHECK void *rc_awaiter_new(rc_coroutine *coroutine);
const rc_iterator *rc_awaiter_protocol(void);

/* ------------------------------------------------------------- for bodies, which are written in C */
#ifndef __cplusplus

/* A body reads and writes its own point and slots; everything else is the library's. */
struct rc_coroutine {
    _Atomic uint8_t state, own; /* rc_coroutine_state_kind, and whose it is: claim.h */
    uint8_t asked : 2;          /* while running: for what it was resumed, drive.h */
    uint8_t nested : 1;         /* while running: `below` has delegated to it */
    /* while running: passes an error on to its delegate, and handles nothing itself */
    uint8_t forwarding : 1;
    uint32_t point; /* where the body goes on; 0 before it has begun */
    /* the thread that needs no exchange to resume it, claim.h; NULL: none */
    _Atomic(const void *) owner;
    const rc_routine *routine;
    void *delegate;              /* owned; NULL: none */
    const rc_iterator *protocol; /* the delegate's; NULL: it is a coroutine */
    rc_error *handled;           /* owned: what the body is handling */
    /* while running: what runs on this thread and has resumed it, running.h */
    rc_coroutine *below;
    rc_coroutine *beneath; /* while forwarding: the first one further below that is not */
    /* while forwarding a close, borrowed: what is raised afterwards; NULL: an exit */
    rc_error *pending;
    void *slot[]; /* owned, routine->slots of them, NULL at first; then the scalars */
};

/* Where the scalars begin: aligned to 16. */
static inline size_t rc_coroutine_fixed_size_(const rc_routine *routine)
{
    return (offsetof(rc_coroutine, slot) + routine->slots * sizeof(void *) + 15) & ~(size_t)15;
}

static inline void *rc_coroutine_scalars(rc_coroutine *self)
{
    return (char *)self + rc_coroutine_fixed_size_(self->routine);
}

/* Puts a value with its reference into a slot, and releases what was there. */
static inline void rc_coroutine_put(rc_coroutine *self, unsigned slot, void *value)
{
    void *before = self->slot[slot];
    self->slot[slot] = value;
    rc_release(before);
}

/* Yields `value`, with its reference, to go on at `point`. */
static inline rc_outcome rc_yield(rc_coroutine *self, void **result, void *value, uint32_t point)
{
    self->point = point;
    *result = value;
    return RC_YIELDED;
}

/* Returns `value`, with its reference: the coroutine is closed. */
static inline rc_outcome rc_return(void **result, void *value)
{
    *result = value;
    return RC_RETURNED;
}

/*
 * Raises `error`, with its reference, in the context of what is being handled. NULL: that there is no memory,
 * so that rc_raise(result, rc_error_new(...)) is always right.
 */
rc_outcome rc_raise(void **result, rc_error *error);

/* Lets go on what was thrown or came from somewhere else: takes a reference, and leaves its context. */
rc_outcome rc_propagate(void **result, rc_error *error);

/*
 * `yield from`: delegates to another coroutine, and goes on at `point` when it has ended: with RC_SEND and
 * what it has returned, or with RC_THROW. Takes over the reference. NULL: the error for no memory is raised,
 * so that rc_delegate(self, rc_coroutine_new(...), point) is always right.
 */
rc_outcome rc_delegate(rc_coroutine *self, rc_coroutine *to, uint32_t point);
rc_outcome rc_delegate_to(rc_coroutine *self, void *to, const rc_iterator *protocol,
                          uint32_t point);

#endif

#ifdef __cplusplus
}
#endif

#endif
