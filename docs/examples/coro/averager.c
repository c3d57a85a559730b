/*
 * averager.c: a coroutine that never ends by itself. Python: averager.py
 */
#include "averager_body.h"

static const rc_routine averager = {
    .name = "averager", .step = averager_step, .scalars = sizeof(totals)};

int main(void)
{
    begin();
    rc_coroutine *coro = make(&averager);
    send_and_show(coro, NULL);
    send_and_show(coro, rc_integer_new(10));
    send_and_show(coro, rc_integer_new(30));
    send_and_show(coro, rc_integer_new(5));
    rc_release(coro);
    return end();
}
