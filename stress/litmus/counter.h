/*
 * counter.h: embedded counters for litmus tests, with books like those of the ledger.
 *
 * What asks the dead, or makes immortal, cannot be played with managed objects: their memory goes with
 * them, or never. A counter's memory is the test's: it outlives the count.
 */
#ifndef STRESS_LITMUS_COUNTER_H
#define STRESS_LITMUS_COUNTER_H

#include "stress/litmus/litmus.h"

typedef struct litmus_counter {
    rc_counter counter __attribute__((aligned(64)));
    _Atomic uint32_t disposed __attribute__((aligned(64)));
    _Atomic bool immortal;
    void (*at_end)(struct litmus_counter *counter); /* called in dispose; or NULL */
    stress_cell cell[STRESS_SELVES];
} litmus_counter;

/* A new counter; the i-th of `actors` holds references[i] of it. */
void litmus_counter_make(stress_stage *stage, litmus_counter *counter, unsigned actors,
                         const unsigned *references);

#define LITMUS_COUNTER(stage, counter, ...)                                                        \
    litmus_counter_make(stage, counter, sizeof((unsigned[]){__VA_ARGS__}) / sizeof(unsigned),      \
                        (const unsigned[]){__VA_ARGS__})

/* The operations of the calling actor, on the counter and in the books. */
void litmus_counter_retain(stress_stage *stage, litmus_counter *counter);
void litmus_counter_release(stress_stage *stage, litmus_counter *counter);
bool litmus_counter_try_retain(stress_stage *stage, litmus_counter *counter);
void litmus_counter_enable(stress_stage *stage, litmus_counter *counter);
void litmus_counter_make_immortal(stress_stage *stage, litmus_counter *counter);

/* True once dispose was called. */
bool litmus_counter_dead(const litmus_counter *counter);

/* At rest: the count is the number of references on the books, and 0 is dead. */
void litmus_counter_ask(stress_stage *stage, litmus_counter *counter);

/* For finish: the caller gives back what it holds. For judge: it is dead by now, once. */
void litmus_counter_give_back(stress_stage *stage, litmus_counter *counter);
void litmus_counter_judge(stress_stage *stage, litmus_counter *counter);

#endif
