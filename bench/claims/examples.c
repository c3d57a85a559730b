/*
 * examples.c: the note's coroutine examples, as bodies. What they print goes into a text. Compiled once per
 * backend.
 *
 *   def simple_coro2(a):              def averager():                       def demo_finally():
 *       b = yield a                       total, count = 0.0, 0                 try:
 *       c = yield a + b                   while (term := (yield)) is not None:      while True: x = yield
 *                                             total += term; count += 1         finally:
 *                                         return total / count                      print("ending")
 */
#include "bench/claims/tasks.h"

#include "refcount/tool/cli.h"
#include "refcount/types/types.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char *page;
static _Thread_local size_t page_size;

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
    size_t used = strlen(page);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(page + used, page_size - used, format, arguments);
    va_end(arguments);
}

/* What came of a step, as Python would show it. */
static void show(rc_coroutine *c, rc_outcome outcome, void *value)
{
    if (outcome == RC_RAISED)
        say("%s", rc_error_class_of(value)->name);
    else if (outcome == RC_RETURNED)
        say("StopIteration");
    if (outcome != RC_RAISED && value != NULL && rc_is_integer(value))
        say(outcome == RC_RETURNED ? "(%" PRId64 ")" : "%" PRId64, rc_integer_value(value));
    if (outcome != RC_RAISED && value != NULL && rc_is_real(value))
        say(outcome == RC_RETURNED ? "(%.1f)" : "%.1f", rc_real_value(value));
    rc_release(value);
    say(" %s; ", rc_coroutine_state_name(c));
}

/* Sends a value with its reference. */
static void send(rc_coroutine *c, void *sent)
{
    void *value;
    rc_outcome outcome = rc_coroutine_send(c, sent, &value);
    show(c, outcome, value);
    rc_release(sent);
}

static rc_coroutine *start(const rc_routine *routine)
{
    rc_coroutine *c = rc_coroutine_new(routine);
    if (c == NULL)
        rc_cli_fail("no memory for a coroutine");
    return c;
}

static void end(rc_coroutine *c)
{
    rc_release(c);
    say("\n");
}

static rc_outcome coro2_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    int64_t a = 14;
    if (self->point == 0)
        return rc_yield(self, result, rc_integer_new(a), 1);
    if (self->point == 1)
        return rc_yield(self, result, rc_integer_new(a + rc_integer_value(sent)), 2);
    return rc_return(result, NULL);
}

static const rc_routine coro2 = {.name = "simple_coro2", .step = coro2_step};

typedef struct sum {
    double total;
    unsigned count;
} sum;

static rc_outcome averager_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    sum *s = rc_coroutine_scalars(self);
    if (self->point == 1 && sent == NULL)
        return rc_return(result, rc_real_new(s->total / s->count));
    if (self->point == 1) {
        s->total += (double)rc_integer_value(sent);
        s->count++;
    }
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine averager = {
    .name = "averager", .step = averager_step, .scalars = sizeof(sum)};

static rc_outcome finally_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_THROW) {
        say("ending ");
        return rc_propagate(result, sent);
    }
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine demo_finally = {
    .name = "demo_finally", .step = finally_step, .guarded = RC_GUARDED(1)};

void RC_NAME(claims_examples)(char *text, size_t size);
void RC_NAME(claims_examples)(char *text, size_t size)
{
    void *value;
    page = text;
    page_size = size;
    page[0] = '\0';
    rc_coroutine *c = start(&coro2);
    say("%s; ", rc_coroutine_state_name(c));
    send(c, NULL);
    send(c, rc_integer_new(28));
    send(c, rc_integer_new(99));
    end(c);
    c = start(&averager);
    send(c, NULL);
    send(c, rc_integer_new(10));
    send(c, rc_integer_new(30));
    send(c, NULL);
    end(c);
    c = start(&coro2);
    send(c, rc_integer_new(1)); /* a value before it has begun */
    end(c);
    c = start(&demo_finally);
    send(c, NULL);
    rc_outcome outcome =
        rc_coroutine_throw_new(c, &rc_zero_division_error, "division by zero", &value);
    show(c, outcome, value);
    end(c);
    c = start(&demo_finally);
    send(c, NULL);
    end(c); /* dropped while suspended */
}
