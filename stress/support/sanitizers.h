/*
 * sanitizers.h: whether a sanitizer's run-time library is there, for what one of them does not allow, or
 * does better. gcc and clang say it in different ways.
 */
#ifndef STRESS_SUPPORT_SANITIZERS_H
#define STRESS_SUPPORT_SANITIZERS_H

#if defined(__has_feature)
#define STRESS_HAS_FEATURE(name) __has_feature(name)
#else
#define STRESS_HAS_FEATURE(name) 0
#endif

#if defined(__SANITIZE_THREAD__) || STRESS_HAS_FEATURE(thread_sanitizer)
#define STRESS_UNDER_TSAN 1
#else
#define STRESS_UNDER_TSAN 0
#endif

#if defined(__SANITIZE_ADDRESS__) || STRESS_HAS_FEATURE(address_sanitizer)
#define STRESS_UNDER_ASAN 1
#else
#define STRESS_UNDER_ASAN 0
#endif

#endif
