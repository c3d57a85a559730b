/*
 * shadow.h: what the checked mode knows of every object, counter and weak reference.
 *
 * The decorator of a backend (decorator.c) tells the shadow of every operation and asks it whether the
 * operation is legal. The shadow keeps, by address, a strict count beside the backend's own, the
 * references that are still out and who took them, and the last operations:
 *
 *   state       count   legal                                 next
 *   LIVE        > 0     everything                            IMMORTAL; DEAD at the backend's word
 *   LIVE        0       an attempt (try_retain, upgrade)      DEAD; LIVE > 0 by an attempt that succeeded
 *   FINALIZING  >= 0    everything; release only above 0      LIVE when the finalizer has returned
 *   IMMORTAL    -       everything, nothing is counted        none
 *   LEAKED      0       an attempt                            LIVE > 0, as above
 *   DEAD        0       an attempt, which fails               forgotten when it leaves the quarantine
 *
 * A release is noted before the backend does it and every other operation that counts no earlier than
 * its reference is certain, an attempt only after it has succeeded. So the strict count is never larger
 * than the number of references that the program holds, a holder always finds it above zero, and an
 * operation that finds it at zero was misuse. It is smaller for a moment while a successful attempt has
 * not been noted yet, which is why zero is no death: that is only what the backend says it is.
 *
 * One table for all backends of a program. Locking: one mutex per part of the table (a shard); under it
 * nothing is called but malloc. What the shadow does not know (no memory for an entry, an object that was
 * made without the decorator) goes to the backend unchecked.
 */
#ifndef RC_CHECK_SHADOW_H
#define RC_CHECK_SHADOW_H

#include "refcount/object.h"

/* The first five are the names that the Linux kernel gives these mistakes. */
#define RC_MISUSES(X)                                                                              \
    X(ADD_UAF, "use or retain of a dead object")                                                   \
    X(SUB_UAF, "release of a dead object")                                                         \
    X(ADD_OVF, "retain that overflows the count")                                                  \
    X(ADD_NOT_ZERO_OVF, "try_retain or upgrade that overflows the count")                          \
    X(DEC_LEAK, "release of the last reference without dispose")                                   \
    X(NOT_ATTACHED, "by a thread that is not attached")                                            \
    X(BLOCKED, "in a blocking region")                                                             \
    X(WEAK_UAF, "use of a freed weak reference")                                                   \
    X(DETACH, "detach or block_end without its partner")

#define RC_CHECK_OPS(X)                                                                            \
    X(INIT, "init")                                                                                \
    X(NEW, "new")                                                                                  \
    X(RETAIN, "retain")                                                                            \
    X(RELEASE, "release")                                                                          \
    X(TRY_RETAIN, "try_retain")                                                                    \
    X(ENABLE, "enable_try_retain")                                                                 \
    X(IS_UNIQUE, "is_unique")                                                                      \
    X(MAKE_IMMORTAL, "make_immortal")                                                              \
    X(TYPE_OF, "type_of")                                                                          \
    X(WEAK_NEW, "weak_new")                                                                        \
    X(WEAK_UPGRADE, "weak_upgrade")                                                                \
    X(WEAK_FREE, "weak_free")                                                                      \
    X(FINALIZE, "finalize")                                                                        \
    X(DESTROY, "destroy")                                                                          \
    X(DETACH, "thread_detach")                                                                     \
    X(BLOCK_END, "thread_block_end")

#define RC_CHECK_ENUM_MISUSE(name, text) RC_MISUSE_##name,
#define RC_CHECK_ENUM_OP(name, text) RC_CHECK_##name,
typedef enum rc_misuse { RC_MISUSES(RC_CHECK_ENUM_MISUSE) RC_MISUSE_KINDS } rc_misuse;
typedef enum rc_check_op { RC_CHECK_OPS(RC_CHECK_ENUM_OP) RC_CHECK_OP_KINDS } rc_check_op;

typedef enum rc_check_kind { RC_CHECK_OBJECT, RC_CHECK_COUNTER, RC_CHECK_WEAK } rc_check_kind;

typedef enum rc_check_state {
    RC_CHECK_UNKNOWN, /* in a report: an address without an entry, or none at all */
    RC_CHECK_LIVE,
    RC_CHECK_FINALIZING,
    RC_CHECK_IMMORTAL,
    RC_CHECK_LEAKED,
    RC_CHECK_DEAD
} rc_check_state;

/* One operation: what, who, from where. Threads have small numbers, in the order of their first use. */
typedef struct rc_check_event {
    const void *site; /* the return address of the call; NULL for the library's own steps */
    uint32_t thread;
    rc_check_op op;
} rc_check_event;

/* What to do with the operation that was asked about. */
typedef enum rc_verdict {
    RC_CHECK_FORWARD,         /* it is noted */
    RC_CHECK_UNKNOWN_ADDRESS, /* it goes to the backend, and nothing is noted */
    RC_CHECK_REFUSE           /* misuse, and reported: not to the backend */
} rc_verdict;

/* ---------------------------------------------------------------------------- wrapped types */

/*
 * Stands in the backend for a user's type, so that the shadow learns of the end of its objects. Never
 * freed, because history names it.
 */
