/*
 * fault.c: what was found in an execution.
 */
#include "stress/model/machine.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *const model_oracle_names[MODEL_ORACLES] = {
    [MODEL_NO_FAULT] = "none",
    [MODEL_RACE] = "data-race",
    [MODEL_USE_AFTER_FREE] = "use-after-free",
    [MODEL_WILD_ACCESS] = "wild-access",
    [MODEL_DOUBLE_FREE] = "double-free",
    [MODEL_LEAK] = "leak",
    [MODEL_ASSERTION] = "assertion",
    [MODEL_DEADLOCK] = "deadlock",
    [MODEL_LIVELOCK] = "livelock",
    [MODEL_BLOCKED] = "blocked",
    [MODEL_LOCK_MISUSE] = "lock-misuse",
    [MODEL_ABORT] = "abort",
    [MODEL_CRASH] = "crash",
    [MODEL_OUTCOME] = "outcome",
    [MODEL_TOO_LARGE] = "too-large",
};

model_fault model_found;

static void note(model_oracle oracle, uintptr_t pc, uintptr_t address, const char *format,
                 va_list arguments)
{
    if (model_found.oracle != MODEL_NO_FAULT)
        return;
    model_found.oracle = oracle;
    model_found.pc = pc;
    model_found.address = address;
    vsnprintf(model_found.text, sizeof model_found.text, format, arguments);
}

void model_report(model_oracle oracle, uintptr_t pc, uintptr_t address, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    note(oracle, pc, address, format, arguments);
    va_end(arguments);
    model.end = MODEL_FAULT;
}

_Noreturn void model_fault_at(model_oracle oracle, uintptr_t pc, uintptr_t address,
                              const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    note(oracle, pc, address, format, arguments);
    va_end(arguments);
    model_leave(MODEL_FAULT);
    __builtin_unreachable();
}

_Noreturn void model_assert_failed_(const char *condition, const char *file, int line)
{
    const char *name = strrchr(file, '/');
    model_fault_at(MODEL_ASSERTION, (uintptr_t)__builtin_return_address(0), 0, "%s:%d: T%u: %s",
                   name != NULL ? name + 1 : file, line, model.current + 1, condition);
}
