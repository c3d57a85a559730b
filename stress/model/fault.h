/*
 * fault.h: what the oracles find.
 */
#ifndef STRESS_MODEL_FAULT_H
#define STRESS_MODEL_FAULT_H

#include <stdint.h>

typedef enum model_oracle {
    MODEL_NO_FAULT,
    MODEL_RACE,
    MODEL_USE_AFTER_FREE,
    MODEL_WILD_ACCESS,
    MODEL_DOUBLE_FREE,
    MODEL_LEAK,
    MODEL_ASSERTION,
    MODEL_DEADLOCK,
    MODEL_LIVELOCK,
    MODEL_BLOCKED, /* by a suspended thread */
    MODEL_LOCK_MISUSE,
    MODEL_ABORT,
    MODEL_CRASH,
    MODEL_OUTCOME,
    MODEL_TOO_LARGE, /* for the checker's tables: says nothing about the program */
    MODEL_ORACLES
} model_oracle;

extern const char *const model_oracle_names[MODEL_ORACLES];

typedef struct model_fault {
    model_oracle oracle;
    char text[240];
    uintptr_t pc;      /* of the access that showed it, or 0 */
    uintptr_t address; /* what it is about, or 0 */
} model_fault;

extern model_fault model_found;

/* Notes the fault, if it is the first of this execution. */
void model_report(model_oracle oracle, uintptr_t pc, uintptr_t address, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same, on a fiber, and leaves the execution. */
_Noreturn void model_fault_at(model_oracle oracle, uintptr_t pc, uintptr_t address,
                              const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
