/*
 * ops.c: the table of one backend. Compiled once per backend.
 */
#include "refcount/ops.h"

/* Operations that are inline elsewhere get a body here, with a name of this file's own. */
#define RC_BODY_F(result, name, parameters, arguments)                                             \
    static result op_##name parameters                                                             \
    {                                                                                              \
        return RC_NAME(name) arguments;                                                            \
    }
#define RC_BODY_P(name, parameters, arguments)                                                     \
    static void op_##name parameters                                                               \
    {                                                                                              \
        RC_NAME(name) arguments;                                                                   \
    }
RC_API(RC_BODY_F, RC_BODY_P)

#define RC_ENTRY_F(result, name, parameters, arguments) .name = op_##name,
#define RC_ENTRY_P(name, parameters, arguments) .name = op_##name,

extern const rc_ops RC_NAME(ops);
const rc_ops RC_NAME(ops) = {RC_API(RC_ENTRY_F, RC_ENTRY_P)};
