/*
 * table.h: the shadow's entries by address: a hash table in parts, each with a mutex of its own.
 *
 * For the files of the checked mode alone. Inserting never fails: each part has its first buckets from
 * the start, and chains get longer when there is no memory for more.
 */
#ifndef RC_CHECK_TABLE_H
#define RC_CHECK_TABLE_H

#include "refcount/check/quarantine.h"
#include "refcount/check/retains.h"
#include "refcount/check/shadow.h"
#include "refcount/platform.h"

/* Guarded by its shard's mutex. */
struct rc_check_entry {
    rc_check_entry *next;
    const void *address;
    uint64_t serial; /* of this life of the address */
    rc_check_kind kind;
    rc_check_state state;
    const rc_check_type *type; /* NULL for counters; of the object, for a weak reference */
    uint64_t count;            /* references; handles, for a weak reference */
    void *block;               /* an object's memory */
    size_t size;               /* of its payload */
    rc_dispose *dispose;       /* a counter's, as the latest release named it */
    rc_retains retains;
    unsigned events; /* noted in this life: the ring has the last ones */
    rc_check_event ring[RC_CHECK_HISTORY];
};

#define RC_SHARDS 16u
#define RC_SHARD_FIRST_BUCKETS 16u

typedef struct rc_shard {
    rc_mutex mutex;
    size_t entries;
    size_t buckets; /* a power of two */
    uint64_t serial;
    rc_check_entry **bucket; /* NULL: `first` */
    rc_check_entry *first[RC_SHARD_FIRST_BUCKETS];
} __attribute__((aligned(64))) rc_shard;

/* The address's part of the table, locked. */
rc_shard *rc_shard_lock(const void *address);
void rc_shard_unlock(rc_shard *shard);

/* Every part in turn, for what looks at all entries. */
rc_shard *rc_shard_lock_at(unsigned index);

/* The link to the address's entry, or to NULL. With the shard locked. */
rc_check_entry **rc_shard_find(rc_shard *shard, const void *address);

/* entry->address is not in the table. With the shard locked. Keeps errno. */
void rc_shard_insert(rc_shard *shard, rc_check_entry *entry);

/* The entry is taken out, and the caller frees it. With the shard locked. */
rc_check_entry *rc_shard_remove(rc_shard *shard, rc_check_entry **link);

/* The first entry of a bucket; the others follow by `next`. With the shard locked. */
rc_check_entry *rc_shard_bucket(const rc_shard *shard, size_t index);

/* ------------------------------------------------- one entry, its shard locked. entry.c */

/* The entry of an object or counter, or else of a weak reference; NULL if the address has none. */
rc_check_entry *rc_entry_find(rc_shard *shard, const void *address, bool weak);

/* Somebody can hold a reference. */
bool rc_entry_usable(const rc_check_entry *entry);

void rc_entry_note(rc_check_entry *entry, const rc_check_event *call);

/* One reference more, noted. */
void rc_entry_acquire(rc_check_entry *entry, const rc_check_event *call);

/* The end: the ticket is for the quarantine, after the shard is unlocked. */
rc_quarantine_ticket rc_entry_die(rc_check_entry *entry, rc_check_state state);

/* Out of the table already. NULL is allowed. */
void rc_entry_free(rc_check_entry *entry);

rc_check_report rc_entry_report(rc_misuse kind, const rc_check_entry *entry,
                                const rc_check_event *call);

/* Reports, after it has unlocked the shard: who reads the report may use the library. */
rc_verdict rc_entry_refuse(rc_shard *shard, rc_misuse kind, rc_check_entry *entry,
                           const rc_check_event *call);

#endif
