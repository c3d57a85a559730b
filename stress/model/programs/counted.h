/*
 * counted.h: a struct with a counter of its own, for programs about embedded counters.
 *
 * There is room for the counter of any backend.
 */
#ifndef STRESS_MODEL_COUNTED_H
#define STRESS_MODEL_COUNTED_H

#include "stress/model/programs/node.h"

#include <stdlib.h>

typedef struct counted {
    union {
        rc_counter counter;
        unsigned char room[64];
    } __attribute__((aligned(16)));
    unsigned used[MODEL_THREADS];
    unsigned disposed;
} counted;

static inline counted *counted_of(rc_counter *counter)
{
    return (counted *)(void *)counter;
}

static inline void counted_retain(counted *c, unsigned times)
{
    while (times-- > 0)
        rc->counter_retain(&c->counter);
}

static inline counted *counted_new(unsigned references)
{
    counted *c = calloc(1, sizeof *c);
    model_assert(c != NULL);
    model_name(c, "counted");
    rc->counter_init(&c->counter);
    counted_retain(c, references - 1);
    return c;
}

/* Frees it. */
static inline void counted_dispose(rc_counter *counter)
{
    counted *c = counted_of(counter);
    for (unsigned i = 0; i < MODEL_THREADS; i++)
        model_look(c->used[i]);
    rc->counter_destroy(counter);
    free(c);
}

/* Only remembers: for memory that stays. */
static inline void counted_note(rc_counter *counter)
{
    counted_of(counter)->disposed++;
}

#endif
