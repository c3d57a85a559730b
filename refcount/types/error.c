/*
 * error.c: errors as objects.
 *
 * Two of them are made once and never change: the error for no memory, and a GeneratorExit for every close
 * that needs no context of its own. They are immortal, so that any thread may hand them out; `constant`
 * keeps contexts and causes off them, which would be shared by all and would never be given back.
 *
 * A context is set when an error is raised, and a raised error may be in the chain of the one that is being
 * handled already: raising it again would close a ring. rc_error_chain_ opens the ring where it meets the
 * error, as Python does, so that a chain always ends and counting alone can free it.
 */
#include "refcount/types/error.h"

#include "refcount/atomics.h"
#include "refcount/types/running.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct rc_error {
    const rc_error_class *error_class;
    void *value;
    rc_error *cause, *context;
    bool constant;
    char message[];
};

static void error_clear(void *object)
{
    rc_error *e = object;
    void *owned[] = {e->value, e->cause, e->context};
    e->value = e->cause = e->context = NULL;
    for (int i = 0; i < 3; i++)
        rc_release(owned[i]);
}

static void error_traverse(void *object, rc_visit *visit, void *arg)
{
    const rc_error *e = object;
    void *owned[] = {e->value, e->cause, e->context};
    for (int i = 0; i < 3; i++) {
        if (owned[i] != NULL)
            visit(owned[i], arg);
    }
}

static const rc_type error_type = {
    .name = "error",
    .size = sizeof(rc_error),
    .destroy = error_clear,
    .traverse = error_traverse,
    .clear = error_clear,
};

/* ------------------------------------------------------------------------------- making errors */

rc_error *rc_error_new(const rc_error_class *error_class, const char *message)
{
    size_t length = strlen(message);
    rc_error *e = rc_new_sized(&error_type, sizeof *e + length + 1);
    if (e == NULL)
        return NULL;
    e->error_class = error_class;
    memcpy(e->message, message, length + 1);
    return e;
}

rc_error *rc_error_new_stop(void *value)
{
    rc_error *e = rc_error_new(&rc_stop_iteration, "");
    if (e != NULL)
        e->value = rc_retain(value);
    return e;
}

static _Atomic(rc_error *) no_memory, plain_exit;

/* The error at *place, made if it is not there yet. NULL if that fails. Borrowed: it is immortal. */
static rc_error *constant(_Atomic(rc_error *) *place, const rc_error_class *error_class,
                          const char *message)
{
    /* (1) acquire: pairs with (2), so that it is complete */
    rc_error *there = rc_load_acquire(place);
    if (rc_likely(there != NULL))
        return there;
    rc_error *made = rc_error_new(error_class, message);
    if (made == NULL)
        return NULL;
    made->constant = true;
    /* (2) release: pairs with (1) and with the acquire of one that comes second. */
    if (!rc_cas_acq_rel(place, &there, made)) {
        rc_release(made);
        return rc_load_acquire(place); /* (1) acquire: as above */
    }
    rc_make_immortal(made);
    return made;
}

static rc_error *no_memory_error(void)
{
    return constant(&no_memory, &rc_memory_error, "out of memory");
}

static rc_error *plain_exit_error(void)
{
    return constant(&plain_exit, &rc_generator_exit, "");
}

bool rc_error_prepare_(void)
{
    return no_memory_error() != NULL && plain_exit_error() != NULL;
}

rc_error *rc_error_memory(void)
{
    return rc_retain(no_memory_error());
}

rc_error *rc_error_exit_(void)
{
    rc_error *handled = rc_error_handled();
    rc_error *own = handled != NULL ? rc_error_new(&rc_generator_exit, "") : NULL;
    if (own == NULL)
        return rc_retain(plain_exit_error());
    rc_error_chain_(own, handled);
    return own;
}

rc_error *rc_error_about_(const rc_error_class *error_class, const char *before, const char *name,
                          const char *after)
{
    char message[160];
    snprintf(message, sizeof message, "%s%s%s", before, name, after);
    return rc_error_in_context_(rc_error_new(error_class, message));
}

/* -------------------------------------------------------------------------- looking at an error */

const rc_error_class *rc_error_class_of(const rc_error *error)
{
    return error->error_class;
}

const char *rc_error_message(const rc_error *error)
{
    return error->message;
}

void *rc_error_value(const rc_error *error)
{
    return error->value;
}

rc_error *rc_error_cause(const rc_error *error)
{
    return error->cause;
}

rc_error *rc_error_context(const rc_error *error)
{
    return error->context;
}

bool rc_error_is(const rc_error *error, const rc_error_class *error_class)
{
    const rc_error_class *c = error->error_class;
    while (c != NULL && c != error_class)
        c = c->base;
    return c != NULL;
}

bool rc_is_error(const void *object)
{
    return object != NULL && rc_type_of(object) == &error_type;
}

/* ------------------------------------------------------------------------- causes and contexts */

void rc_error_set_cause(rc_error *error, rc_error *cause)
{
    if (error->constant)
        return;
    rc_error *before = error->cause;
    error->cause = rc_retain(cause);
    rc_release(before);
}

void rc_error_chain_(rc_error *error, rc_error *context)
{
    if (error->constant || context == NULL || context == error)
        return;
    rc_error *cut = NULL;
    for (rc_error *e = context; e->context != NULL; e = e->context) {
        if (e->context == error) {
            cut = error;
            e->context = NULL;
            break;
        }
    }
    rc_error *before = error->context;
    error->context = rc_retain(context);
    rc_release(cut); /* not the last one: the caller holds a reference */
    rc_release(before);
}

rc_error *rc_error_in_context_(rc_error *error)
{
    if (error == NULL)
        return rc_error_memory();
    rc_error_chain_(error, rc_error_handled());
    return error;
}

/* What a thread handles outside of all coroutines. */
static RC_THREAD_LOCAL rc_error *handled_outside;

rc_error *rc_error_handle(rc_error *error)
{
    rc_coroutine *innermost = rc_coroutine_handler_(rc_coroutine_running_);
    rc_error **place = innermost != NULL ? &innermost->handled : &handled_outside;
    rc_error *before = *place;
    *place = error;
    return before;
}

rc_error *rc_error_handled(void)
{
    rc_coroutine *c = rc_coroutine_handler_(rc_coroutine_running_);
    while (c != NULL && c->handled == NULL)
        c = rc_coroutine_handler_(c->below);
    return c != NULL ? c->handled : handled_outside;
}

/* ------------------------------------------------------------------------ errors nobody is told of */

static void print_ignored(rc_error *error, void *object)
{
    const char *name = rc_is_coroutine(object) ? ((rc_coroutine *)object)->routine->name : "?";
    fprintf(stderr, "refcount: ignored in coroutine `%s': %s%s%s\n", name, error->error_class->name,
            *error->message != '\0' ? ": " : "", error->message);
}

static _Atomic(rc_ignored_error *) ignored = print_ignored;

rc_ignored_error *rc_error_set_ignored(rc_ignored_error *function)
{
    /* (3) acq_rel: pairs with (4) and itself: what the function needs is there for who calls it. */
    return rc_exchange_acq_rel(&ignored, function != NULL ? function : print_ignored);
}

void rc_error_ignore(rc_error *error, void *object)
{
    rc_ignored_error *function = rc_load_acquire(&ignored); /* (4) acquire: pairs with (3) */
    function(error, object);
    rc_release(error);
}
