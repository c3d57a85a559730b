/*
 * refcount.h: everything an application needs.
 *
 *   rc_thread_attach();                      each thread, before its first object
 *   point *p = rc_new(&point_type);          count 1
 *   rc_retain(p);                            count 2
 *   rc_release(p);
 *   rc_release(p);                           destroyed
 *   rc_thread_detach();
 *
 * Compile with -DRC_BACKEND=<name> for an inline backend, without it for the one that you link or choose
 * at start-up; docs/guide.md explains the three ways.
 */
#ifndef RC_REFCOUNT_H
#define RC_REFCOUNT_H

#include "refcount/allocator.h"
#include "refcount/counter.h"
#include "refcount/critical_section.h"
#include "refcount/gil.h"
#include "refcount/object.h"
#include "refcount/thread.h"
#include "refcount/weak.h"

#endif
