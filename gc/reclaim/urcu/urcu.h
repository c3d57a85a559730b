/*
 * urcu.h: the one way to liburcu. What includes it has chosen a flavour by RC_RECLAIM, and uses liburcu's names
 * without the flavour.
 *
 * Used are read sections, grace periods and registration, nothing else. Pointers are this library's own atomics:
 * liburcu's, where they are no macros, load plainly. Batches are its own too: call_rcu sleeps ten milliseconds
 * between two grace periods and knows no limit.
 *
 * The read side is inline. With a sanitizer it is called: ThreadSanitizer would look into it and see races where
 * the order is made by inline assembly; and liburcu 0.13 places the readers of `bp` on addresses that are not as
 * aligned as their type says, which UBSan reports.
 */
#ifndef RC_RECLAIM_URCU_H
#define RC_RECLAIM_URCU_H

#include "gc/reclaim/annotate.h"
#include "refcount/names.h"

#if !RC_UNDER_TSAN && !RC_UNDER_ASAN
#define _LGPL_SOURCE
#endif
#define URCU_API_MAP

// clang-format off
#include RC_QUOTE(gc/reclaim/urcu/RC_RECLAIM.h)
// clang-format on

#endif
