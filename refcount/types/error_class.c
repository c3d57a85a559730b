/*
 * error_class.c: the classes of errors that the library raises itself, and their relatives. They do not
 * depend on a backend: one program has one of each.
 */
#include "refcount/types/error.h"

const rc_error_class rc_base_exception = {"BaseException", NULL, NULL};
const rc_error_class rc_generator_exit = {"GeneratorExit", &rc_base_exception, NULL};
const rc_error_class rc_exception = {"Exception", &rc_base_exception, NULL};
const rc_error_class rc_stop_iteration = {"StopIteration", &rc_exception, NULL};
const rc_error_class rc_runtime_error = {"RuntimeError", &rc_exception, NULL};
const rc_error_class rc_type_error = {"TypeError", &rc_exception, NULL};
const rc_error_class rc_value_error = {"ValueError", &rc_exception, NULL};
const rc_error_class rc_attribute_error = {"AttributeError", &rc_exception, NULL};
const rc_error_class rc_arithmetic_error = {"ArithmeticError", &rc_exception, NULL};
const rc_error_class rc_zero_division_error = {"ZeroDivisionError", &rc_arithmetic_error, NULL};
const rc_error_class rc_lookup_error = {"LookupError", &rc_exception, NULL};
const rc_error_class rc_index_error = {"IndexError", &rc_lookup_error, NULL};
const rc_error_class rc_key_error = {"KeyError", &rc_lookup_error, NULL};
const rc_error_class rc_memory_error = {"MemoryError", &rc_exception, NULL};
const rc_error_class rc_runtime_warning = {"RuntimeWarning", &rc_exception, NULL};
