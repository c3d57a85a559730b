/*
 * result.h: what an experiment has reported, and the verdict that follows.
 */
#ifndef BENCH_CLAIMS_RESULT_H
#define BENCH_CLAIMS_RESULT_H

#include "bench/claims/claim.h"

#include <jansson.h>

claim_result *claim_result_new(const claim *claim);
void claim_result_free(claim_result *result);

bool claim_is_invalid(const claim_result *result);
const char *claim_verdict(const claim_result *result);

/* The statements that decided, a line each, on stdout. */
void claim_print(const claim_result *result);

/* One object; the caller's. */
json_t *claim_json(const claim_result *result);

#endif
