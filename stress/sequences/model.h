/*
 * model.h: what the library must do, said of one thread at a time: the sequential reference model.
 *
 * It is made from the contracts (counter.h, object.h, weak.h, thread.h) and knows nothing of how a backend
 * counts. It holds who has which reference, and says of each operation whether the contracts allow it now,
 * and of what was seen of it whether that is what they promise. Where they leave a choice, the model goes
 * the way that was seen. There are four of these:
 *
 *   death       With deferred_death, a release by a thread that does not own the object may be left to
 *               the owner while that one is attached and not in a blocking region. Until the owner's next
 *               safepoint (poll, or begin of a region, detach, exit) the object may then outlive its last
 *               reference. Everywhere else it dies in the operation that takes the last one.
 *   count       Releases that may have been left to the owner may still be counted.
 *   attempts    try_retain and upgrade may go either way while a death is being waited for; and with
 *               owners try_retain may refuse a live object unless it was made exact.
 *   is_unique   May say no when another thread than the maker has used the object, and to who might have
 *               been found. It may never say yes to one of two holders, nor while somebody can find it.
 *
 * The owner of an object is the thread that made it, or a later one with the same identity, which takes
 * over what the earlier one left. Identities are the system's (pthread_self), so the model is told them.
 */
#ifndef STRESS_SEQUENCES_MODEL_H
#define STRESS_SEQUENCES_MODEL_H

#include "refcount/ops.h"
#include "stress/sequences/sequence.h"

/* Sizes of the payloads. */
enum { STRESS_SEQ_LEAF_SIZE = 24, STRESS_SEQ_NODE_SIZE = 40, STRESS_SEQ_SIZED_SIZE = 300 };

/* -------------------------------------------------------------------------- what was seen */

typedef enum stress_seq_event_kind {
    STRESS_SEQ_EVENT_FINALIZE,
    STRESS_SEQ_EVENT_DESTROY
} stress_seq_event_kind;

/* A function of the user's that the library ran: finalize; destroy, or a counter's dispose. */
typedef struct stress_seq_event {
    stress_seq_event_kind kind;
    unsigned object; /* STRESS_SEQ_OBJECTS: an address that is none */
    bool nested;     /* inside another one */
} stress_seq_event;

enum { STRESS_SEQ_EVENTS = 32 }; /* twice as many as can be right */

typedef struct stress_seq_seen {
    bool yes;        /* what a bool said; a pointer that is not NULL; 0 from attach */
    bool itself;     /* the pointer was the object's, the type the object's type */
    bool pristine;   /* the new payload is zero and aligned */
    uint64_t times;  /* references given back, or taken at once */
    uint64_t number; /* a count */
    unsigned events;
    stress_seq_event event[STRESS_SEQ_EVENTS];
    unsigned damaged; /* objects that can be used and whose payload has changed: a bit each */
    rc_stats stats;   /* less what they were when the sequence began */
    uint64_t misuses; /* reports of the checked mode */
} stress_seq_seen;

/* ------------------------------------------------------------------------- what is wrong */

/* X(name, text). A sequence that is shrunk must go on failing with the same name. */
#define STRESS_SEQ_DEVIATIONS(X)                                                                   \
    X(RESULT, "a call returned something else")                                                    \
    X(COUNT, "the count is wrong")                                                                 \
    X(UNIQUE, "is_unique said yes or no without reason")                                           \
    X(ATTEMPT, "a live object refused an attempt")                                                 \
    X(WOKEN, "an attempt gave a reference to a dead object")                                       \
    X(EARLY, "an object ended with references left")                                               \
    X(LATE, "an object did not end with its last reference")                                       \
    X(TWICE, "an object was finalized or destroyed twice")                                         \
    X(ORDER, "finalize or destroy ran when it may not")                                            \
    X(MEMORY, "a payload has changed")                                                             \
    X(STATISTICS, "the statistics are wrong")                                                      \
    X(MISUSE, "the checked mode reported legal operations")                                        \
    X(HANG, "an operation did not return")

