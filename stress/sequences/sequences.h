/*
 * sequences.h: random sequences of operations, compared with a model of what they must do.
 *
 * One thread at a time: what only threads that run at once can break is for others. In exchange the model
 * knows exactly what each call must return, who must die when, and what the statistics must say; a
 * failure is the same in every run, and is shrunk to a few operations.
 *
 *   the count is wrong: T1 count a: 1 instead of 2
 *
 *   T1 new a leaf
 *   T1 retain a
 *   T1 count a
 */
#ifndef STRESS_SEQUENCES_SEQUENCES_H
#define STRESS_SEQUENCES_SEQUENCES_H

#include "stress/sequences/play.h"

typedef struct stress_sequences_options {
    stress_seq_target target;
    uint64_t seed;         /* of the first sequence; the others have the next ones */
    uint64_t count;        /* sequences at the most; 0: no limit but time */
    double seconds;        /* at the most; 0: no limit but count */
    double shrink_seconds; /* at the most, for a failure */
} stress_sequences_options;

typedef struct stress_sequences_result {
    uint64_t sequences, operations, skipped;
    uint64_t seed;              /* of the sequence that failed */
    uint64_t length;            /* of it, before it was shrunk */
    stress_seq_played played;   /* the last one; failed: the shrunk one, and why */
    char text[STRESS_SEQ_TEXT]; /* the shrunk one */
} stress_sequences_result;

/* Ends with the first failure. True if there was none. Not on several threads at once. */
bool stress_sequences_run(const stress_sequences_options *options, stress_sequences_result *result);

/* Plays a text. False, and one line in `error`, if it is not one. */
bool stress_sequences_replay(const stress_seq_target *target, const char *text,
                             stress_seq_played *played, char *error, size_t size);

/*
 * The same for a file, as a command: says on stdout what became of it, and returns an exit status: 0, or
 * RC_EXIT_VIOLATION. Ends the program with one line and RC_EXIT_USAGE if the file is no sequence.
 */
int stress_sequences_replay_file(const rc_ops *ops, const char *path);

#endif
