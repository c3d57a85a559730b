/*
 * faults.h: what the oracles have found: how often each, and the first of each in words.
 *
 * An oracle is a condition that every correct backend keeps, with a name. A fault is reported where it is
 * seen, by any thread; it is counted, not died of, because the second fault may explain the first. The
 * sink is memory that outlives the process that plays: what was found before a crash is not lost.
 */
#ifndef STRESS_ORACLES_FAULTS_H
#define STRESS_ORACLES_FAULTS_H

#include <stdbool.h>
#include <stdint.h>

/* X(constant, name, what must not happen) */
#define STRESS_ORACLE_LIST(X)                                                                      \
    X(FINAL_COUNT, "final-count", "the last reference was not the only one counted")               \
    X(LOST_UPDATE, "lost-update", "at rest the count is not the number of references")             \
    X(LEAK, "leak", "alive, with no reference left")                                               \
    X(PREMATURE_FREE, "premature-free", "destroyed, with references left")                         \
    X(DOUBLE_FREE, "double-free", "destroyed or released to the allocator twice")                  \
    X(USE_AFTER_FREE, "use-after-free", "freed memory was used, or an object is not itself")       \
    X(DEADLOCK, "deadlock", "threads wait for each other")                                         \
    X(LIVELOCK, "livelock", "threads are busy without getting anywhere")                           \
    X(STUCK_QUEUE, "stuck-queue", "an object was queued and its owner never merged it")            \
    X(LATE_GARBAGE, "late-garbage", "dead for longer than the backend says it may wait")           \
    X(OUTCOME, "outcome", "an outcome that the test forbids or does not know")                     \
    X(PROGRESS, "progress", "an operation is not of the progress class that is claimed")           \
    X(CONTRACT, "contract", "an operation did not do what its description says")                   \
    X(MODEL, "model", "another answer than the sequential reference model's")                      \
    X(CRASH, "crash", "the process that played was killed or reported by a sanitizer")

typedef enum stress_oracle {
#define STRESS_ORACLE_CONSTANT(constant, name, text) STRESS_##constant,
    STRESS_ORACLE_LIST(STRESS_ORACLE_CONSTANT) STRESS_ORACLES
} stress_oracle;

typedef struct stress_oracle_info {
    const char *name, *text;
} stress_oracle_info;

extern const stress_oracle_info stress_oracles[STRESS_ORACLES];

enum { STRESS_FAULT_TEXT = 200, STRESS_REPLAY_TEXT = 320 };

/* The part of a play that is under way: by interleavings that are the same in every run, or by chance. */
typedef enum stress_phase { STRESS_SCRIPTED, STRESS_BY_CHANCE, STRESS_PHASES } stress_phase;

typedef struct stress_faults {
    _Atomic uint64_t count[STRESS_PHASES][STRESS_ORACLES];
    char first[STRESS_ORACLES][STRESS_FAULT_TEXT];
    char replay[STRESS_REPLAY_TEXT]; /* the schedule in which the first fault of all was seen */
    double started, first_at;        /* rc_tool_now() */
    _Atomic uint32_t phase;
} stress_faults;

/* Where faults go from now on, for the whole process; the clock of `open` starts, that of `sink` goes on. */
void stress_faults_open(stress_faults *faults);
void stress_faults_sink(stress_faults *faults);
void stress_faults_phase(stress_phase phase);

/* Says which schedule is being played; NULL for none. */
void stress_faults_schedule(const char *(*describe)(void));

/* Reports a fault. The text says which object, thread or number. Any thread; never blocks for long. */
void stress_fault(stress_oracle oracle, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

uint64_t stress_faults_total(const stress_faults *faults);
uint64_t stress_faults_of(const stress_faults *faults, stress_oracle oracle);

/* True once a fault was found, in this process. */
bool stress_faulty(void);

#endif
