/*
 * export.c: the collector's names that a backend's library exports, the same for every backend. See
 * refcount/export.c, which explains the form.
 */
#include "gc/cycles.h"
#include "gc/cycles/api.h"
#include "refcount/export.h"

RC_CYCLES_API(RC_EXPORT_F, RC_EXPORT_P)
