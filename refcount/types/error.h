/*
 * error.h: errors as objects, with the classes and the rules that coroutines need.
 *
 * The model is Python's: an error has a class, a message, perhaps a cause (set on purpose), and a context:
 * the error that was being handled when it was raised. Nothing unwinds a C stack here. A function that can
 * fail returns an rc_outcome (coroutine.h) and hands over the error object.
 *
 *   BaseException
 *     +-- GeneratorExit
 *     +-- Exception
 *           +-- StopIteration  RuntimeError  TypeError  ValueError  AttributeError  ArithmeticError ...
 *
 * The error that is being handled belongs to the innermost running coroutine of the thread, or to the
 * thread itself outside of all coroutines: rc_error_handle sets it, rc_error_handled looks for it from
 * there outwards.
 *
 * Two errors always exist once there are coroutines, and never change: the one that says that there is no
 * memory, and the plain GeneratorExit. So no failure to make an error can keep a coroutine from being
 * closed.
 */
#ifndef RC_TYPES_ERROR_H
#define RC_TYPES_ERROR_H

#include "refcount/refcount.h"
#include "refcount/types/names.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Constant, compared by address. A class of your own names its base: {"MyError", &rc_exception, NULL}. */
typedef struct rc_error_class {
    const char *name;
    const struct rc_error_class *base;
    /*
     * Makes the error for rc_coroutine_throw_new in place of rc_error_new. What is not an error becomes a
     * TypeError, NULL the error for no memory. NULL: rc_error_new is called.
     */
    void *(*construct)(const struct rc_error_class *error_class, const char *message);
} rc_error_class;

/* The same objects in every backend. error_class.c */
extern const rc_error_class rc_base_exception, rc_generator_exit, rc_exception, rc_stop_iteration,
    rc_runtime_error, rc_type_error, rc_value_error, rc_attribute_error, rc_arithmetic_error,
    rc_zero_division_error, rc_lookup_error, rc_index_error, rc_key_error, rc_memory_error,
    rc_runtime_warning;

typedef struct rc_error rc_error;

/*
 * A new error; the message is copied. NULL and ENOMEM if there is no memory: rc_raise takes NULL for the
 * error that says so. Ordering, progress: as rc_new.
 */
RC_MUST_CHECK rc_error *rc_error_new(const rc_error_class *error_class, const char *message);

/* A StopIteration that carries a value, of which it takes a reference. Otherwise the same. */
RC_MUST_CHECK rc_error *rc_error_new_stop(void *value);

/*
 * A reference to the one error that says that there is no memory. Not NULL once a coroutine has been made;
 * before, NULL and ENOMEM if even that error cannot be made. Progress: lock-free, and the allocator's.
 */
rc_error *rc_error_memory(void);

/* Of an error that the caller holds. What is returned is borrowed from it. Wait-free. */
const rc_error_class *rc_error_class_of(const rc_error *error);
const char *rc_error_message(const rc_error *error);
void *rc_error_value(const rc_error *error); /* StopIteration: what it carries, or NULL */
rc_error *rc_error_cause(const rc_error *error);
rc_error *rc_error_context(const rc_error *error);

/* Whether it is of this class or of one derived from it. Wait-free. */
bool rc_error_is(const rc_error *error, const rc_error_class *error_class);

/* Takes a reference to cause. Nothing happens to the two errors that never change. */
void rc_error_set_cause(rc_error *error, rc_error *cause);

bool rc_is_error(const void *object);

/*
 * From now on `error` is being handled: by the innermost running coroutine, or by the thread outside of
 * one. Takes over the caller's reference; returns what was being handled before, with its reference, for
 * the end of the handler: rc_release(rc_error_handle(before)). NULL: none. A body that yields inside a
 * nested handler keeps `before` in a slot. Progress: wait-free.
 */
rc_error *rc_error_handle(rc_error *error);

/* What is being handled, borrowed: by the innermost coroutine that handles something, or the thread. */
rc_error *rc_error_handled(void);

/*
 * What becomes of an error that nobody can be told of: one that leaves a coroutine when its last reference
 * is dropped, or the warning that it was never awaited. The default prints one line on stderr. The object
 * is only lent. Returns the function before; NULL sets the default. Ordering: acquire and release.
 */
typedef void rc_ignored_error(rc_error *error, void *object);
rc_ignored_error *rc_error_set_ignored(rc_ignored_error *function);

/* Makes the two errors that always exist. False and ENOMEM if it cannot. */
bool rc_error_prepare_(void);

/* A GeneratorExit, with its reference. Never fails after rc_error_prepare_. */
rc_error *rc_error_exit_(void);

/* An error about an object, whose type's name stands in the message; or the one for no memory. */
rc_error *rc_error_about_(const rc_error_class *error_class, const char *before, const char *name,
                          const char *after);

/* The same error, raised now: its context is what is being handled. NULL becomes the one for no memory. */
rc_error *rc_error_in_context_(rc_error *error);

/* error's context becomes `context`, unless that is the same error or error never changes. */
void rc_error_chain_(rc_error *error, rc_error *context);

/* Gives the error, with its reference, to the function for those that nobody can be told of. */
void rc_error_ignore(rc_error *error, void *object);

#ifdef __cplusplus
}
#endif

#endif
