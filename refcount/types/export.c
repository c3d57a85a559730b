/*
 * export.c: the names of the object types that a backend's library exports, the same for every backend. As
 * refcount/export.c, which explains the form. The library that chooses a backend at start-up does not need
 * this: there the types are compiled once, on the chosen operations.
 */
#include "refcount/export.h"
#include "refcount/types/api.h"
#include "refcount/types/types.h"

RC_TYPES_API(RC_EXPORT_F, RC_EXPORT_P)
