/*
 * priming.c: a function that primes, for Python's decorator; and an error that ends a coroutine.
 * Python: priming.py
 */
#include "averager_body.h"

static const rc_routine averager = {
    .name = "averager", .step = averager_step, .scalars = sizeof(totals)};

int main(void)
{
    begin();
    rc_coroutine *coro = make_primed(&averager);
    show_state(coro);
    send_and_show(coro, rc_integer_new(40));
    send_and_show(coro, rc_integer_new(50));
    send_and_show(coro, rc_string_new("spam"));
    send_and_show(coro, rc_integer_new(60));
    show_state(coro);
    rc_release(coro);
    return end();
}
