/*
 * table.h: what was measured: a row for each operation in each setting, and the judgement of all.
 */
#ifndef STRESS_PROGRESS_TABLE_H
#define STRESS_PROGRESS_TABLE_H

#include "stress/progress/claims.h"

#include <stdint.h>

enum {
    PROGRESS_ROWS = 192,
    PROGRESS_ROUNDS =
        1000, /* so often a rival came between two steps of an operation that is lock-free */
    PROGRESS_BOUND = 16 /* points of an operation that is wait-free */
};

typedef struct progress_row {
    const progress_claim *claim;
    const progress_setting *setting;
    rc_progress measured;
    unsigned stops;  /* places where another thread stood and the operation ended */
    unsigned rivals; /* contests that it won: a rival came between all its steps */
    unsigned points; /* that it came by, at the most */
    char why[160];   /* it is no better */
    bool by_chance;  /* that was seen where a thread happened to be suspended */
} progress_row;

typedef struct progress_table {
    const rc_ops *ops;
    progress_row row[PROGRESS_ROWS];
    unsigned rows;
    uint64_t seed;
    unsigned held;    /* threads suspended at any instruction */
    unsigned during;  /* operations that ended meanwhile */
    unsigned unclean; /* worlds in which an object did not die, or died twice */
} progress_table;

/* Measures everything; or only one operation, by name. The cast is there. */
void progress_measure(progress_table *t, const rc_ops *ops, const char *only, uint64_t seed);

/* The parts: with one thread standing; with a rival between any two steps; with one suspended anywhere. */
void progress_measure_stops(progress_table *t, progress_row *row, bool counters);
void progress_measure_rivals(progress_table *t, progress_row *row, bool counters);
void progress_measure_suspended(progress_table *t, unsigned times);

/* The operation was found to be no better than that. */
void progress_worsen(progress_row *row, rc_progress measured, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Reports a fault for each claim that is not what was measured. Returns how many. */
unsigned progress_judge(const progress_table *t);

/* As text, at most `size` bytes; an operation that is not what is claimed has a mark. */
void progress_print(const progress_table *t, char *text, unsigned size);

#endif
