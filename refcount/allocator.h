/*
 * allocator.h: where the library's memory comes from and goes to.
 */
#ifndef RC_ALLOCATOR_H
#define RC_ALLOCATOR_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * NULL members mean malloc and free. A block that `allocate` returns is aligned to max_align_t, or NULL
 * when there is no memory. Both may be called by any thread.
 */
typedef struct rc_allocator {
    void *(*allocate)(size_t size);
    void (*release)(void *block);
} rc_allocator;

/*
 * Replaces the allocator of every backend in the process; NULL goes back to malloc and free.
 * Precondition: no other thread uses the library, and no object exists: a block is released by the
 * allocator in use at that time. Ordering: none. Progress: wait-free. Errors: none.
 */
void rc_set_allocator(const rc_allocator *allocator);

#ifdef __cplusplus
}
#endif

#endif
