/*
 * names.h: gives every external name of a backend the backend's own prefix.
 *
 * The library is written once, with the names that the documentation uses. Compiled for the backend
 * `biased`, rc_new is the symbol rc_biased_new, so that one program can hold all backends. With
 * RC_BACKEND=extern the names stay as they are: that is the interface of the installed libraries,
 * which is the same for every backend (see counters/extern.h).
 */
#ifndef RC_NAMES_H
#define RC_NAMES_H

#ifndef RC_BACKEND
#define RC_BACKEND extern
#endif

#define RC_PASTE_(backend, name) rc_##backend##_##name
#define RC_PASTE(backend, name) RC_PASTE_(backend, name)
#define RC_NAME(name) RC_PASTE(RC_BACKEND, name)

#define RC_MUST_CHECK __attribute__((warn_unused_result))

#define RC_QUOTE_(text) #text
#define RC_QUOTE(text) RC_QUOTE_(text)

/* Which backend was chosen: RC_INLINE_BACKEND is 0 for extern and 1 for all others. */
#define RC_IS_EXTERN_extern 1
#define RC_IS_EXTERN_PASTE_(backend) RC_IS_EXTERN_##backend
#define RC_IS_EXTERN_PASTE(backend) RC_IS_EXTERN_PASTE_(backend)

#if RC_IS_EXTERN_PASTE(RC_BACKEND)
#define RC_INLINE_BACKEND 0
/* Operations that are inline in the other case are calls into the library here. */
#define RC_HOT extern
#else
#define RC_INLINE_BACKEND 1
#define RC_HOT static inline

#define rc_backend RC_NAME(backend)
#define rc_get_backend RC_NAME(get_backend)

#define rc_counter_init RC_NAME(counter_init)
#define rc_counter_destroy RC_NAME(counter_destroy)
#define rc_counter_retain RC_NAME(counter_retain)
#define rc_counter_release RC_NAME(counter_release)
#define rc_counter_try_retain RC_NAME(counter_try_retain)
#define rc_counter_enable_try_retain RC_NAME(counter_enable_try_retain)
#define rc_counter_is_unique RC_NAME(counter_is_unique)
#define rc_counter_read RC_NAME(counter_read)
#define rc_counter_make_immortal RC_NAME(counter_make_immortal)

#define rc_new RC_NAME(new)
#define rc_new_sized RC_NAME(new_sized)
#define rc_retain RC_NAME(retain)
#define rc_release RC_NAME(release)
#define rc_try_retain RC_NAME(try_retain)
#define rc_enable_try_retain RC_NAME(enable_try_retain)
#define rc_is_unique RC_NAME(is_unique)
#define rc_count RC_NAME(count)
#define rc_make_immortal RC_NAME(make_immortal)
#define rc_type_of RC_NAME(type_of)
#define rc_object_no_memory_ RC_NAME(object_no_memory_)
#define rc_object_dispose_ RC_NAME(object_dispose_)
#define rc_object_new_slow_ RC_NAME(object_new_slow_)
#define rc_object_new_sized_slow_ RC_NAME(object_new_sized_slow_)
#define rc_object_new_tracked_ RC_NAME(object_new_tracked_)
#define rc_object_is_ending_ RC_NAME(object_is_ending_)
#define rc_object_end_leaf_slow_ RC_NAME(object_end_leaf_slow_)

#define rc_weak_new RC_NAME(weak_new)
#define rc_weak_upgrade RC_NAME(weak_upgrade)
#define rc_weak_free RC_NAME(weak_free)

#define rc_thread_attach RC_NAME(thread_attach)
#define rc_thread_detach RC_NAME(thread_detach)
#define rc_thread_poll RC_NAME(thread_poll)
#define rc_thread_block_begin RC_NAME(thread_block_begin)
#define rc_thread_block_end RC_NAME(thread_block_end)
#define rc_get_stats RC_NAME(get_stats)
#endif

#endif
