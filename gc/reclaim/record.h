/*
 * record.h: what a scheme keeps of a thread. The scheme's header includes it after it has defined
 * rc_scheme_thread, the part of the record that is its own.
 *
 * What a thread retires goes through three lists of batches:
 *
 *   filling  --full-->  waiting  --no reader can see them-->  ready  --one for one-->  released
 *
 * One object at a time fills a batch; what the scheme has to do is done once for a batch. Waiting batches are
 * never looked at again before the scheme says that something has changed: the cost of a retire does not depend
 * on how many are waiting.
 *
 * Who retires one object releases one that is ready, and not all of them when a batch is full. So no retire
 * pays for many, and an allocator gets back one block for each that it is asked for: what it keeps at hand for a
 * thread has room for a few, and a hundred at a time would go all the way back and forth. Where more is ready
 * than became ready at once, or more than BACKLOG batches behind a slow reader, it releases two, until there is less.
 */
#ifndef RC_RECLAIM_RECORD_H
#define RC_RECLAIM_RECORD_H

#include "gc/names.h"
#include "refcount/atomics.h"
#include "refcount/platform.h"

#define RC_BATCH 61
#define RC_RETIRE_PACE 2u
/* Empty batches of a thread from the beginning: three for a scan and a full batch, one that named objects may keep. */
#define RC_RETIRE_RESERVE 4u
#define RC_RETIRE_BUDGET (2 * RC_BATCH)

/* 512 bytes. */
typedef struct rc_batch {
    struct rc_batch *next;
    uint64_t stamp; /* schemes with grace periods: the one that must have passed */
    size_t used;
    uintptr_t object[RC_BATCH]; /* the low bit is the scan's */
} rc_batch;

typedef struct rc_batch_list {
    rc_batch *first, *last; /* last: meaningful while first is not NULL */
    size_t batches;
} rc_batch_list;

/* Only the thread itself touches what is not atomic. */
typedef struct rc_retired {
    rc_batch *filling;     /* not NULL while attached; has room */
    _Atomic unsigned used; /* of it, below RC_BATCH between two calls */
    unsigned releasing;    /* nested: a destructor may retire, and drain */
    unsigned uncounted;    /* released, and counted among the pending still */
    rc_batch_list waiting, ready, spare;
    size_t in_time;            /* so many batches may be ready: they come in such numbers */
    _Atomic uint64_t sealed;   /* what has gone from filling to waiting, ever */
    _Atomic uint64_t released; /* by this thread */
    _Atomic uint64_t lost;
    _Atomic uint64_t looked; /* the work of sifting */
} rc_retired;

typedef struct rc_reclaim_thread {
    rc_scheme_thread scheme;
    rc_retired retired;
    struct rc_reclaim_thread *next; /* constant once it is in the list */
    _Atomic bool taken;             /* a thread has it */
} __attribute__((aligned(64))) rc_reclaim_thread;

/* The calling thread's record, NULL while it is not attached, or in a blocking region. */
extern RC_THREAD_LOCAL rc_reclaim_thread *rc_reclaim_self_;

/* The same, and it stays in a blocking region. */
extern RC_THREAD_LOCAL rc_reclaim_thread *rc_reclaim_own_;

/* All records. They are never freed, but used again. */
extern _Atomic(rc_reclaim_thread *) rc_reclaim_records_;

/* The filling batch is full. retire.c */
void rc_reclaim_full_(rc_reclaim_thread *thread);

/* Something is ready: one or two of it are released. retire.c */
void rc_reclaim_release_some_(rc_reclaim_thread *thread);

/* Says what was done wrong, and ends the program. retire.c */
_Noreturn void rc_reclaim_misuse_(const char *call, const char *where);

#endif
