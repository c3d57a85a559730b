/*
 * ops_table.c: all pairs of a backend and a scheme in the program, in the order in which they were linked.
 */
#include "gc/ops.h"

#include <string.h>

/* From the linker; absent if the program holds no pair. */
extern const rc_gc_ops *const __start_rc_gc_tables[] __attribute__((weak));
extern const rc_gc_ops *const __stop_rc_gc_tables[] __attribute__((weak));

const rc_gc_ops *rc_gc_ops_at(unsigned index)
{
    uintptr_t bytes = (uintptr_t)__stop_rc_gc_tables - (uintptr_t)__start_rc_gc_tables;
    return index < bytes / sizeof(const rc_gc_ops *) ? __start_rc_gc_tables[index] : NULL;
}

const rc_gc_ops *rc_gc_ops_find(const char *name)
{
    const rc_gc_ops *ops;
    for (unsigned i = 0; (ops = rc_gc_ops_at(i)) != NULL; i++) {
        if (strcmp(ops->name, name) == 0)
            return ops;
    }
    return NULL;
}

const rc_gc_ops *rc_gc_ops_of(const rc_ops *backend, unsigned index)
{
    const rc_gc_ops *ops;
    for (unsigned i = 0; (ops = rc_gc_ops_at(i)) != NULL; i++) {
        if (ops->count == backend && index-- == 0)
            return ops;
    }
    return NULL;
}
