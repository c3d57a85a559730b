/*
 * export.c: the names of the object types that a backend's library exports, the same for every backend. As
 * refcount/export.c, which explains the form. The library that chooses a backend at start-up does not need
 * this: there the types are compiled once, on the chosen operations.
 */
#include "refcount/types/api.h"
#include "refcount/types/types.h"

#define RC_EXPORT_F(result, name, parameters, arguments)                                           \
    extern result export_##name parameters __asm__("rc_" #name);                                   \
    result export_##name parameters                                                                \
    {                                                                                              \
        return RC_NAME(name) arguments;                                                            \
    }
#define RC_EXPORT_P(name, parameters, arguments)                                                   \
    extern void export_##name parameters __asm__("rc_" #name);                                     \
    void export_##name parameters                                                                  \
    {                                                                                              \
        RC_NAME(name) arguments;                                                                   \
    }
RC_TYPES_API(RC_EXPORT_F, RC_EXPORT_P)
