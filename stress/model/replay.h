/*
 * replay.h: an execution as a file.
 *
 *   rc-model 1
 *   program upgrade-release
 *   backend biased
 *   strong 0
 *   suspended -1 0
 *   learned 20000000012 3 3 1         what the search knew of an address
 *   decisions 0 0 1 .1 0              which thread takes the next step; .N: which outcome it has
 *
 * It is good for the executable that wrote it, or one built from the same sources.
 */
#ifndef STRESS_MODEL_REPLAY_H
#define STRESS_MODEL_REPLAY_H

#include "stress/model/verdict.h"

/* Writes the execution that the last search has found; false, with errno, if the file cannot be written. */
bool model_replay_write(const char *path, const model_verdict *verdict);

/* Plays a file and prints the execution. True if it ends with a fault. */
bool model_replay_play(const char *path);

#endif
