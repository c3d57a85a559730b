/*
 * weak_table.h: what object.c and thread.c need to know of weak references.
 */
#ifndef RC_WEAK_TABLE_H
#define RC_WEAK_TABLE_H

#include "refcount/counter.h"

#define rc_weak_end_ RC_NAME(weak_end_)
#define rc_weak_cut_ RC_NAME(weak_cut_)
#define rc_weak_table_lock_ RC_NAME(weak_table_lock_)
#define rc_weak_table_unlock_ RC_NAME(weak_table_unlock_)

/*
 * The object has died: ends its weak references. True if the caller goes on with the destruction; false
 * if an upgrade is just looking at the object, which will call rc_object_dispose_ when it is done.
 */
RC_MUST_CHECK bool rc_weak_end_(void *object);

/*
 * While the world stands still: ends the weak references to an object that lives, as far as counts go. New
 * ones can be made.
 */
void rc_weak_cut_(void *object);

/* Around a fork. */
void rc_weak_table_lock_(void);
void rc_weak_table_unlock_(void);

#endif
