/*
 * scenarios.c: all scenarios of the program, as STRESS_SCENARIO registered them.
 */
#include "stress/scenario.h"

#include <stdlib.h>
#include <string.h>

/* The linker's names for the ends of the section. */
extern const stress_scenario *const __start_stress_scenarios[];
extern const stress_scenario *const __stop_stress_scenarios[];

static int by_name(const void *one, const void *other)
{
    return strcmp((*(const stress_scenario *const *)one)->name,
                  (*(const stress_scenario *const *)other)->name);
}

const stress_scenario *const *stress_scenarios(void)
{
    static const stress_scenario **sorted;
    if (sorted == NULL) {
        size_t count = (size_t)(__stop_stress_scenarios - __start_stress_scenarios);
        sorted = calloc(count + 1, sizeof *sorted);
        if (sorted == NULL)
            abort();
        memcpy(sorted, __start_stress_scenarios, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_name);
    }
    return sorted;
}
