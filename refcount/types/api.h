/*
 * api.h: the operations of the object types as a list, in the form of refcount/api.h.
 */
#ifndef RC_TYPES_API_H
#define RC_TYPES_API_H

#define RC_TYPES_API(F, P)                                                                         \
    F(void *, integer_new, (int64_t value), (value))                                               \
    F(void *, real_new, (double value), (value))                                                   \
    F(bool, is_integer, (const void *object), (object))                                            \
    F(bool, is_real, (const void *object), (object))                                               \
    F(rc_string *, string_new, (const char *text), (text))                                         \
    F(rc_string *, string_new_bytes, (const char *bytes, size_t length), (bytes, length))          \
    F(rc_string *, string_concat, (const rc_string *a, const rc_string *b), (a, b))                \
    F(bool, is_string, (const void *object), (object))                                             \
    F(rc_list *, list_new, (void), ())                                                             \
    F(size_t, list_length, (rc_list * list), (list))                                               \
    F(bool, list_get, (rc_list * list, size_t index, void **value), (list, index, value))          \
    F(bool, list_set, (rc_list * list, size_t index, void *value), (list, index, value))           \
    F(int, list_append, (rc_list * list, void *value), (list, value))                              \
    F(int, list_insert, (rc_list * list, size_t index, void *value), (list, index, value))         \
    F(bool, list_take, (rc_list * list, size_t index, void **value), (list, index, value))         \
    F(int, list_move, (rc_list * from, size_t index, rc_list * to), (from, index, to))             \
    P(list_empty, (rc_list * list), (list))                                                        \
    F(bool, is_list, (const void *object), (object))                                               \
    F(void *, list_iterator_new, (rc_list * list), (list))                                         \
    F(const rc_iterator *, list_iteration, (void), ())                                             \
    F(rc_dict *, dict_new, (void), ())                                                             \
    F(size_t, dict_length, (rc_dict * dict), (dict))                                               \
    F(bool, dict_get, (rc_dict * dict, const void *key, void **value), (dict, key, value))         \
    F(bool, dict_get_text, (rc_dict * dict, const char *text, void **value), (dict, text, value))  \
    F(int, dict_set, (rc_dict * dict, void *key, void *value), (dict, key, value))                 \
    F(bool, dict_take, (rc_dict * dict, const void *key, void **value), (dict, key, value))        \
    F(bool, dict_next, (rc_dict * dict, uint64_t * cursor, void **key, void **value),              \
      (dict, cursor, key, value))                                                                  \
    P(dict_empty, (rc_dict * dict), (dict))                                                        \
    F(bool, is_dict, (const void *object), (object))                                               \
    F(rc_error *, error_new, (const rc_error_class *error_class, const char *message),             \
      (error_class, message))                                                                      \
    F(rc_error *, error_new_stop, (void *value), (value))                                          \
    F(rc_error *, error_memory, (void), ())                                                        \
    F(const rc_error_class *, error_class_of, (const rc_error *error), (error))                    \
    F(const char *, error_message, (const rc_error *error), (error))                               \
    F(void *, error_value, (const rc_error *error), (error))                                       \
    F(rc_error *, error_cause, (const rc_error *error), (error))                                   \
    F(rc_error *, error_context, (const rc_error *error), (error))                                 \
    F(bool, error_is, (const rc_error *error, const rc_error_class *error_class),                  \
      (error, error_class))                                                                        \
    P(error_set_cause, (rc_error * error, rc_error * cause), (error, cause))                       \
    F(bool, is_error, (const void *object), (object))                                              \
    F(rc_error *, error_handle, (rc_error * error), (error))                                       \
    F(rc_error *, error_handled, (void), ())                                                       \
    F(rc_ignored_error *, error_set_ignored, (rc_ignored_error * function), (function))            \
    P(error_ignore, (rc_error * error, void *object), (error, object))                             \
    F(rc_coroutine *, coroutine_new, (const rc_routine *routine), (routine))                       \
    F(rc_outcome, coroutine_send, (rc_coroutine * coroutine, void *value, void **result),          \
      (coroutine, value, result))                                                                  \
    F(rc_outcome, coroutine_throw, (rc_coroutine * coroutine, void *error, void **result),         \
      (coroutine, error, result))                                                                  \
    F(rc_outcome, coroutine_throw_new,                                                             \
      (rc_coroutine * coroutine, const rc_error_class *error_class, const char *message,           \
       void **result),                                                                             \
      (coroutine, error_class, message, result))                                                   \
    F(rc_outcome, coroutine_close, (rc_coroutine * coroutine, void **result), (coroutine, result)) \
    F(rc_coroutine_state_kind, coroutine_state, (const rc_coroutine *coroutine), (coroutine))      \
    F(const char *, coroutine_state_name, (const rc_coroutine *coroutine), (coroutine))            \
    F(bool, is_coroutine, (const void *object), (object))                                          \
    F(void *, awaiter_new, (rc_coroutine * coroutine), (coroutine))                                \
    F(const rc_iterator *, awaiter_protocol, (void), ())                                           \
    F(rc_outcome, raise, (void **result, rc_error *error), (result, error))                        \
    F(rc_outcome, propagate, (void **result, rc_error *error), (result, error))                    \
    F(rc_outcome, delegate, (rc_coroutine * self, rc_coroutine * to, uint32_t point),              \
      (self, to, point))                                                                           \
    F(rc_outcome, delegate_to,                                                                     \
      (rc_coroutine * self, void *to, const rc_iterator *protocol, uint32_t point),                \
      (self, to, protocol, point))                                                                 \
    F(rc_scheduler *, scheduler_new, (const rc_scheduler_options *options), (options))             \
    P(scheduler_free, (rc_scheduler * scheduler), (scheduler))                                     \
    F(int, scheduler_spawn, (rc_scheduler * scheduler, rc_coroutine * coroutine),                  \
      (scheduler, coroutine))                                                                      \
    P(scheduler_run, (rc_scheduler * scheduler), (scheduler))                                      \
    P(scheduler_get_stats, (rc_scheduler * scheduler, rc_scheduler_stats * stats),                 \
      (scheduler, stats))

#endif
