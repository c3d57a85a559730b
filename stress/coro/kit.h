/*
 * kit.h: what the cases of coroutines share.
 *
 * A case is a function; `run` counts live objects before and after it, and looks whether an error was left
 * as the one that is being handled, or reported to nobody. Values are integers, by which a case tells what
 * came out; `trace` collects what bodies do, in order.
 */
#ifndef STRESS_CORO_KIT_H
#define STRESS_CORO_KIT_H

#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "refcount/types/types.h"
#include "stress/support/threads.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)

typedef rc_coroutine co;

/* ------------------------------------------------------------------------------------- what came out */

typedef struct got {
    rc_outcome outcome;
    void *value;
} got;

static inline got send(co *c, void *value)
{
    got g;
    g.outcome = rc_coroutine_send(c, value, &g.value);
    return g;
}

static inline got next(co *c)
{
    return send(c, NULL);
}

/* A reference that is lent, from one that the case has just made. */
static inline got send_new(co *c, void *value)
{
    got g = send(c, value);
    rc_release(value);
    return g;
}

static inline got send_number(co *c, int64_t number)
{
    return send_new(c, rc_integer_new(number));
}

static inline got throw(co * c, void *error)
{
    got g;
    g.outcome = rc_coroutine_throw(c, error, &g.value);
    return g;
}

static inline got throw_new(co *c, const rc_error_class *error_class)
{
    got g;
    g.outcome = rc_coroutine_throw_new(c, error_class, "thrown", &g.value);
    return g;
}

static inline got close_it(co *c)
{
    got g;
    g.outcome = rc_coroutine_close(c, &g.value);
    return g;
}

/* Each of these gives the value back. */

static inline bool is(got g, rc_outcome outcome, const void *value)
{
    bool good = g.outcome == outcome && g.value == value;
    rc_release(g.value);
    return good;
}

static inline bool is_number(got g, rc_outcome outcome, int64_t number)
{
    bool good =
        g.outcome == outcome && rc_is_integer(g.value) && rc_integer_value(g.value) == number;
    rc_release(g.value);
    return good;
}

static inline bool yielded(got g, int64_t number)
{
    return is_number(g, RC_YIELDED, number);
}

static inline bool returned(got g, int64_t number)
{
    return is_number(g, RC_RETURNED, number);
}

static inline bool yielded_none(got g)
{
    return is(g, RC_YIELDED, NULL);
}

static inline bool returned_none(got g)
{
    return is(g, RC_RETURNED, NULL);
}

static inline bool raised(got g, const rc_error_class *error_class)
{
    bool good =
        g.outcome == RC_RAISED && rc_is_error(g.value) && rc_error_class_of(g.value) == error_class;
    rc_release(g.value);
    return good;
}

/* Raised, with this message. */
static inline bool said(got g, const rc_error_class *error_class, const char *message)
{
    bool good = g.outcome == RC_RAISED && rc_is_error(g.value) &&
                rc_error_class_of(g.value) == error_class &&
                strcmp(rc_error_message(g.value), message) == 0;
    rc_release(g.value);
    return good;
}

static inline bool state_is(const co *c, rc_coroutine_state_kind state)
{
    return rc_coroutine_state(c) == state;
}

static inline bool is_closed(co *c)
{
    return state_is(c, RC_CLOSED) && (c->routine->awaitable || returned_none(next(c)));
}

/* ----------------------------------------------------------------------------------------- the trace */

static char trace_text[512];

static inline void note(const char *what)
{
    size_t length = strlen(trace_text);
    snprintf(trace_text + length, sizeof trace_text - length, "%s%s", length > 0 ? " " : "", what);
}

static inline void note_number(const char *what, int64_t number)
{
    char text[64];
    snprintf(text, sizeof text, "%s%lld", what, (long long)number);
    note(text);
}

/* What was noted since the last time. */
static inline bool noted(const char *expected)
{
    bool good = strcmp(trace_text, expected) == 0;
    if (!good)
        tap_note("noted `%s' instead of `%s'", trace_text, expected);
    trace_text[0] = '\0';
    return good;
}

/* --------------------------------------------------------------------------- errors nobody is told of */

static unsigned ignored_errors;
static const rc_error_class *ignored_class;

static inline void count_ignored(rc_error *error, void *object)
{
    (void)object;
    ignored_errors++;
    ignored_class = rc_error_class_of(error);
}

static inline bool ignored_one(const rc_error_class *error_class)
{
    bool good = ignored_errors == 1 && ignored_class == error_class;
    ignored_errors = 0;
    ignored_class = NULL;
    return good;
}

/* ----------------------------------------------------------------------------------- common bodies */

static inline co *new_co(const rc_routine *routine)
{
    co *c = rc_coroutine_new(routine);
    if (c == NULL)
        abort();
    return c;
}

/* Started: at its first yield, whose value is not looked at. */
static inline co *primed(const rc_routine *routine)
{
    co *c = new_co(routine);
    got g = next(c);
    if (g.outcome != RC_YIELDED)
        abort();
    rc_release(g.value);
    return c;
}

/* One that owns `value`, with its reference, in slot 0. */
static inline co *with(const rc_routine *routine, void *value)
{
    co *c = new_co(routine);
    c->slot[0] = value;
    return c;
}

/* Yields 1, 2 and 3, and returns 4. Handles nothing. */
static inline rc_outcome count_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    if (self->point < 3)
        return rc_yield(self, result, rc_integer_new(self->point + 1), self->point + 1);
    return rc_return(result, rc_integer_new(4));
}

static const rc_routine count_routine = {.name = "count", .step = count_step, .slots = 1};

/* Delegates to what is in slot 0, and returns what that has returned. Handles nothing. */
static inline rc_outcome outer_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    if (self->point == 0) {
        co *inner = self->slot[0];
        self->slot[0] = NULL;
        return rc_delegate(self, inner, 1);
    }
    return rc_return(result, rc_retain(sent));
}

static const rc_routine outer_routine = {.name = "outer", .step = outer_step, .slots = 1};

static inline co *outer_of(co *inner)
{
    return with(&outer_routine, inner);
}

/* ------------------------------------------------------------------------------------------- running */

static inline uint64_t live_objects(void)
{
    rc_stats stats;
    rc_thread_poll();
    rc_get_stats(&stats);
    return stats.live_objects;
}

static inline void run(const char *name, void (*body)(void))
{
    uint64_t before = live_objects();
    body();
    uint64_t after = live_objects();
    if (after != before)
        tap_note("%lld objects are left", (long long)(after - before));
    tap_ok(after == before && rc_error_handled() == NULL && ignored_errors == 0 &&
               trace_text[0] == '\0',
           "%s: %s: nothing is left behind", rc_get_backend()->name, name);
    ignored_errors = 0;
    trace_text[0] = '\0';
}

#define RUN(body) run(#body, body)

#endif
