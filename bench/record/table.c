/*
 * table.c: from the address of a live object to what the recorder knows of it.
 */
#include "bench/record/table.h"

#include <stdlib.h>

/* Objects come from malloc: their low bits are all alike, so the high bits of a product decide. */
static size_t home(const rc_record_table *table, const void *key)
{
    return (size_t)((uint64_t)(uintptr_t)key * 0x9e3779b97f4a7c15 >> 20) & (table->size - 1);
}

/* Where key is, or the free place where it belongs. */
static rc_record_entry *probe(rc_record_table *table, const void *key)
{
    size_t i = home(table, key);
    while (table->place[i].key && table->place[i].key != key)
        i = (i + 1) & (table->size - 1);
    return &table->place[i];
}

static int grow(rc_record_table *table)
{
    rc_record_table bigger = {.size = table->size ? table->size * 2 : 256, .used = table->used};
    bigger.place = calloc(bigger.size, sizeof *bigger.place);
    if (!bigger.place)
        return -1;
    for (size_t i = 0; i < table->size; i++)
        if (table->place[i].key)
            *probe(&bigger, table->place[i].key) = table->place[i];
    free(table->place);
    *table = bigger;
    return 0;
}

rc_record_entry *rc_record_find(rc_record_table *table, const void *key)
{
    if (table->size == 0)
        return NULL;
    rc_record_entry *entry = probe(table, key);
    return entry->key ? entry : NULL;
}

rc_record_entry *rc_record_insert(rc_record_table *table, const void *key)
{
    if (table->used * 2 >= table->size && grow(table) != 0)
        return NULL;
    rc_record_entry *entry = probe(table, key);
    *entry = (rc_record_entry){.key = key};
    table->used++;
    return entry;
}

void rc_record_remove(rc_record_table *table, rc_record_entry *entry)
{
    size_t mask = table->size - 1;
    size_t gap = (size_t)(entry - table->place);
    for (size_t i = (gap + 1) & mask; table->place[i].key; i = (i + 1) & mask) {
        /* An entry may move back into the gap unless its home lies behind the gap. */
        size_t from_home = (i - home(table, table->place[i].key)) & mask;
        size_t from_gap = (i - gap) & mask;
        if (from_home >= from_gap) {
            table->place[gap] = table->place[i];
            gap = i;
        }
    }
    table->place[gap].key = NULL;
    table->used--;
}
