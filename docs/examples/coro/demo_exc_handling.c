/*
 * demo_exc_handling.c: errors that are thrown in: one is handled, one is not. Python: demo_exc_handling.py
 */
#include "show.h"

static const rc_error_class demo_exception = {"DemoException", &rc_exception, NULL};

static rc_outcome step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    if (self->point == 0) {
        printf("-> coroutine started\n");
    } else if (signal == RC_SEND) {
        printf("-> coroutine received: ");
        show(sent);
        printf("\n");
    } else if (rc_error_is(sent, &demo_exception)) {
        printf("*** DemoException handled. Continuing...\n");
    } else {
        return rc_propagate(result, sent);
    }
    return rc_yield(self, result, NULL, 1);
}

/* At point 1 it stands in a `try`. */
static const rc_routine demo = {
    .name = "demo_exc_handling", .step = step, .guarded = RC_GUARDED(1)};

int main(void)
{
    begin();
    rc_coroutine *coro = make(&demo);
    next_only(coro);
    send_only(coro, rc_integer_new(11));
    send_only(coro, rc_integer_new(22));
    void *result;
    if (rc_coroutine_close(coro, &result) == RC_RETURNED)
        show_state(coro);
    rc_release(result);
    rc_release(coro);

    coro = make(&demo);
    next_only(coro);
    send_only(coro, rc_integer_new(11));
    throw_and_show(coro, &demo_exception);
    show_state(coro);
    throw_and_show(coro, &rc_zero_division_error);
    show_state(coro);
    rc_release(coro);
    return end();
}