typedef struct rc_check_type {
    rc_type type; /* first: the backend's pointer is a pointer to this */
    rc_type copy; /* the user's at the time, to notice another type at the same address */
    const rc_type *user;
    struct rc_check_type *next;
    char name[];
} rc_check_type;

/*
 * The stand-in for `user`, with destroy and (if the user's type has one) finalize replaced. NULL without
 * memory. types.c
 */
const rc_check_type *rc_check_wrap(const rc_type *user, void (*destroy)(void *),
                                   void (*finalize)(void *));

/* ---------------------------------------------------------------------------- the decorator's */

/* Before the first operation of a checked backend: the allocator and the fork hooks. Idempotent. */
void rc_check_start(void);

/* The calling thread's operation. */
rc_check_event rc_check_call(rc_check_op op, const void *site);

typedef struct rc_check_entry rc_check_entry;

/* An entry for rc_check_track, taken before the object is made. NULL without memory; errno is kept. */
rc_check_entry *rc_check_reserve(void);
void rc_check_unreserve(rc_check_entry *entry);

/*
 * `address` has one reference from now on (a weak reference: one handle more). Whatever was there before
 * is forgotten; without an entry that is all that happens. block: where its memory begins, for objects.
 */
void rc_check_track(rc_check_entry *entry, rc_check_kind kind, const void *address,
                    const rc_check_type *type, void *block, size_t size,
                    const rc_check_event *call);

rc_verdict rc_check_retain(const void *address, const rc_check_event *call);
/* dispose: the counter's, NULL included; ignored for objects. */
rc_verdict rc_check_release(const void *address, rc_dispose *dispose, const rc_check_event *call);
/* An operation that needs a reference and changes none. */
rc_verdict rc_check_use(const void *address, const rc_check_event *call);
rc_verdict rc_check_make_immortal(const void *address, const rc_check_event *call);
/* False: the attempt must fail, because the address is dead and its memory may be gone. */
bool rc_check_may_try(const void *address);
/* An attempt has succeeded. */
void rc_check_acquired(const void *address, const rc_check_event *call);
rc_verdict rc_check_weak_upgrade(const void *weak, const rc_check_event *call);
rc_verdict rc_check_weak_free(const void *weak, const rc_check_event *call);
/*
 * After a reference was taken: is that one too many? `saturated`: the backend says so. If so it is
 * reported, once, and true is returned: the caller makes the count immortal.
 */
bool rc_check_overflows(const void *address, bool saturated, uint64_t max,
                        const rc_check_event *call);
/* The stand-in for the object's type; NULL if the address is unknown. */
const rc_check_type *rc_check_type_of(const void *object);

/* Around the user's finalizer. */
void rc_check_finalizing(const void *object, bool begins);
/* After the user's destroy: the next block that the library frees on this thread is the object's. */
void rc_check_destroyed(void *object);
/* Before the user's dispose, which is returned. */
rc_dispose *rc_check_disposed(const rc_counter *counter);
/* The counter is at its end, in dispose or without ever having been shared. */
void rc_check_counter_gone(const rc_counter *counter);

/* Reports a misuse that the caller found. The address may be NULL. */
void rc_check_misuse(rc_misuse kind, const void *address, const rc_check_event *call);

/* ---------------------------------------------------------------------------------- reports */

#define RC_CHECK_HISTORY 8

typedef struct rc_check_report {
    rc_misuse kind;
    const void
        *address; /* of the object, counter or weak reference; NULL for a thread's operation */
    rc_check_kind what;
    rc_check_state state;
    uint64_t count;
    const char *type; /* the type's name; NULL for counters */
    rc_check_event now;
    unsigned events;
    rc_check_event before[RC_CHECK_HISTORY]; /* latest first */
} rc_check_report;

/* How many reports of a kind there were. */
uint64_t rc_check_reports(rc_misuse kind);

/* hook gets every report instead of stderr; NULL: stderr again. It may use the library. */
void rc_check_on_report(void (*hook)(const rc_check_report *report));

/* The name of a kind, without prefix: "ADD_UAF". */
const char *rc_misuse_name(rc_misuse kind);

/* `function+0x12 (program)` as far as it is known, for a return address. */
void rc_check_site(const void *site, char *text, size_t size);

/* Counts and prints. */
void rc_check_emit(const rc_check_report *report);

/* ------------------------------------------------------------------------------------ leaks */

/*
 * Live objects of one type with a reference taken at one place that was never given back. Which place
 * that is, is an estimate: see retains.h. site NULL: all references were given back, but the object
 * waits in the queue of a thread that has not come by a safepoint.
 */
typedef struct rc_check_leak {
    const char *type; /* NULL: counters */
    const void *site;
    uint64_t objects;
} rc_check_leak;

/*
 * The leaks of this moment, immortals excepted. Fills at most `capacity` groups, returns how many it
 * filled; *objects is how many objects are live.
 */
size_t rc_check_leaks(rc_check_leak *groups, size_t capacity, uint64_t *objects);

/* -------------------------------------------------------------------------------- for tests */

/* The strict count of a live address, to go with rc_counter_preset; RC_IMMORTAL makes it immortal. */
void rc_check_preset(const void *address, uint64_t count);

/* How many addresses the shadow knows. */
size_t rc_check_entries(void);

#endif
