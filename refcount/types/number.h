/*
 * number.h: integers and reals as objects: what a coroutine yields, and what a list or dict holds.
 */
#ifndef RC_TYPES_NUMBER_H
#define RC_TYPES_NUMBER_H

#include "refcount/refcount.h"
#include "refcount/types/names.h"

#ifdef __cplusplus
extern "C" {
#endif

/* NULL and ENOMEM if there is no memory. Progress: as rc_new. */
RC_MUST_CHECK void *rc_integer_new(int64_t value);
RC_MUST_CHECK void *rc_real_new(double value);

bool rc_is_integer(const void *object);
bool rc_is_real(const void *object);

/* Precondition: it is one. Wait-free. */
static inline int64_t rc_integer_value(const void *integer)
{
    return *(const int64_t *)integer;
}

static inline double rc_real_value(const void *real)
{
    return *(const double *)real;
}

#ifdef __cplusplus
}
#endif

#endif
