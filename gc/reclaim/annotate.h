/*
 * annotate.h: tells ThreadSanitizer what it cannot see: orders that liburcu and Concurrency Kit make with
 * inline assembly, in libraries that are not instrumented. The only file that names its interface.
 *
 * Everything before a release happens before everything after an acquire of the same address that comes later.
 * An order stated here is one that the library promises; what this library's own atomics order is not stated.
 */
#ifndef RC_RECLAIM_ANNOTATE_H
#define RC_RECLAIM_ANNOTATE_H

#if defined(__has_feature)
#define RC_HAS_FEATURE(name) __has_feature(name)
#else
#define RC_HAS_FEATURE(name) 0
#endif

#if defined(__SANITIZE_THREAD__) || RC_HAS_FEATURE(thread_sanitizer)
#include <sanitizer/tsan_interface.h>
#define RC_UNDER_TSAN 1
#define RC_HAPPENS_BEFORE(address) __tsan_release((void *)(address))
#define RC_HAPPENS_AFTER(address) __tsan_acquire((void *)(address))
#else
#define RC_UNDER_TSAN 0
#define RC_HAPPENS_BEFORE(address) ((void)0)
#define RC_HAPPENS_AFTER(address) ((void)0)
#endif

#if defined(__SANITIZE_ADDRESS__) || RC_HAS_FEATURE(address_sanitizer)
#define RC_UNDER_ASAN 1
#else
#define RC_UNDER_ASAN 0
#endif

#endif
