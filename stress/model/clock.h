/*
 * clock.h: clocks and views.
 *
 * A clock counts, for each thread, how far what it did has happened before (C11's
 * happens-before, for races). A view says, for each atomic location, the oldest store that may still be
 * read, as an index into the location's modification order. The two are not the same: a seq_cst fence
 * moves views and orders nothing.
 */
#ifndef STRESS_MODEL_CLOCK_H
#define STRESS_MODEL_CLOCK_H

#include "stress/model/model.h"

#include <stdbool.h>
#include <stdint.h>

enum {
    MODEL_LOCATIONS = 64 /* atomic locations that threads share, in one execution */
};

typedef struct model_clock {
    uint16_t at[MODEL_THREADS];
} model_clock;

typedef struct model_view {
    uint8_t at[MODEL_LOCATIONS];
} model_view;

static inline void model_clock_join(model_clock *into, const model_clock *from)
{
    for (int i = 0; i < MODEL_THREADS; i++)
        into->at[i] = from->at[i] > into->at[i] ? from->at[i] : into->at[i];
}

static inline bool model_clock_within(const model_clock *one, const model_clock *other)
{
    bool within = true;
    for (int i = 0; i < MODEL_THREADS; i++)
        within &= one->at[i] <= other->at[i];
    return within;
}

static inline void model_view_join(model_view *into, const model_view *from)
{
    for (int i = 0; i < MODEL_LOCATIONS; i++)
        into->at[i] = from->at[i] > into->at[i] ? from->at[i] : into->at[i];
}

#endif
