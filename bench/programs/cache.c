/*
 * cache.c: a cache that threads share: a hash table of gc/structures/, and the order in which its keys go.
 *
 *   hash:  key --> value                      values are objects; who finds one gets a reference
 *   ring:  key key key key ...                each key of the table once; a turn of the ring is a life in the cache
 *
 * A miss puts the key into the table, and if nobody was faster then into the ring, whose former key goes from the
 * table. So no key can be taken out that is not in it, and none is left behind.
 */
#include "bench/programs/cache.h"
#include "bench/programs/kernel.h"
#include "gc/structures/hash.h"
#include "refcount/atomics.h"

typedef struct value {
    uint64_t key, word;
    char payload[RC_BENCH_PAYLOAD - 2 * sizeof(uint64_t)];
} value;

static const rc_type value_type = {.name = "value", .size = sizeof(value)};

/* The number of a key in the ring; 0 is an empty place. */
enum { RING_FIRST = 1 };

typedef struct cache {
    const rc_program_job *job;
    rc_hash hash;
    _Atomic uint64_t *ring;
    uint64_t alive, most_alive;
    uint64_t sum[RC_PROGRAM_MOST_THREADS], hits[RC_PROGRAM_MOST_THREADS],
        errors[RC_PROGRAM_MOST_THREADS];
    _Alignas(RC_BENCH_LINE) _Atomic uint64_t turn;
} cache;

static value *value_new(const rc_program_job *job, uint64_t key)
{
    value *self = program_new(&value_type, sizeof *self);
    self->key = key;
    self->word = cache_word(job, key);
    return self;
}

/* Takes the reference to `added`. */
static void put(cache *self, value *added)
{
    uint64_t key = added->key;
    if (!rc_hash_insert(&self->hash, key, added)) {
        program_release(added); /* somebody was faster */
        return;
    }
    /* relaxed: any place is as good as any other */
    uint64_t place = rc_fetch_add_relaxed(&self->turn, 1) % self->job->size;
    /* acq_rel: with the exchange before it here: the key that is found has been put into the table */
    uint64_t former = rc_exchange_acq_rel(&self->ring[place], key + RING_FIRST);
    if (former != 0)
        rc_hash_remove(&self->hash, former - RING_FIRST);
}

static void body(unsigned index, void *arg)
{
    cache *self = arg;
    const rc_program_job *job = self->job;
    uint64_t random = rc_program_seed(job->seed, index), sum = 0, hits = 0, errors = 0;
    for (size_t i = 0; i < job->work; i++) {
        uint64_t key = cache_draw(job, &random);
        value *found = rc_hash_get(&self->hash, key);
        hits += found != NULL;
        if (found == NULL)
            put(self, rc_retain(found = value_new(job, key)));
        errors += found->key != key;
        sum += found->word;
        program_release(found);
        if (i % 64 == 0)
            rc_thread_poll();
        if (index == 0 && i % 1024 == 0) {
            uint64_t alive = program_alive();
            self->most_alive = alive > self->most_alive ? alive : self->most_alive;
        }
    }
    self->sum[index] = sum;
    self->hits[index] = hits;
    self->errors[index] = errors;
}

/* Each key of the ring must be in the table. */
static uint64_t missing(cache *self)
{
    uint64_t count = 0;
    for (size_t i = 0; i < self->job->size; i++) {
        uint64_t key = rc_load_relaxed(&self->ring[i]); /* relaxed: the threads have ended */
        count += key == 0 || !rc_hash_contains(&self->hash, key - RING_FIRST);
    }
    return count;
}

static void cache_run(const rc_program_job *job, rc_program_found *found)
{
    cache self = {.job = job, .ring = calloc(job->size, sizeof *self.ring)};
    if (self.ring == NULL || !rc_hash_init(&self.hash, job->size))
        rc_cli_fail("no memory for the cache");
    for (uint64_t key = 0; key < job->size; key++)
        put(&self, value_new(job, key));
    self.alive = self.most_alive = program_alive();
    double seconds = program_team(job->threads, body, &self);
    uint64_t hits = 0;
    for (unsigned i = 0; i < job->threads; i++) {
        found->result += self.sum[i];
        found->errors += self.errors[i];
        hits += self.hits[i];
    }
    found->errors += missing(&self);
    rc_hash_destroy(&self.hash);
    double operations = (double)job->work * job->threads;
    found->ns = rc_program_ns(seconds, job->threads, operations);
    found->number[0] = (rc_program_number){"hits", "percent", 100 * (double)hits / operations};
    found->number[1] =
        (rc_program_number){"garbage", "objects", (double)(self.most_alive - self.alive)};
    free(self.ring);
}

PROGRAM("cache", cache_run)
