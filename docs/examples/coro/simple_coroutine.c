/*
 * simple_coroutine.c: a value goes in. Python: simple_coroutine.py
 */
#include "show.h"

static rc_outcome step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    switch (self->point) {
    case 0:
        printf("-> coroutine started\n");
        return rc_yield(self, result, NULL, 1);
    default:
        printf("-> coroutine received: ");
        show(sent);
        printf("\n");
        return rc_return(result, NULL);
    }
}

static const rc_routine simple_coroutine = {.name = "simple_coroutine", .step = step};

int main(void)
{
    begin();
    rc_coroutine *coro = make(&simple_coroutine);
    next_only(coro);
    send_and_show(coro, rc_integer_new(42));
    rc_release(coro);
    return end();
}
