/*
 * export.c: the names that a backend's library exports, the same for every backend: rc_new, rc_retain ...
 * Compiled once per backend, into that backend's library.
 *
 * The bodies are the inline ones, so that the library and the headers cannot drift apart. The functions
 * have C names of their own and get the exported name as an assembler label, because in this file the
 * exported names are macros for the backend's.
 */
#include "refcount/api.h"
#include "refcount/refcount.h"

/* counters/extern.h, which cannot be included beside a backend, reserves this for any backend's counter. */
_Static_assert(sizeof(rc_counter) <= 64, "a counter fits into the opaque one of the ABI");

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
RC_API(RC_EXPORT_F, RC_EXPORT_P)
