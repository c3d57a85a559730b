/*
 * claim.h: what a claim of the note on Python's GIL is, as an experiment.
 *
 * A claim is one file in experiments/. It registers itself with RC_CLAIM, says in one sentence what is claimed,
 * builds the situation, measures, and states what the numbers must be like. The verdict follows from these
 * statements and from nothing else:
 *
 *   a gate was not given     INVALID                  the machine did not offer the conditions
 *   a `must` does not hold   REFUTED
 *   all hold, a limit seen   CONFIRMED WITH LIMITS    true, but not as far as the sentence goes
 *   all hold, none seen      CONFIRMED
 *
 * Counts make better statements than times. Times are compared as ratios of measurements that alternate.
 */
#ifndef BENCH_CLAIMS_CLAIM_H
#define BENCH_CLAIMS_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

typedef struct claim_result claim_result;

typedef struct claim {
    const char *id;       /* of the note's claim: C01 ... and a letter where it is several */
    const char *name;     /* for the command line */
    const char *sentence; /* what is claimed */
    const char *built;
    const char *measured;
    void (*run)(claim_result *result);
} claim;

/* `name` becomes a file-scope name; the fields follow as in an initializer. */
#define RC_CLAIM(name)                                                                             \
    static const claim name;                                                                       \
    static const claim *const name##_entry __attribute__((used, section("rc_claims"))) = &name;    \
    static const claim name

/* All of the program, in the order of their ids. The array ends with NULL. */
enum { CLAIMS_MOST = 64 };
const claim *const *claims_all(void);

/* -------------------------------------------------------------------- what an experiment reports */

/* A measured number, for the record. */
void claim_number(claim_result *result, const char *name, double value);

/* A point of a curve; a bar with a name. */
void claim_point(claim_result *result, const char *series, double x, double y);
void claim_bar(claim_result *result, const char *series, const char *name, double value);

/* What the axes are; `log` if both grow by factors. */
void claim_axes(claim_result *result, const char *x, const char *y, bool log);

/* A condition that the machine had to give. */
bool claim_gate(claim_result *result, bool given, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What follows from the claim. */
bool claim_must(claim_result *result, bool holds, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Where the claim ends, if that was seen. */
void claim_limit(claim_result *result, bool seen, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
