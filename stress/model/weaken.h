/*
 * weaken.h: `rc-model --orders`: every memory order of the library weakened by one step, one at a time.
 */
#ifndef STRESS_MODEL_WEAKEN_H
#define STRESS_MODEL_WEAKEN_H

#include "refcount/tool/cli.h"
#include "stress/model/options.h"

/* Prints a line for each, and a JSON object. How many of them nobody has noticed. */
unsigned model_weaken_all(const model_request *request, rc_json_out *json);

#endif
