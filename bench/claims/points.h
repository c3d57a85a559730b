/*
 * points.h: for experiments that look into the middle of an operation: what happens at the points and locks
 * (refcount/point.h) of those that are compiled with them. Nothing, unless a thread says otherwise.
 */
#ifndef BENCH_CLAIMS_POINTS_H
#define BENCH_CLAIMS_POINTS_H

#include "refcount/counter.h"
#include "refcount/point.h"

/* For the calling thread; NULL for nothing. */
void claims_at_points(void (*reached)(void));
void claims_at_locks(void (*event)(rc_lock_event event, const void *lock));

/* The operations of the backend plain, on a counter of the caller's, with their points. */
typedef struct claims_counter claims_counter;
claims_counter *claims_counter_new(uint64_t count); /* the library's; `count` references */
void claims_counter_free(claims_counter *counter);
void claims_counter_retain(claims_counter *counter);
void claims_counter_release(claims_counter *counter);
uint64_t claims_counter_read(const claims_counter *counter);
uint64_t
claims_counter_ends(const claims_counter *counter); /* how often its last release was seen */

/*
 * The backend mutex, with its locks: a tree of objects of so many levels, of which neighbours share children.
 * Two of its roots can be released by two threads.
 */
void *claims_tree_new(unsigned levels, void **other_root);
void claims_tree_release(void *root);

#endif
