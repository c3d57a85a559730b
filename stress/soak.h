/*
 * soak.h: plays everything in random order, for as long as one likes.
 */
#ifndef STRESS_SOAK_H
#define STRESS_SOAK_H

#include "refcount/tool/cli.h"
#include "stress/options.h"

/*
 * For request->soak seconds: scenarios, backends that claim to be thread-safe (plain and in checked mode)
 * and seeds, drawn from the request's seed. A line of progress; each fault is printed and kept in the
 * directory request->keep as a file that --replay plays again; a summary at the end. True if there were
 * faults.
 */
bool stress_soak(const stress_request *request, rc_json_out *json);

#endif
