/*
 * programs.c: all programs of the checker, as MODEL_PROGRAM registered them, and the backends without
 * decorators.
 */
#include "stress/model/programs.h"

#include "refcount/counters/list.h"

#include <stdlib.h>
#include <string.h>

/* The linker's names for the ends of the section. */
extern const model_program *const __start_model_programs[];
extern const model_program *const __stop_model_programs[];

static int by_name(const void *one, const void *other)
{
    return strcmp((*(const model_program *const *)one)->name,
                  (*(const model_program *const *)other)->name);
}

const model_program *const *model_programs(void)
{
    static const model_program **sorted;
    if (sorted == NULL) {
        size_t count = (size_t)(__stop_model_programs - __start_model_programs);
        sorted = calloc(count + 1, sizeof *sorted);
        if (sorted == NULL)
            abort();
        memcpy(sorted, __start_model_programs, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_name);
    }
    return sorted;
}

#define RC_DECLARE(backend) extern const rc_ops rc_##backend##_ops;
RC_BACKENDS(RC_DECLARE)

static const rc_ops *const table[] = {
#define RC_ROW(backend) &rc_##backend##_ops,
    RC_BACKENDS(RC_ROW)};

#define ROWS (sizeof table / sizeof table[0])

const rc_ops *rc_ops_at(unsigned index)
{
    return index < ROWS ? table[index] : NULL;
}

const rc_ops *rc_ops_find(const char *name)
{
    for (size_t i = 0; i < ROWS; i++) {
        if (strcmp(name, table[i]->get_backend()->name) == 0)
            return table[i];
    }
    return NULL;
}
