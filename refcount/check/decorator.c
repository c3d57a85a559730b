/*
 * decorator.c: the checked mode of one backend: `check+<backend>`. Compiled once per backend.
 *
 * Every operation is put to the shadow (shadow.h) and goes to the backend's own inline operation if it is
 * legal. What would touch dead memory does not.
 *
 * The table of these functions is called by the program itself or by librefcount's wrappers, which are
 * tail calls, so that the return address is the place in the program.
 *
 * The decorator sees what goes through its table. References that code compiled for the inline backend
 * takes or gives back for an object of this table are not noted: a program uses one or the other.
 */
#include "refcount/ops.h"

#include "refcount/check/shadow.h"

#include <errno.h>

#define CALL(op) rc_check_call(RC_CHECK_##op, __builtin_return_address(0))

#include "refcount/check/decorator/visit.h"

#include "refcount/check/decorator/counters.h"
#include "refcount/check/decorator/gil.h"
#include "refcount/check/decorator/objects.h"
#include "refcount/check/decorator/threads.h"
#include "refcount/check/decorator/weaks.h"

static const rc_backend_info *check_get_backend(void)
{
    return rc_get_backend();
}

static void check_get_stats(rc_stats *stats)
{
    rc_get_stats(stats);
}

#define RC_ENTRY_F(result, name, parameters, arguments) .name = check_##name,
#define RC_ENTRY_P(name, parameters, arguments) .name = check_##name,

extern const rc_ops RC_NAME(check_ops);
const rc_ops RC_NAME(check_ops) = {RC_API(RC_ENTRY_F, RC_ENTRY_P)};
