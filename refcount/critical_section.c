/*
 * critical_section.c: a list of held locks for each thread, given back whenever it waits.
 *
 * A lock is one word:
 *
 *   0  free
 *   1  taken
 *   2  taken, and somebody may sleep on it     legal without a sleeper; 1 with one is not
 *
 * Why not lock in the order in which the program asks? That is how two threads that move items between two
 * lists end:
 *
 *   T1 begin(a)                         T2 begin(b)
 *   T1 begin(b): waits for T2           T2 begin(a): waits for T1       <- for ever
 *
 * Here T1 gives `a` back before it sleeps, and so does T2 with `b`. Each holds nothing while it waits, so
 * nobody waits in a circle. The price: when T1 has `b` and goes on, `a` is not its own any more, until the
 * section on `b` has ended. That is no accident to be repaired but the contract (critical_section.h), and
 * the reason for begin_pair. Tests: stress/gil/sections.h, both of them.
 *
 * The states of a section, all on its own thread:
 *
 *   state       suspended  locks       becomes
 *   waiting     true       not held    active, when begin has got all its locks
 *   active      false      held        suspended, before its thread waits for anything; ended
 *   suspended   true       not held    active, when it is the innermost and its thread has waited enough
 *   (void)      -          not listed  what it asked for was held by the innermost section already
 *
 * While the thread runs, its innermost section is active. Those further out may be in either state: they are
 * taken again one by one, each when it has become the innermost.
 *
 * Waiting. A thread that was woken does not own the lock: it leaves its blocking region first, which may
 * mean waiting for the interpreter lock, and competes again. So a thread that waits for the interpreter lock
 * holds no section: under one interpreter lock no section is ever contended, and a process forked by its
 * holder finds all locks free but those of the holder. The lock's word is cleared by one exchange, and woken
 * by its address alone: by then the object may be gone. All sleepers are woken: one that waits for a pair
 * may go to sleep on its other lock next, and would take the only wake-up with it.
 *
 * Memory ordering: (1) and (2) below. Progress: blocking. Source: CPython's critical_section.c and lock.c
 * for the idea; the lock's word is Drepper's ("Futexes Are Tricky", 2011), with waking all for waking one.
 */
#include "refcount/critical_section.h"

#include "refcount/atomics.h"
#include "refcount/innermost.h"
#include "refcount/platform.h"
#include "refcount/thread.h"

#include <limits.h>
#include <stddef.h>

enum { FREE, TAKEN, AWAITED };

/* The innermost section of this thread, which types/ looks at; that whose locks wait_for_locks is getting. */
RC_THREAD_LOCAL rc_innermost rc_innermost_;
#define innermost rc_innermost_.section
static RC_THREAD_LOCAL rc_section *awaited;

/* Plain in the header, which C++ programs include too. */
static _Atomic uint32_t *word_of(rc_lock *lock)
{
    return (_Atomic uint32_t *)&lock->word;
}

static bool try_lock(rc_lock *lock)
{
    if (lock == NULL)
        return true;
    uint32_t found = FREE;
    RC_POINT("section");
    /* (1) acquire: pairs with (2): what the last holder did. */
    return rc_cas_acquire(word_of(lock), &found, TAKEN);
}

static void unlock(rc_lock *lock)
{
    if (lock == NULL)
        return;
    _Atomic uint32_t *word = word_of(lock);
    /* (2) release: pairs with (1). The word may be gone right after it. */
    if (rc_exchange_release(word, FREE) == AWAITED)
        rc_platform_wake(word, INT_MAX);
}

/* Until the lock is free, or was for a moment. */
static void sleep_on(rc_lock *lock)
{
    _Atomic uint32_t *word = word_of(lock);
    uint32_t found = TAKEN;
    /* relaxed: nothing is read under it; the lock is taken by (1). */
    rc_cas_relaxed(word, &found, AWAITED);
    if (found != FREE)
        rc_platform_wait(word, AWAITED, RC_WAIT_FOREVER);
}

/* All locks of the section, or none: then the one that was taken by somebody else. */
static rc_lock *try_section(rc_section *section)
{
    if (!try_lock(section->first))
        return section->first;
    if (try_lock(section->second)) {
        section->suspended = false;
        return NULL;
    }
    unlock(section->first);
    return section->second;
}

/* The innermost section has no locks, and gets them. */
RC_COLD static void wait_for_locks(rc_section *section)
{
    rc_section *before = awaited;
    rc_lock *taken;
    awaited = section;
    /* A destructor that runs at the beginning of the region may have got them, and lost them again. */
    while (section->suspended && (taken = try_section(section)) != NULL) {
        rc_sections_suspend_(); /* a thread that is not attached has no blocking regions */
        rc_thread_block_begin();
        sleep_on(taken);
        rc_thread_block_end();
    }
    awaited = before;
}

static void begin(rc_section *section)
{
    section->outer = innermost;
    section->suspended = true;
    section->suspensions = 0;
    innermost = section;
    if (rc_unlikely(try_section(section) != NULL))
        wait_for_locks(section);
}

/* Whether the innermost section holds it. */
static bool is_held(const rc_lock *lock)
{
    const rc_section *top = innermost;
    return top != NULL && !top->suspended && (top->first == lock || top->second == lock);
}

void rc_section_begin(rc_section *section, rc_lock *lock)
{
    *section = (rc_section){.first = is_held(lock) ? NULL : lock};
    if (section->first != NULL)
        begin(section);
}

void rc_section_begin_pair(rc_section *section, rc_lock *a, rc_lock *b)
{
    bool has_a = is_held(a), has_b = a == b || is_held(b);
    if (has_a && has_b) {
        *section = (rc_section){.first = NULL};
        return;
    }
    if (a == b)
        *section = (rc_section){.first = a};
    else
        *section = (rc_section){.first = (uintptr_t)a < (uintptr_t)b ? a : b,
                                .second = (uintptr_t)a < (uintptr_t)b ? b : a};
    /* One of the two is held by the outer section: that one is suspended, and comes back afterwards. */
    begin(section);
}

void rc_section_end(rc_section *section)
{
    if (section->first == NULL)
        return;
    if (!section->suspended) {
        unlock(section->second);
        unlock(section->first);
    }
    innermost = section->outer;
    if (rc_unlikely(innermost != NULL && innermost->suspended))
        wait_for_locks(innermost);
}

bool rc_section_is_open(void)
{
    return innermost != NULL;
}

void rc_sections_suspend_(void)
{
    for (rc_section *s = innermost; s != NULL; s = s->outer) {
        if (s->suspended)
            continue;
        s->suspended = true;
        s->suspensions++;
        unlock(s->second);
        unlock(s->first);
    }
}

void rc_sections_resume_(void)
{
    rc_section *section = innermost;
    if (rc_unlikely(section != NULL && section->suspended && section != awaited))
        wait_for_locks(section);
}
