/*
 * ops_table.c: all backends of the program by name.
 */
#include "refcount/ops.h"

#include "refcount/counters/list.h"

#include <string.h>

#define RC_DECLARE(backend) extern const rc_ops rc_##backend##_ops, rc_##backend##_check_ops;
RC_BACKENDS(RC_DECLARE)

static const struct {
    const char *name;
    const rc_ops *plain;
    const rc_ops *checked;
} table[] = {
#define RC_ROW(backend) {#backend, &rc_##backend##_ops, &rc_##backend##_check_ops},
    RC_BACKENDS(RC_ROW)};

#define ROWS (sizeof table / sizeof table[0])

const rc_ops *rc_ops_at(unsigned index)
{
    return index < ROWS ? table[index].plain : NULL;
}

const rc_ops *rc_ops_find(const char *name)
{
    static const char check[] = "check+";
    bool checked = strncmp(name, check, sizeof check - 1) == 0;
    if (checked)
        name += sizeof check - 1;
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(name, table[i].name) == 0)
            return checked ? table[i].checked : table[i].plain;
    }
    return NULL;
}

bool rc_ops_is_decorated(const rc_ops *ops)
{
    return rc_ops_find(ops->get_backend()->name) != ops;
}
