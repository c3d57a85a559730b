/*
 * twins.h: a program on the library, and the same with a bug in the program itself, which must be found.
 *
 * act takes whether it is the broken one. What else the two have in common are fields of model_program.
 */
#ifndef STRESS_MODEL_TWINS_H
#define STRESS_MODEL_TWINS_H

#include "stress/model/model.h"

#define MODEL_TWINS(id, text, explanation, ...)                                                    \
    static void id##_right(unsigned thread)                                                        \
    {                                                                                              \
        id##_act(thread, false);                                                                   \
    }                                                                                              \
    static void id##_wrong(unsigned thread)                                                        \
    {                                                                                              \
        id##_act(thread, true);                                                                    \
    }                                                                                              \
    MODEL_PROGRAM(id##_is_right) = {                                                               \
        .name = text, .summary = explanation, .act = id##_right, __VA_ARGS__};                     \
    MODEL_PROGRAM(id##_is_wrong) = {.name = "seeded-" text,                                        \
                                    .summary = explanation ", with a bug",                         \
                                    .act = id##_wrong,                                             \
                                    .broken = true,                                                \
                                    __VA_ARGS__}

#endif
