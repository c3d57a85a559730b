/*
 * number.c: integers and reals as objects.
 */
#include "refcount/types/number.h"

static const rc_type integer_type = {.name = "integer", .size = sizeof(int64_t)};
static const rc_type real_type = {.name = "real", .size = sizeof(double)};

void *rc_integer_new(int64_t value)
{
    int64_t *number = rc_new(&integer_type);
    if (number != NULL)
        *number = value;
    return number;
}

void *rc_real_new(double value)
{
    double *number = rc_new(&real_type);
    if (number != NULL)
        *number = value;
    return number;
}

bool rc_is_integer(const void *object)
{
    return object != NULL && rc_type_of(object) == &integer_type;
}

bool rc_is_real(const void *object)
{
    return object != NULL && rc_type_of(object) == &real_type;
}