#define STRESS_SEQ_DEVIATION_ENUM(name, text) STRESS_SEQ_DEVIATION_##name,
typedef enum stress_seq_deviation_kind {
    STRESS_SEQ_DEVIATIONS(STRESS_SEQ_DEVIATION_ENUM) STRESS_SEQ_DEVIATION_COUNT_
} stress_seq_deviation_kind;

typedef struct stress_seq_deviation {
    stress_seq_deviation_kind kind;
    char text[128];
} stress_seq_deviation;

/* ---------------------------------------------------------------------------------- state */

typedef enum stress_seq_life {
    STRESS_SEQ_UNBORN,
    STRESS_SEQ_ALIVE,
    STRESS_SEQ_DEAD
} stress_seq_life;

typedef struct stress_seq_model_object {
    stress_seq_type type;
    stress_seq_life life; /* DEAD: for certain */
    bool immortal, finalized;
    bool exact;     /* enable_try_retain was called */
    bool findable;  /* and can be found by whoever it was called for */
    bool had_weak;  /* in this life, the one before or the one after its finalizer */
    bool wandered;  /* another thread than its maker has used it */
    uint64_t maker; /* an identity */
    uint64_t references;
    uint64_t left; /* releases that may have been left to the owner */
    int child[2];  /* -1: none */
} stress_seq_model_object;

typedef struct stress_seq_model_weak {
    bool exists, ended;
    unsigned object;
} stress_seq_model_weak;

typedef struct stress_seq_model_thread {
    bool started;
    uint64_t identity;
    unsigned attached, blocked;
    unsigned
        hollow; /* regions that it began without being attached: they are nothing, but have ends */
    uint64_t held[STRESS_SEQ_OBJECTS];
} stress_seq_model_thread;

typedef struct stress_seq_model {
    bool deferred_death;
    stress_seq_model_object object[STRESS_SEQ_OBJECTS];
    stress_seq_model_weak weak[STRESS_SEQ_WEAKS];
    stress_seq_model_thread thread[STRESS_SEQ_THREADS];
    uint64_t created, destroyed; /* objects, without counters */
    uint64_t live_bytes;
    uint64_t counters;
    uint64_t foreign; /* releases by others than the owner */
} stress_seq_model;

void stress_seq_model_init(stress_seq_model *m, bool deferred_death);

/* The thread exists and is attached once. */
void stress_seq_model_start(stress_seq_model *m, unsigned thread, uint64_t identity);

/* Do the contracts allow the operation? A thread that has not started counts as attached. legal.c */
bool stress_seq_model_legal(const stress_seq_model *m, stress_seq_op op);

/* The next operation that puts things in order; false when all is. legal.c */
bool stress_seq_model_closing(const stress_seq_model *m, stress_seq_op *op);

/* A legal operation was done. False if what was seen is not what must be. */
bool stress_seq_model_check(stress_seq_model *m, stress_seq_op op, const stress_seq_seen *seen,
                            stress_seq_deviation *deviation);

/* A legal operation is done as by a backend whose objects die at once. */
void stress_seq_model_imagine(stress_seq_model *m, stress_seq_op op);

/* Has the operation's thread a right to look at the object, or its memory a right to be looked at? */
static inline bool stress_seq_model_usable(const stress_seq_model_object *o)
{
    return o->life == STRESS_SEQ_ALIVE && (o->references > 0 || o->immortal);
}

static inline bool stress_seq_model_is_node(stress_seq_type type)
{
    return type == STRESS_SEQ_NODE || type == STRESS_SEQ_FINALIZED || type == STRESS_SEQ_PHOENIX;
}

static inline bool stress_seq_model_has_finalizer(stress_seq_type type)
{
    return type == STRESS_SEQ_FINALIZED || type == STRESS_SEQ_PHOENIX;
}

/* Of the payload; a counter's memory is not the library's. */
uint64_t stress_seq_model_size(stress_seq_type type);

const char *stress_seq_deviation_name(stress_seq_deviation_kind kind);

#endif
