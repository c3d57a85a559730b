/*
 * table.c: see table.h.
 */
#include "refcount/check/table.h"

#include "refcount/check/locks.h"

#include <errno.h>

#define S                                                                                          \
    {                                                                                              \
        .mutex = RC_MUTEX_INITIALIZER, .buckets = RC_SHARD_FIRST_BUCKETS                           \
    }
#define S4 S, S, S, S
static rc_shard shards[RC_SHARDS] = {S4, S4, S4, S4};
#undef S4
#undef S

static uint64_t hash_of(const void *address)
{
    return (uint64_t)(uintptr_t)address * UINT64_C(0x9e3779b97f4a7c15);
}

static rc_check_entry **buckets_of(const rc_shard *shard)
{
    return shard->bucket != NULL ? shard->bucket : (rc_check_entry **)(uintptr_t)shard->first;
}

static rc_check_entry **bucket_of(const rc_shard *shard, const void *address)
{
    return &buckets_of(shard)[(hash_of(address) >> 26) & (shard->buckets - 1)];
}

rc_shard *rc_shard_lock_at(unsigned index)
{
    rc_mutex_lock(&shards[index].mutex);
    return &shards[index];
}

rc_shard *rc_shard_lock(const void *address)
{
    return rc_shard_lock_at(hash_of(address) >> 60);
}

void rc_shard_unlock(rc_shard *shard)
{
    rc_mutex_unlock(&shard->mutex);
}

void rc_shards_lock_all(void)
{
    for (unsigned i = 0; i < RC_SHARDS; i++)
        rc_mutex_lock(&shards[i].mutex);
}

void rc_shards_unlock_all(void)
{
    for (unsigned i = RC_SHARDS; i-- > 0;)
        rc_mutex_unlock(&shards[i].mutex);
}

rc_check_entry **rc_shard_find(rc_shard *shard, const void *address)
{
    rc_check_entry **link = bucket_of(shard, address);
    while (*link != NULL && (*link)->address != address)
        link = &(*link)->next;
    return link;
}

static void grow(rc_shard *shard)
{
    size_t buckets = shard->buckets * 2;
    int saved = errno;
    rc_check_entry **larger = calloc(buckets, sizeof(rc_check_entry *));
    errno = saved;
    if (larger == NULL)
        return;
    rc_check_entry **old = buckets_of(shard);
    size_t old_buckets = shard->buckets;
    shard->bucket = larger;
    shard->buckets = buckets;
    for (size_t i = 0; i < old_buckets; i++) {
        for (rc_check_entry *entry = old[i], *next; entry != NULL; entry = next) {
            next = entry->next;
            rc_check_entry **bucket = bucket_of(shard, entry->address);
            entry->next = *bucket;
            *bucket = entry;
        }
    }
    if (old != shard->first)
        free(old);
}

void rc_shard_insert(rc_shard *shard, rc_check_entry *entry)
{
    if (shard->entries >= shard->buckets)
        grow(shard);
    rc_check_entry **bucket = bucket_of(shard, entry->address);
    entry->next = *bucket;
    *bucket = entry;
    shard->entries++;
}

rc_check_entry *rc_shard_remove(rc_shard *shard, rc_check_entry **link)
{
    rc_check_entry *entry = *link;
    *link = entry->next;
    shard->entries--;
    return entry;
}

rc_check_entry *rc_shard_bucket(const rc_shard *shard, size_t index)
{
    return buckets_of(shard)[index];
}
