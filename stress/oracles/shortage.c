/*
 * shortage.c: see shortage.h.
 *
 * relaxed, everywhere here: numbers; a test sets them while it is alone, and an allocation must not order
 * the threads.
 */
#include "stress/oracles/shortage.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"

static _Atomic uint64_t asked, refused, first; /* first: the number of the one that fails; 0 none */
static _Atomic bool all_after, off;

void stress_shortage(uint64_t n, bool persistent)
{
    if (n > 0) {
        rc_store_relaxed(&asked, 0);
        rc_store_relaxed(&refused, 0);
    }
    rc_store_relaxed(&all_after, persistent);
    rc_store_relaxed(&first, n);
}

void stress_shortage_pause(bool paused)
{
    rc_store_relaxed(&off, paused);
}

uint64_t stress_shortage_asked(void)
{
    return rc_load_relaxed(&asked);
}

uint64_t stress_shortage_refused(void)
{
    return rc_load_relaxed(&refused);
}

bool stress_shortage_refuses(void)
{
    uint64_t n = rc_load_relaxed(&first);
    if (n == 0 || rc_load_relaxed(&off))
        return false;
    uint64_t number = rc_fetch_add_relaxed(&asked, 1) + 1;
    if (number != n && !(number > n && rc_load_relaxed(&all_after)))
        return false;
    rc_fetch_add_relaxed(&refused, 1);
    errno = STRESS_SHORTAGE_ERRNO;
    return true;
}

/* ------------------------------------------------- what does not come from the library's allocator */

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return stress_shortage_refuses() ? NULL : __real_aligned_alloc(alignment, size);
}

int __real_rc_platform_exit_key_create(rc_exit_key *key, void (*at_exit)(void *value));
int __wrap_rc_platform_exit_key_create(rc_exit_key *key, void (*at_exit)(void *value));
int __wrap_rc_platform_exit_key_create(rc_exit_key *key, void (*at_exit)(void *value))
{
    return stress_shortage_refuses() ? EAGAIN : __real_rc_platform_exit_key_create(key, at_exit);
}

int __real_rc_platform_exit_key_set(rc_exit_key key, void *value);
int __wrap_rc_platform_exit_key_set(rc_exit_key key, void *value);
int __wrap_rc_platform_exit_key_set(rc_exit_key key, void *value)
{
    /* To clear a value takes no memory. */
    return value != NULL && stress_shortage_refuses() ? ENOMEM
                                                      : __real_rc_platform_exit_key_set(key, value);
}

int __real_rc_platform_at_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void));
int __wrap_rc_platform_at_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void));
int __wrap_rc_platform_at_fork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    return stress_shortage_refuses() ? ENOMEM : __real_rc_platform_at_fork(prepare, parent, child);
}
