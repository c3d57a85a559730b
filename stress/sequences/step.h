/*
 * step.h: one operation in the model: for model.c and deaths.c alone.
 */
#ifndef STRESS_SEQUENCES_STEP_H
#define STRESS_SEQUENCES_STEP_H

#include "stress/sequences/model.h"

typedef struct stress_seq_step {
    stress_seq_model *m;
    stress_seq_op op;
    const stress_seq_seen *seen;
    stress_seq_deviation *deviation;
    stress_seq_model_thread *thread;
    stress_seq_model_object *object; /* what the operation is on; meaningless if it is on none */
    bool dying[STRESS_SEQ_OBJECTS];  /* may end in this operation, if it has no references */
} stress_seq_step;

/* Fills the deviation, returns false. */
bool stress_seq_deviates(stress_seq_step *s, stress_seq_deviation_kind kind, const char *format,
                         ...) __attribute__((format(printf, 3, 4)));

/* An operation on an object or a weak reference. references.c */
bool stress_seq_step_references(stress_seq_step *s);

/* The thread of the operation gives up references to an object. deaths.c */
void stress_seq_step_drop(stress_seq_step *s, unsigned object, uint64_t times);

/* The thread of the operation looks after what was left to it. */
void stress_seq_step_safepoint(stress_seq_step *s);

/* An object without references that may outlive them, for its owner's sake. */
bool stress_seq_step_waits(const stress_seq_model *m, unsigned object);

/* What was seen to end might end, and what had to end did. */
bool stress_seq_step_deaths(stress_seq_step *s);

/* Ends what has no references, as a backend that leaves nothing to anybody. */
void stress_seq_step_end_all(stress_seq_step *s);

#endif
