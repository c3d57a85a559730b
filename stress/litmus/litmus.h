/*
 * litmus.h: what the litmus tests share: answers that actors leave, objects with a reference for each, a
 * place where one actor leaves something for another.
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
#include "stress/schedule/points.h"

#include "refcount/atomics.h"

#include <stdio.h>

/* What one actor has seen. On a cache line of its own: answering must not slow the others down. */
typedef struct litmus_answer {
    unsigned value;
} __attribute__((aligned(64))) litmus_answer;

/* A variable that actors share, on a line of its own as well. */
typedef struct litmus_word {
    _Atomic uint64_t value;
} __attribute__((aligned(64))) litmus_word;

/* "1,0": the first `count` answers; numbers above 9 are `+`. Called for every world, so no printf. */
static inline void litmus_print(const litmus_answer *answer, unsigned count, char *text)
{
    for (unsigned i = 0; i < count; i++) {
        if (i > 0)
            *text++ = ',';
        *text++ = answer[i].value < 10 ? (char)('0' + answer[i].value) : '+';
    }
    *text = '\0';
}

static inline void litmus_say(const char *what, char *text, size_t size)
{
    size_t i = 0;
    for (; what[i] != '\0' && i + 1 < size; i++)
        text[i] = what[i];
    text[i] = '\0';
}

/* Backends whose objects have owners may leave a death to one of them. */
static inline bool litmus_may_be_late(const stress_stage *stage)
{
    return stage->ops->get_backend()->deferred_death;
}

/* A new object; the i-th of `actors` holds references[i] of it. */
static inline void litmus_make(stress_stage *stage, stress_subject *subject, const rc_type *type,
                               unsigned actors, const unsigned *references)
{
    unsigned left = 0;
    for (unsigned i = 0; i < actors; i++)
        left += references[i];
    stress_make(stage, subject, type);
    for (unsigned i = 0; i < actors; i++) {
        for (unsigned j = 0; j < references[i]; j++) {
            if (--left > 0)
                stress_retain(stage, subject);
            stress_hand_over(subject, stress_self(), i);
        }
    }
}

#define LITMUS_MAKE(stage, subject, type, ...)                                                     \
    litmus_make(stage, subject, type, sizeof((unsigned[]){__VA_ARGS__}) / sizeof(unsigned),        \
                (const unsigned[]){__VA_ARGS__})

/*
 * A reference that one actor leaves for another. The books say that nobody holds it in between.
 * Taking waits; or it is an attempt that may find nothing.
 */
typedef struct litmus_mailbox {
    _Atomic(stress_subject *) content;
} __attribute__((aligned(64))) litmus_mailbox;

static inline void litmus_leave(litmus_mailbox *mailbox, stress_subject *subject)
{
    stress_hand_out(subject);
    rc_store_release(&mailbox->content, subject); /* (1) release: pairs with (2) */
}

static inline bool litmus_try_take(litmus_mailbox *mailbox)
{
    stress_subject *subject =
        rc_exchange_acquire(&mailbox->content, NULL); /* (2) acquire: pairs with (1) */
    if (subject != NULL)
        stress_hand_in(subject);
    return subject != NULL;
}

static inline void litmus_take(litmus_mailbox *mailbox)
{
    unsigned turns = 0;
    while (!litmus_try_take(mailbox))
        stress_waiting(&turns);
}

#endif
