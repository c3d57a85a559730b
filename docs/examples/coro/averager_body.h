/*
 * averager_body.h: the running average, for three of the examples.
 */
#ifndef AVERAGER_BODY_H
#define AVERAGER_BODY_H

#include "show.h"

/* What is no reference stands in the scalars. */
typedef struct totals {
    double total;
    int64_t count;
} totals;

static rc_outcome averager_step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    totals *t = rc_coroutine_scalars(self);
    if (self->point == 0)
        return rc_yield(self, result, NULL, 1);
    if (rc_is_integer(sent))
        t->total += (double)rc_integer_value(sent);
    else if (rc_is_real(sent))
        t->total += rc_real_value(sent);
    else
        return rc_raise(result, rc_error_new(&rc_type_error, "unsupported operand type"));
    t->count++;
    return rc_yield(self, result, rc_real_new(t->total / (double)t->count), 1);
}

#endif
