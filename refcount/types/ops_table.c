/*
 * ops_table.c: the types of all backends of the program.
 */
#include "refcount/types/ops.h"

#include "refcount/counters/list.h"

#include <string.h>

#define RC_DECLARE(backend) extern const rc_types_ops rc_##backend##_types_ops;
RC_BACKENDS(RC_DECLARE)

const rc_types_ops *rc_types_ops_of(const rc_ops *ops)
{
    static const rc_types_ops *const table[] = {
#define RC_ROW(backend) &rc_##backend##_types_ops,
        RC_BACKENDS(RC_ROW)};
    const char *name = ops->get_backend()->name;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i]->backend, name) == 0)
            return table[i];
    }
    return NULL;
}
