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
    uint64_t pairs, migrations;
} claims_herd_done;

/* Tasks that count objects of their own, made in their first step; to be run on several threads at once. */
typedef struct claims_herds {
    claims_herd *(*gather)(unsigned tasks, unsigned steps, unsigned pairs, uint64_t stay);
    void (*drive)(claims_herd *herd); /* on each thread, attached */
    claims_herd_done (*disband)(claims_herd *herd);
} claims_herds;

const claims_herds *claims_herds_at(unsigned index);

#endif
