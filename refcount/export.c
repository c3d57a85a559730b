/*
 * export.c: the names that a backend's library exports, the same for every backend: rc_new, rc_retain ...
 * Compiled once per backend, into that backend's library.
 *
 * The bodies are the inline ones, so that the library and the headers cannot drift apart. The functions
 * have C names of their own and get the exported name as an assembler label, because in this file the
 * exported names are macros for the backend's.
 */
#include "refcount/api.h"
#include "refcount/export.h"
#include "refcount/refcount.h"

/* counters/extern.h, which cannot be included beside a backend, reserves this for any backend's counter. */
_Static_assert(sizeof(rc_counter) <= 64, "a counter fits into the opaque one of the ABI");

RC_API(RC_EXPORT_F, RC_EXPORT_P)
