/*
 * api.h: the public operations as a list, for what must do the same thing with each of them: the table of
 * a backend's operations, the exported names of its library, and the choice at start-up.
 *
 *   F(result type, name without rc_, (parameters), (arguments))      a function with a result
 *   P(name without rc_, (parameters), (arguments))                   one without
 */
#ifndef RC_API_H
#define RC_API_H

/* The interpreter lock and critical sections. */
#define RC_API_GIL(F, P)                                                                           \
    F(rc_gil *, gil_new, (const rc_gil_options *options), (options))                               \
    P(gil_free, (rc_gil * gil), (gil))                                                             \
    F(int, gil_take, (rc_gil * gil), (gil))                                                        \
    F(int, gil_take_within, (rc_gil * gil, uint64_t microseconds), (gil, microseconds))            \
    F(int, gil_drop, (rc_gil * gil), (gil))                                                        \
    F(bool, gil_is_held, (const rc_gil *gil), (gil))                                               \
    P(gil_set_interval, (rc_gil * gil, uint32_t microseconds), (gil, microseconds))                \
    F(uint32_t, gil_get_interval, (const rc_gil *gil), (gil))                                      \
    F(int, gil_disable, (rc_gil * gil), (gil))                                                     \
    F(int, gil_enable, (rc_gil * gil), (gil))                                                      \
    P(gil_get_stats, (rc_gil * gil, rc_gil_stats * stats), (gil, stats))                           \
    P(section_begin, (rc_section * section, rc_lock * lock), (section, lock))                      \
    P(section_begin_pair, (rc_section * section, rc_lock * a, rc_lock * b), (section, a, b))       \
    P(section_end, (rc_section * section), (section))                                              \
    F(bool, section_is_open, (void), ())

#define RC_API(F, P)                                                                               \
    F(const rc_backend_info *, get_backend, (void), ())                                            \
    P(counter_init, (rc_counter * counter), (counter))                                             \
    P(counter_destroy, (rc_counter * counter), (counter))                                          \
    P(counter_retain, (rc_counter * counter), (counter))                                           \
    P(counter_release, (rc_counter * counter, rc_dispose * dispose), (counter, dispose))           \
    F(bool, counter_try_retain, (rc_counter * counter), (counter))                                 \
    P(counter_enable_try_retain, (rc_counter * counter), (counter))                                \
    F(bool, counter_is_unique, (const rc_counter *counter), (counter))                             \
    F(uint64_t, counter_read, (const rc_counter *counter), (counter))                              \
    P(counter_make_immortal, (rc_counter * counter), (counter))                                    \
    F(void *, new, (const rc_type *type), (type))                                                  \
    F(void *, new_sized, (const rc_type *type, size_t size), (type, size))                         \
    F(void *, retain, (void *object), (object))                                                    \
    P(release, (void *object), (object))                                                           \
    F(bool, try_retain, (void *object), (object))                                                  \
    P(enable_try_retain, (void *object), (object))                                                 \
    F(bool, is_unique, (const void *object), (object))                                             \
    F(uint64_t, count, (const void *object), (object))                                             \
    P(make_immortal, (void *object), (object))                                                     \
    F(const rc_type *, type_of, (const void *object), (object))                                    \
    F(rc_weak *, weak_new, (void *object), (object))                                               \
    F(void *, weak_upgrade, (rc_weak * weak), (weak))                                              \
    P(weak_free, (rc_weak * weak), (weak))                                                         \
    F(int, thread_attach, (void), ())                                                              \
    P(thread_detach, (void), ())                                                                   \
    P(thread_poll, (void), ())                                                                     \
    P(thread_block_begin, (void), ())                                                              \
    P(thread_block_end, (void), ())                                                                \
    RC_API_GIL(F, P)                                                                               \
    P(get_stats, (rc_stats * stats), (stats))

#endif
