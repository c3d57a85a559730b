/*
 * awaiter.c: an object that stands for a coroutine: it keeps it alive, and forwards to it.
 *
 * Either may be dropped first. The coroutine lives as long as one of its references does, the awaiter's
 * included, and is closed when the last one goes.
 */
#include "refcount/types/coroutine.h"

typedef struct awaiter {
    rc_coroutine *coroutine;
} awaiter;

static void awaiter_clear(void *object)
{
    awaiter *a = object;
    rc_coroutine *c = a->coroutine;
    a->coroutine = NULL;
    rc_release(c);
}

static void awaiter_traverse(void *object, rc_visit *visit, void *arg)
{
    awaiter *a = object;
    if (a->coroutine != NULL)
        visit(a->coroutine, arg);
}

static const rc_type awaiter_type = {
    .name = "awaiter",
    .size = sizeof(awaiter),
    .destroy = awaiter_clear,
    .traverse = awaiter_traverse,
    .clear = awaiter_clear,
};

void *rc_awaiter_new(rc_coroutine *coroutine)
{
    awaiter *a = rc_new(&awaiter_type);
    if (a != NULL)
        a->coroutine = rc_retain(coroutine);
    return a;
}

static rc_outcome awaiter_next(void *object, void **result)
{
    return rc_coroutine_send(((awaiter *)object)->coroutine, NULL, result);
}

static rc_outcome awaiter_send(void *object, void *value, void **result)
{
    return rc_coroutine_send(((awaiter *)object)->coroutine, value, result);
}

static rc_outcome awaiter_raise(void *object, rc_error *error, void **result)
{
    return rc_coroutine_throw(((awaiter *)object)->coroutine, error, result);
}

static rc_outcome awaiter_close(void *object, void **result)
{
    return rc_coroutine_close(((awaiter *)object)->coroutine, result);
}

const rc_iterator *rc_awaiter_protocol(void)
{
    static const rc_iterator protocol = {awaiter_next, awaiter_send, awaiter_raise, awaiter_close};
    return &protocol;
}
