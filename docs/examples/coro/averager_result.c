/*
 * averager_result.c: a coroutine that returns something when it is sent None. Python: averager_result.py
 */
#include "averager_body.h"

/* A pair of its own: objects of any type are values. */
typedef struct result_pair {
    int64_t count;
    double average;
} result_pair;

static const rc_type result_type = {.name = "Result", .size = sizeof(result_pair)};

static rc_outcome step(rc_coroutine *self, rc_signal signal, void *sent, void **result)
{
    if (self->point == 1 && sent == NULL) {
        const totals *t = rc_coroutine_scalars(self);
        result_pair *pair = rc_new(&result_type);
        if (pair == NULL)
            return rc_raise(result, NULL); /* there is no memory */
        *pair = (result_pair){t->count, t->total / (double)t->count};
        return rc_return(result, pair);
    }
    rc_outcome outcome = averager_step(self, signal, sent, result);
    if (outcome == RC_YIELDED) { /* this one yields nothing */
        rc_release(*result);
        *result = NULL;
    }
    return outcome;
}

static const rc_routine averager = {.name = "averager", .step = step, .scalars = sizeof(totals)};

int main(void)
{
    begin();
    rc_coroutine *coro = make_primed(&averager);
    send_and_show(coro, rc_integer_new(10));
    send_and_show(coro, rc_integer_new(30));
    send_and_show(coro, rc_real_new(6.5));
    void *result;
    if (rc_coroutine_send(coro, NULL, &result) == RC_RETURNED) {
        const result_pair *pair = result;
        printf("Result(count=%lld, average=%.1f)\n", (long long)pair->count, pair->average);
    }
    rc_release(result);
    rc_release(coro);
    return end();
}
