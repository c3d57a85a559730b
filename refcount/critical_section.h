/*
 * critical_section.h: locks in objects, held in a way that cannot deadlock.
 *
 *   typedef struct list { rc_lock lock; size_t length; void **item; } list;     zeroed: free
 *
 *   rc_section section;
 *   rc_section_begin(&section, &list->lock);
 *   ...                                        one thread at a time
 *   rc_section_end(&section);
 *
 * A thread that holds one lock and waits for another is half of a deadlock. Here no thread ever does: before
 * it waits, for a lock, for the interpreter lock or in any blocking region, the library gives all its
 * sections' locks back, and takes the innermost again before it goes on. So there is one rule for users:
 *
 *   What a section protects may have changed after any call that can block: rc_section_begin on another
 *   object, a safepoint, a blocking region, a release (it may run a destructor that does one of these).
 *   Read it again. `suspensions` says whether it has happened.
 *
 * What must stay together across two objects takes both locks at once, with rc_section_begin_pair: nested
 * sections are no substitute. A lock of another kind that is held across a section brings the deadlock back.
 *
 * Sections end in the reverse order of their beginning, on the thread that began them: their records lie on
 * its stack and make up a list there. So none may be open when a thread detaches or ends, nor where a
 * coroutine is left; rc_section_is_open() tells.
 */
#ifndef RC_CRITICAL_SECTION_H
#define RC_CRITICAL_SECTION_H

#include "refcount/names.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if RC_INLINE_BACKEND
#define rc_section_begin RC_NAME(section_begin)
#define rc_section_begin_pair RC_NAME(section_begin_pair)
#define rc_section_end RC_NAME(section_end)
#define rc_section_is_open RC_NAME(section_is_open)
#define rc_sections_suspend_ RC_NAME(sections_suspend_)
#define rc_sections_resume_ RC_NAME(sections_resume_)
#endif

/*
 * The lock of one object. Free when zero, as in a new object's payload; nothing to destroy. Its unlocking
 * does not touch it after it is free, so that the next holder may free the memory that it lies in.
 */
typedef struct rc_lock {
    uint32_t word; /* 0 free, 1 taken, 2 taken and somebody may sleep */
} rc_lock;

/* On the caller's stack; the fields are the library's, but for `suspensions`, which may be read. */
typedef struct rc_section {
    struct rc_section *outer;
    rc_lock *first, *second; /* the lower address first; NULL: nothing to unlock */
    bool suspended;          /* its locks are not held now */
    /* How often they were given back since it began; 0 if it found its lock held: see the outer section. */
    unsigned suspensions;
} rc_section;

/*
 * The calling thread holds `lock` from now on; waits for it in a blocking region (thread.h) in which all its
 * other sections are suspended. If its innermost section holds the lock already, nothing is locked twice.
 * Precondition: attached, and in no blocking region; *section lives until its end.
 * Ordering: acquire. Progress: blocking, but no set of sections can wait in a circle; not fair: a thread that
 * comes by may be faster than one that was woken. Errors: none.
 * Source: CPython's Py_BEGIN_CRITICAL_SECTION (PEP 703).
 */
void rc_section_begin(rc_section *section, rc_lock *lock);

/*
 * The same for two locks, in the order of their addresses; both are held, or neither. The same lock twice is
 * as one. Contract: rc_section_begin.
 */
void rc_section_begin_pair(rc_section *section, rc_lock *a, rc_lock *b);

/*
 * Gives back what `section` holds, and takes again what the next outer one had to give back.
 * Precondition: the calling thread's innermost section that is still open.
 * Ordering: release; acquire if the outer one was suspended. Progress: wait-free; blocking if it was.
 */
void rc_section_end(rc_section *section);

/* Whether the calling thread is in a section. Wait-free. */
RC_MUST_CHECK bool rc_section_is_open(void);

/*
 * For thread.c. Gives back all locks of the calling thread's sections; takes those of the innermost again,
 * for which it may go through further blocking regions.
 */
void rc_sections_suspend_(void);
void rc_sections_resume_(void);

#ifdef __cplusplus
}
#endif

#endif
