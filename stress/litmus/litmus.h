/*
 * litmus.h: what the litmus tests share: answers that actors leave, and counters of the test's own.
 *
 * A litmus test is a play of a few operations whose possible outcomes are known beforehand. Each actor
 * writes down what it has seen; when all are at rest the answers make a line of text, and the test's table
 * says of each line whether it is right, and why. A line that is not in the table is a fault.
 *
 * The tables are for every backend. Where the contract lets backends differ, rc_backend_info says so and
 * the test puts it into the text: never a backend's name.
 */
#ifndef STRESS_LITMUS_H
#define STRESS_LITMUS_H

#include "stress/oracles/ledger.h"

#include "refcount/atomics.h"
#include "refcount/counter.h"

#include <inttypes.h>
#include <stdio.h>

/* What one actor has seen. On a cache line of its own: answering must not slow the others down. */
typedef struct litmus_answer {
    uint64_t value;
} __attribute__((aligned(64))) litmus_answer;

/* A variable that actors share, on a line of its own as well. */
typedef struct litmus_word {
    _Atomic uint64_t value;
} __attribute__((aligned(64))) litmus_word;

/* "1,0": the first `count` answers. */
static inline void litmus_print(const litmus_answer *answer, unsigned count, char *text,
                                size_t size)
{
    size_t used = 0;
    for (unsigned i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(text + used, size - used, "%s%" PRIu64, i > 0 ? "," : "",
                                 answer[i].value);
}

#endif
