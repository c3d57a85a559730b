/*
 * export.c: the collector's names that a backend's library exports, the same for every backend. See
 * refcount/export.c, which explains the form.
 */
#include "gc/cycles.h"
#include "gc/cycles/api.h"

#define RC_EXPORT_F(result, name, parameters, arguments)                                           \
    extern result export_##name parameters __asm__("rc_" #name);                                   \
    result export_##name parameters                                                                \
    {                                                                                              \
        return rc_##name arguments;                                                                \
    }
#define RC_EXPORT_P(name, parameters, arguments)                                                   \
    extern void export_##name parameters __asm__("rc_" #name);                                     \
    void export_##name parameters                                                                  \
    {                                                                                              \
        rc_##name arguments;                                                                       \
    }
RC_CYCLES_API(RC_EXPORT_F, RC_EXPORT_P)
