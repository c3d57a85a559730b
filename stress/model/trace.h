/*
 * trace.h: what happens in an execution that is to be printed.
 */
#ifndef STRESS_MODEL_TRACE_H
#define STRESS_MODEL_TRACE_H

#include <stdbool.h>
#include <stdint.h>

typedef struct model_record {
    uint8_t thread, kind, order, size; /* kind: model_kind, or one of those below */
    uint8_t from_thread;
    bool failed;   /* an exchange */
    uint8_t newer; /* stores that it could have read instead */
    uint16_t from; /* the step that wrote what was read, MODEL_RECORDS: from before */
    uintptr_t address, pc;
    uint64_t before, after;
} model_record;

enum { MODEL_PLAIN_READ = 32, MODEL_PLAIN_WRITE, MODEL_FREE, MODEL_RECORDS = 20000 };

extern model_record model_records[MODEL_RECORDS];
extern unsigned model_recorded;

/* Plain accesses to these eight bytes are kept too; 0: none. */
extern uintptr_t model_watched;

/* A new record, to be filled. Call only if model_config.trace. */
model_record *model_trace(unsigned kind, uintptr_t address, unsigned size, unsigned order,
                          uintptr_t pc);

#endif
