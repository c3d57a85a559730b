/*
 * tables.c: the list of what the suite `slots` can measure.
 */
#include "bench/slots/slots.h"

#include <stdlib.h>
#include <string.h>

/* More than there are ways to make them. One more than that, for the NULL. */
enum { MOST = 64 };

static const rc_bench_slot_table *tables[MOST + 1];
static size_t count;

void rc_bench_add_slots(const rc_bench_slot_table *table)
{
    if (count == MOST)
        abort();
    size_t place = count++;
    for (; place > 0; place--) {
        const rc_bench_slot_table *before = tables[place - 1];
        if (before->rank < table->rank || (before->rank == table->rank && strcmp(before->name, table->name) <= 0))
            break;
        tables[place] = before;
    }
    tables[place] = table;
}

const rc_bench_slot_table *const *rc_bench_slot_tables(void)
{
    return tables;
}
