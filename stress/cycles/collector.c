/*
 * collector.c: see collector.h.
 */
#include "stress/cycles/collector.h"

#include "refcount/counters/list.h"

#include <stdlib.h>
#include <string.h>

#define DECLARE(backend)                                                                           \
    extern size_t rc_##backend##_collect(void);                                                    \
    extern size_t rc_##backend##_gc_collect_young(void);                                           \
    extern size_t rc_##backend##_gc_collect_sliced(void);                                          \
    extern void rc_##backend##_gc_set_slice(size_t looks);                                         \
    extern void rc_##backend##_gc_set_threshold(size_t objects);                                   \
    extern void rc_##backend##_gc_set_debug(unsigned flags, rc_gc_report *report, void *arg);      \
    extern void rc_##backend##_gc_get_stats(rc_gc_stats *stats);
RC_BACKENDS(DECLARE)

static const struct {
    const char *backend;
    stress_collector collector;
} table[] = {
#define ROW(backend)                                                                               \
    {#backend,                                                                                     \
     {rc_##backend##_collect, rc_##backend##_gc_collect_young,                                     \
      rc_##backend##_gc_collect_sliced, rc_##backend##_gc_set_slice,                               \
      rc_##backend##_gc_set_threshold,                                                             \
      rc_##backend##_gc_set_debug, rc_##backend##_gc_get_stats}},
    RC_BACKENDS(ROW)};

const stress_collector *stress_collector_of(const rc_ops *ops)
{
    const char *name = ops->get_backend()->name, *plus = strchr(name, '+');
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (strcmp(table[i].backend, plus != NULL ? plus + 1 : name) == 0)
            return &table[i].collector;
    }
    abort();
}
