/*
 * schemes.h: what a program finds beside the table of its backend.
 */
#ifndef STRESS_MODEL_SCHEMES_H
#define STRESS_MODEL_SCHEMES_H

#include "stress/model/model.h"

/* The slots of a backend with a scheme, or NULL if they are not in the program. */
const rc_gc_ops *model_pair(const rc_ops *ops, const char *scheme);

/* `gc` and `types` are those of `rc` and of model.program. */
void model_bind(void);

/* The scheme's observers are told of all threads from now on. In an execution, on a fiber. */
void model_tell_scheme(unsigned thread);

#endif
