/*
 * names.h: the names of the object types, with the backend's prefix like all others (refcount/names.h).
 */
#ifndef RC_TYPES_NAMES_H
#define RC_TYPES_NAMES_H

#include "refcount/names.h"

#if RC_INLINE_BACKEND
#define rc_integer_new RC_NAME(integer_new)
#define rc_real_new RC_NAME(real_new)
#define rc_is_integer RC_NAME(is_integer)
#define rc_is_real RC_NAME(is_real)

#define rc_string_new RC_NAME(string_new)
#define rc_string_new_bytes RC_NAME(string_new_bytes)
#define rc_string_concat RC_NAME(string_concat)
#define rc_is_string RC_NAME(is_string)

#define rc_list_new RC_NAME(list_new)
#define rc_list_length RC_NAME(list_length)
#define rc_list_get RC_NAME(list_get)
#define rc_list_set RC_NAME(list_set)
#define rc_list_append RC_NAME(list_append)
#define rc_list_insert RC_NAME(list_insert)
#define rc_list_take RC_NAME(list_take)
#define rc_list_move RC_NAME(list_move)
#define rc_list_empty RC_NAME(list_empty)
#define rc_is_list RC_NAME(is_list)
#define rc_list_iterator_new RC_NAME(list_iterator_new)
#define rc_list_iteration RC_NAME(list_iteration)

#define rc_dict_new RC_NAME(dict_new)
#define rc_dict_length RC_NAME(dict_length)
#define rc_dict_get RC_NAME(dict_get)
#define rc_dict_get_text RC_NAME(dict_get_text)
#define rc_dict_set RC_NAME(dict_set)
#define rc_dict_take RC_NAME(dict_take)
#define rc_dict_next RC_NAME(dict_next)
#define rc_dict_empty RC_NAME(dict_empty)
#define rc_is_dict RC_NAME(is_dict)

#define rc_error_new RC_NAME(error_new)
#define rc_error_new_stop RC_NAME(error_new_stop)
#define rc_error_memory RC_NAME(error_memory)
#define rc_error_class_of RC_NAME(error_class_of)
#define rc_error_is RC_NAME(error_is)
#define rc_error_message RC_NAME(error_message)
#define rc_error_value RC_NAME(error_value)
#define rc_error_cause RC_NAME(error_cause)
#define rc_error_context RC_NAME(error_context)
#define rc_error_set_cause RC_NAME(error_set_cause)
#define rc_error_handled RC_NAME(error_handled)
#define rc_error_handle RC_NAME(error_handle)
#define rc_error_ignore RC_NAME(error_ignore)
#define rc_error_set_ignored RC_NAME(error_set_ignored)
#define rc_is_error RC_NAME(is_error)
#define rc_error_prepare_ RC_NAME(error_prepare_)
#define rc_error_exit_ RC_NAME(error_exit_)
#define rc_error_about_ RC_NAME(error_about_)
#define rc_error_in_context_ RC_NAME(error_in_context_)
#define rc_error_chain_ RC_NAME(error_chain_)

#define rc_coroutine_new RC_NAME(coroutine_new)
#define rc_coroutine_send RC_NAME(coroutine_send)
#define rc_coroutine_throw RC_NAME(coroutine_throw)
#define rc_coroutine_throw_new RC_NAME(coroutine_throw_new)
#define rc_coroutine_close RC_NAME(coroutine_close)
#define rc_coroutine_state RC_NAME(coroutine_state)
#define rc_coroutine_state_name RC_NAME(coroutine_state_name)
#define rc_is_coroutine RC_NAME(is_coroutine)
#define rc_raise RC_NAME(raise)
#define rc_propagate RC_NAME(propagate)
#define rc_delegate RC_NAME(delegate)
#define rc_delegate_to RC_NAME(delegate_to)
#define rc_awaiter_new RC_NAME(awaiter_new)
#define rc_awaiter_protocol RC_NAME(awaiter_protocol)
#define rc_coroutine_drive_ RC_NAME(coroutine_drive_)
#define rc_coroutine_go_ RC_NAME(coroutine_go_)
#define rc_coroutine_said_ RC_NAME(coroutine_said_)
#define rc_coroutine_empty_ RC_NAME(coroutine_empty_)
#define rc_coroutine_claim_ RC_NAME(coroutine_claim_)

#define rc_scheduler_new RC_NAME(scheduler_new)
#define rc_scheduler_free RC_NAME(scheduler_free)
#define rc_scheduler_spawn RC_NAME(scheduler_spawn)
#define rc_scheduler_run RC_NAME(scheduler_run)
#define rc_scheduler_get_stats RC_NAME(scheduler_get_stats)
#endif

#endif
