/*
 * ops_table.c: the collectors of all backends of the program.
 */
#include "gc/cycles/ops.h"

#include "refcount/counters/list.h"

#include <stdlib.h>
#include <string.h>

#define RC_DECLARE(backend) extern const rc_cycles_ops rc_##backend##_cycles_ops;
RC_BACKENDS(RC_DECLARE)

static const struct {
    const char *name;
    const rc_cycles_ops *collector;
} table[] = {
#define RC_ROW(backend) {#backend, &rc_##backend##_cycles_ops},
    RC_BACKENDS(RC_ROW)};

const rc_cycles_ops *rc_cycles_ops_of(const rc_ops *ops)
{
    const char *name = ops->get_backend()->name, *plus = strchr(name, '+');
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].name, plus != NULL ? plus + 1 : name) == 0)
            return table[i].collector;
    }
    /* A backend of the list has a row, and there are no others. */
    abort();
}
