/*
 * trace.c: what happens in an execution that is to be printed.
 */
#include "stress/model/trace.h"

#include "stress/model/machine.h"

model_record model_records[MODEL_RECORDS];
unsigned model_recorded;
uintptr_t model_watched;

model_record *model_trace(unsigned kind, uintptr_t address, unsigned size, unsigned order,
                          uintptr_t pc)
{
    unsigned at = model_recorded < MODEL_RECORDS - 1 ? model_recorded++ : model_recorded - 1;
    model_records[at] = (model_record){.thread = (uint8_t)model.current,
                                       .kind = (uint8_t)kind,
                                       .order = (uint8_t)order,
                                       .size = (uint8_t)size,
                                       .from = MODEL_RECORDS,
                                       .address = address,
                                       .pc = pc};
    return &model_records[at];
}
