/*
 * tasks.h: coroutines for experiments, compiled once per backend.
 */
#ifndef BENCH_CLAIMS_TASKS_H
#define BENCH_CLAIMS_TASKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct claims_tasks {
    const char *backend;
    /* Resumes one coroutine so many times, which yields each time. `confined` as in rc_routine. */
    void (*resume)(uint64_t times, bool confined);
    /* Makes a coroutine and drops it, so many times. */
    void (*make)(uint64_t times);
    /* Bytes of its object. */
    size_t (*bytes)(void);
    /*
     * So many coroutines on the calling thread, which all hold one object over their yields, so many steps
     * each. Returns the object's count after the last has ended: 1 if it is right.
     */
    uint64_t (*share)(unsigned coroutines, unsigned steps);
    /*
     * Two coroutines in turns: one takes `steps` steps, the other computes without a yield in its second one.
     * Returns how many steps the first had made meanwhile.
     */
    uint64_t (*block)(uint64_t steps);
    /* The note's examples: what they print, a line for each. */
    void (*examples)(char *text, size_t size);
} claims_tasks;

/* Of a backend by its number, as kernel.h has it. NULL past the last. */
const claims_tasks *claims_tasks_at(unsigned index);

/* ---------------------------------------------------------------------------- tasks that migrate */

typedef struct claims_herd claims_herd;
typedef struct claims_herd_done {
    uint64_t steps, migrations; /* of the steps, on another thread than the task's one before */
} claims_herd_done;

/* Tasks that count objects of their own. The caller decides who runs them where, one thread at a time. */
typedef struct claims_herds {
    claims_herd *(*gather)(unsigned tasks, unsigned pairs); /* the caller makes the objects */
    /* A step of so many tasks, from `first` on, and on from the first one after the last. */
    void (*graze)(claims_herd *herd, unsigned first, unsigned count);
    claims_herd_done (*disband)(claims_herd *herd);
} claims_herds;

const claims_herds *claims_herds_at(unsigned index);

#endif
