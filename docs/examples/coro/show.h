/*
 * show.h: what the examples share: printing as Python prints, and sending numbers.
 *
 * An example is a coroutine and a few lines that use it; the Python original stands beside it. They print the
 * same.
 */
#ifndef SHOW_H
#define SHOW_H

#include <refcount/types/types.h>

#include <stdio.h>
#include <stdlib.h>

/* As repr() does. */
static inline void show(const void *value)
{
    if (value == NULL)
        printf("None");
    else if (rc_is_integer(value))
        printf("%lld", (long long)rc_integer_value(value));
    else if (rc_is_real(value)) /* enough digits for these examples */
        printf(rc_real_value(value) == (double)(long long)rc_real_value(value) ? "%.1f" : "%.15g",
               rc_real_value(value));
    else
        printf("'%s'", rc_string_text(value));
}

static inline void show_state(const rc_coroutine *coroutine)
{
    printf("GEN_%s\n", rc_coroutine_state_name(coroutine));
}

/* What came out, on a line of its own, and gives it back: a value, StopIteration, or the error's class. */
static inline void show_outcome(rc_outcome outcome, void *result)
{
    if (outcome == RC_YIELDED) {
        show(result);
        printf("\n");
    } else {
        printf("%s\n", outcome == RC_RETURNED ? "StopIteration" : rc_error_class_of(result)->name);
    }
    rc_release(result);
}

/* Sends a value, which is taken over; prints nothing and ignores a None that is yielded. */
static inline rc_outcome send(rc_coroutine *coroutine, void *value, void **result)
{
    rc_outcome outcome = rc_coroutine_send(coroutine, value, result);
    rc_release(value);
    return outcome;
}

/* For coroutines that yield nothing. */
static inline void send_only(rc_coroutine *coroutine, void *value)
{
    void *result;
    if (send(coroutine, value, &result) != RC_YIELDED)
        abort();
    rc_release(result);
}

static inline void next_only(rc_coroutine *coroutine)
{
    send_only(coroutine, NULL);
}

static inline void send_and_show(rc_coroutine *coroutine, void *value)
{
    void *result;
    rc_outcome outcome = send(coroutine, value, &result);
    show_outcome(outcome, result);
}

static inline void throw_and_show(rc_coroutine *coroutine, const rc_error_class *error_class)
{
    void *result;
    rc_outcome outcome = rc_coroutine_throw_new(coroutine, error_class, "", &result);
    if (outcome == RC_YIELDED)
        rc_release(result);
    else
        show_outcome(outcome, result);
}

/* A coroutine; there is memory for an example. */
static inline rc_coroutine *make(const rc_routine *routine)
{
    rc_coroutine *coroutine = rc_coroutine_new(routine);
    if (coroutine == NULL)
        abort();
    return coroutine;
}

/* What the decorator `coroutine` does in Python: it is already at its first yield. */
static inline rc_coroutine *make_primed(const rc_routine *routine)
{
    rc_coroutine *coroutine = make(routine);
    next_only(coroutine);
    return coroutine;
}

static inline void begin(void)
{
    if (rc_thread_attach() != 0)
        abort();
}

static inline int end(void)
{
    rc_thread_detach();
    return 0;
}

#endif
