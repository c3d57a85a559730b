/*
 * replay.h: plays again what a line of results describes.
 */
#ifndef STRESS_REPLAY_H
#define STRESS_REPLAY_H

#include "stress/options.h"

/* Calls play for each line of the request's file. Fails, before the first one, if a line is not a result. */
bool stress_replay(const stress_request *request,
                   bool (*play)(const stress_request *, const stress_scenario *,
                                const char *backend, void *arg),
                   void *arg);

#endif
