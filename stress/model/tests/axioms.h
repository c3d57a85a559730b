/*
 * axioms.h: the outcomes of a small program, straight from the axioms of the memory model.
 *
 * This knows nothing of threads that run: it lists all graphs of who reads from whom and all orders of stores,
 * and keeps those that RC11 (Lahav, Vafeiadis, Kang, Hur, Dreyer, "Repairing Sequential Consistency in
 * C/C++11", PLDI 2017) calls consistent. It shares no line with the checker, so that the two can judge each other.
 */
#ifndef STRESS_MODEL_TESTS_AXIOMS_H
#define STRESS_MODEL_TESTS_AXIOMS_H

#include <stdbool.h>
#include <stdint.h>

enum { LITTLE_THREADS = 4, LITTLE_STEPS = 5, LITTLE_VARIABLES = 3 };

typedef enum little_kind {
    LITTLE_LOAD,
    LITTLE_STORE,
    LITTLE_ADD,
    LITTLE_EXCHANGE,
    LITTLE_COMPARE, /* strong; its failure order is the strongest that its order allows */
    LITTLE_FENCE
} little_kind;

typedef struct little_step {
    little_kind kind;
    unsigned variable;
    unsigned order; /* as compilers number them */
    unsigned value, expected;
} little_step;

typedef struct little_program {
    unsigned threads, variables;
    unsigned steps[LITTLE_THREADS];
    little_step step[LITTLE_THREADS][LITTLE_STEPS];
} little_program;

static inline unsigned little_failure_order(unsigned order)
{
    return order == 4 ? 2 : order == 3 ? 0 : order;
}

/*
 * An outcome: what each reading step has read, four bits each in the order of threads, and the final values
 * in front of that. A set of outcomes.
 */
typedef struct little_set {
    unsigned count;
    uint64_t outcome[4096];
} little_set;

static inline bool little_add(little_set *set, uint64_t outcome)
{
    for (unsigned i = 0; i < set->count; i++) {
        if (set->outcome[i] == outcome)
            return false;
    }
    if (set->count < sizeof set->outcome / sizeof set->outcome[0])
        set->outcome[set->count++] = outcome;
    return true;
}

static inline bool little_subset(const little_set *one, const little_set *other, uint64_t *example)
{
    for (unsigned i = 0; i < one->count; i++) {
        bool found = false;
        for (unsigned j = 0; j < other->count && !found; j++)
            found = one->outcome[i] == other->outcome[j];
        if (!found) {
            *example = one->outcome[i];
            return false;
        }
    }
    return true;
}

/* All outcomes that the axioms allow. Values are below 16. */
void little_axioms(const little_program *program, little_set *set);

#endif
