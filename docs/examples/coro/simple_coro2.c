/*
 * simple_coro2.c: values go in and out; the state at each point. Python: simple_coro2.py
 */
#include "show.h"

enum { A, SLOTS }; /* what lives across a yield has a slot */

static rc_outcome step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    switch (self->point) {
    case 0:
        printf("-> Started: a = ");
        show(self->slot[A]);
        printf("\n");
        return rc_yield(self, result, rc_retain(self->slot[A]), 1);
    case 1:
        printf("-> Received: b = ");
        show(sent);
        printf("\n");
        return rc_yield(self, result,
                        rc_integer_new(rc_integer_value(self->slot[A]) + rc_integer_value(sent)),
                        2);
    default:
        printf("-> Received: c = ");
        show(sent);
        printf("\n");
        return rc_return(result, NULL);
    }
}

static const rc_routine simple_coro2 = {.name = "simple_coro2", .step = step, .slots = SLOTS};

int main(void)
{
    begin();
    rc_coroutine *coro = make(&simple_coro2);
    coro->slot[A] = rc_integer_new(14);
    show_state(coro);
    send_and_show(coro, NULL);
    show_state(coro);
    send_and_show(coro, rc_integer_new(28));
    send_and_show(coro, rc_integer_new(99));
    show_state(coro);
    rc_release(coro);
    return end();
}
