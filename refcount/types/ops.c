/*
 * ops.c: the table of one backend's types. Compiled once per backend.
 */
#include "refcount/types/ops.h"

#define RC_ENTRY_F(result, name, parameters, arguments) .name = RC_NAME(name),
#define RC_ENTRY_P(name, parameters, arguments) .name = RC_NAME(name),

extern const rc_types_ops RC_NAME(types_ops);
const rc_types_ops RC_NAME(types_ops) = {.backend = RC_QUOTE(RC_BACKEND),
                                         RC_TYPES_API(RC_ENTRY_F, RC_ENTRY_P)};
