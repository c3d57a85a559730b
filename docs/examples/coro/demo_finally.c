/*
 * demo_finally.c: what is to be done at the end is done, whatever ends it: an error, or the last reference.
 * Python: demo_finally.py
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
        printf("-> coroutine ending\n"); /* finally */
        return rc_propagate(result, sent);
    }
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine demo = {.name = "demo_finally", .step = step, .guarded = RC_GUARDED(1)};

int main(void)
{
    begin();
    rc_coroutine *coro = make(&demo);
    next_only(coro);
    send_only(coro, rc_integer_new(11));
    throw_and_show(coro, &demo_exception);
    throw_and_show(coro, &rc_zero_division_error);
    show_state(coro);
    rc_release(coro);

    coro = make(&demo);
    next_only(coro);
    rc_release(coro);
    printf("dropped\n");
    return end();
}
