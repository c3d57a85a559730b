/*
 * hash.h: a lock-free hash table from keys to objects (Michael's): an array of sorted lists.
 *
 *   bucket[0] --> 16 --> 96          bucket[hash(key)] is a rc_sorted_list (list.h), which has all the races and all
 *   bucket[1]                        the progress; here is only the choice of one
 *   bucket[2] --> 7
 *
 * The number of buckets is chosen once. Half as many as keys, or more, keeps the lists short; it is not an
 * error to be wrong, only slower.
 *
 * Source: Michael, "High Performance Dynamic Lock-Free Hash Tables and List-Based Sets", SPAA 2002. A table that
 * grows is Shalev, Shavit, "Split-Ordered Lists", JACM 2006.
 */
#ifndef RC_GC_STRUCTURES_HASH_H
#define RC_GC_STRUCTURES_HASH_H

#include "gc/structures/sorted_list.h"

typedef struct rc_hash {
    rc_sorted_list *bucket;
    unsigned shift; /* buckets == 2^(64 - shift) */
    void *block;    /* what the buckets lie in */
} rc_hash;

#define RC_HASH_BITS_LEAST 1
#define RC_HASH_BITS_MOST 40

/* The memory of the buckets is an object: it is counted with the others, and comes from the same allocator. */
static const rc_type rc_hash_block_type = {.name = "rc_hash_block"};

/*
 * An empty table with at least so many buckets: a power of two. False and errno ENOMEM if there is no memory.
 */
static inline RC_MUST_CHECK bool rc_hash_init(rc_hash *hash, size_t buckets)
{
    unsigned bits = RC_HASH_BITS_LEAST;
    while (bits < RC_HASH_BITS_MOST && (size_t)1 << bits < buckets)
        bits++;
    hash->block =
        rc_new_sized(&rc_hash_block_type, sizeof(rc_sorted_list) << bits); /* zeroed: empty lists */
    hash->bucket = (rc_sorted_list *)hash->block;
    hash->shift = 64 - bits;
    return hash->block != NULL;
}

/* 0 in zeroed memory. */
static inline size_t rc_hash_buckets(const rc_hash *hash)
{
    return hash->block != NULL ? (size_t)1 << (64 - hash->shift) : 0;
}

/* As rc_sorted_list_destroy, with the same precondition. */
static inline void rc_hash_destroy(rc_hash *hash)
{
    for (size_t i = 0; i < rc_hash_buckets(hash); i++)
        rc_sorted_list_destroy(&hash->bucket[i]);
    rc_release(hash->block);
}

/* The upper bits of a product depend on all bits of the key. */
static inline rc_sorted_list *rc_hash_bucket(const rc_hash *hash, uint64_t key)
{
    return &hash->bucket[key * UINT64_C(0x9e3779b97f4a7c15) >> hash->shift];
}

/* Contracts: those of the operations of the same name in list.h. */
static inline RC_MUST_CHECK bool rc_hash_insert(rc_hash *hash, uint64_t key, void *object)
{
    return rc_sorted_list_insert(rc_hash_bucket(hash, key), key, object);
}

static inline bool rc_hash_remove(rc_hash *hash, uint64_t key)
{
    return rc_sorted_list_remove(rc_hash_bucket(hash, key), key);
}

static inline RC_MUST_CHECK void *rc_hash_borrow(rc_hash *hash, uint64_t key, rc_guard *guard)
{
    return rc_sorted_list_borrow(rc_hash_bucket(hash, key), key, guard);
}

static inline RC_MUST_CHECK void *rc_hash_get(rc_hash *hash, uint64_t key)
{
    return rc_sorted_list_get(rc_hash_bucket(hash, key), key);
}

static inline bool rc_hash_contains(rc_hash *hash, uint64_t key)
{
    return rc_sorted_list_contains(rc_hash_bucket(hash, key), key);
}

static inline void rc_hash_clear(rc_hash *hash)
{
    for (size_t i = 0; i < rc_hash_buckets(hash); i++)
        rc_sorted_list_clear(&hash->bucket[i]);
}

static inline void rc_hash_visit(const rc_hash *hash, rc_visit *visit, void *arg)
{
    for (size_t i = 0; i < rc_hash_buckets(hash); i++)
        rc_sorted_list_visit(&hash->bucket[i], visit, arg);
}

#endif
