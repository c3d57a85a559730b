/*
 * json.h: the plan of the workload `json`: a text, what is looked up in it, and what should be found.
 *
 * The text is an array of `size` records:
 *
 *   {"id": 17, "name": "record-17", "tags": ["...", ...], "place": {"x": 4711, "y": 815}}
 *
 * Each lookup goes from the root to a number: root, record, `place`, `x` or `y`: four references taken and given up
 * again. `work` lookups for each thread; every record has the same share of being looked up.
 */
#ifndef RC_BENCH_PROGRAMS_JSON_H
#define RC_BENCH_PROGRAMS_JSON_H

#include "bench/programs/programs.h"

#include <stdio.h>

enum {
    JSON_RECORD_BYTES = 160, /* at most, of text */
    JSON_VALUES = 16,        /* of which a record consists, its keys and itself included */
    JSON_STEPS = 4           /* references that a lookup takes: root, record, place, number */
};

/* The number `x` (0) or `y` (1) of a record. */
RC_BENCH_INLINE uint64_t json_number(uint64_t seed, uint64_t record, unsigned which)
{
    return rc_program_mix(seed + which, record) >> 40;
}

/* What a lookup is of: twice the record's number, and 1 for `y`. */
RC_BENCH_INLINE uint64_t json_draw(const rc_program_job *job, uint64_t *random)
{
    return rc_program_draw(random, 2 * job->size);
}

/* The bytes written to `text`, which has room for them. */
static inline size_t json_write(const rc_program_job *job, char *text)
{
    char *at = text;
    *at++ = '[';
    for (uint64_t i = 0; i < job->size; i++)
        at += sprintf(
            at,
            "%s{\"id\": %llu, \"name\": \"record-%llu\", \"tags\": [\"red\", \"green\", \"blue\"],"
            " \"place\": {\"x\": %llu, \"y\": %llu}}",
            i > 0 ? ",\n" : "", (unsigned long long)i, (unsigned long long)i,
            (unsigned long long)json_number(job->seed, i, 0),
            (unsigned long long)json_number(job->seed, i, 1));
    *at++ = ']';
    *at = '\0';
    return (size_t)(at - text);
}

/* The sum of all that is looked up, and of the numbers in the text. */
static inline uint64_t json_expected(const rc_program_job *job)
{
    uint64_t sum = 0;
    for (unsigned thread = 0; thread < job->threads; thread++) {
        uint64_t random = rc_program_seed(job->seed, thread);
        for (size_t i = 0; i < job->work; i++) {
            uint64_t drawn = json_draw(job, &random);
            sum += json_number(job->seed, drawn / 2, drawn % 2);
        }
    }
    for (uint64_t i = 0; i < job->size; i++)
        sum += i + json_number(job->seed, i, 0) + json_number(job->seed, i, 1);
    return sum;
}

#endif
