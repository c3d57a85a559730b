/*
 * table.h: from the address of a live object to what the recorder knows of it.
 *
 * Open addressing with linear probing, at most half full; a removal moves back what had to step
 * over the gap, so there are no tombstones and a program that creates and destroys for hours keeps
 * a small table.
 */
#ifndef RC_BENCH_RECORD_TABLE_H
#define RC_BENCH_RECORD_TABLE_H

#include <stddef.h>
#include <stdint.h>

typedef struct rc_record_entry {
    const void *key; /* NULL: the place is free */
    uint32_t object; /* its number in the trace */
    uint64_t count;  /* references, as far as the trace knows; at least 1 */
} rc_record_entry;

typedef struct rc_record_table {
    rc_record_entry *place;
    size_t size; /* a power of two, or 0 before the first insertion */
    size_t used;
} rc_record_table;

/* NULL if key is not in the table. */
rc_record_entry *rc_record_find(rc_record_table *table, const void *key);

/* Adds key, which must not be there; NULL if there is no memory. Moves other entries. */
rc_record_entry *rc_record_insert(rc_record_table *table, const void *key);

/* Moves other entries. */
void rc_record_remove(rc_record_table *table, rc_record_entry *entry);

#endif
