/*
 * map.c: a persistent map in a slot: one thread publishes version after version, the others look things up in
 * snapshots, of which they keep the last few.
 *
 *   slot --> version --> root --> ...        hamt.h
 *
 * With one thread a snapshot is taken and looked into after each update.
 */
#include "bench/programs/hamt.h"
#include "bench/programs/kernel.h"

#include "refcount/atomics.h"

typedef struct version {
    uint64_t number;
    node *root;
} version;

static void version_destroy(void *object)
{
    program_release(((version *)object)->root);
}

static const rc_type version_type = {
    .name = "version", .size = sizeof(version), .destroy = version_destroy};

static version *version_new(uint64_t number, node *root)
{
    version *self = program_new(&version_type, sizeof *self);
    self->number = number;
    self->root = root;
    return self;
}

static leaf *leaf_new(uint64_t key, uint64_t number)
{
    leaf *self = program_new(&leaf_type, sizeof *self);
    self->key = key;
    self->version = number;
    return self;
}

typedef struct history {
    const rc_program_job *job;
    _Alignas(RC_BENCH_LINE) rc_slot newest;
    version *written; /* the slot's: only its writer may look at it so */
    _Alignas(RC_BENCH_LINE) _Atomic bool over;
    double *update; /* seconds of each */
    uint64_t alive, most_alive;
    double lookup_seconds; /* of one thread that does both */
    uint64_t lookups[RC_PROGRAM_MOST_THREADS], errors[RC_PROGRAM_MOST_THREADS];
} history;

static node *filled(const rc_program_job *job)
{
    node *root = node_new(0, 0);
    for (uint64_t key = 0; key < job->size; key += 2) {
        node *more = hamt_put(root, leaf_new(key, 0), 0);
        program_release(root);
        root = more;
    }
    return root;
}

static void publish(history *all, uint64_t number, map_update update)
{
    const node *root = all->written->root;
    node *next = update.put ? hamt_put(root, leaf_new(update.key, number), 0)
                            : hamt_remove(root, update.key, 0);
    if (next == NULL)
        next = rc_retain((node *)root); /* nothing to remove: a version that shares everything */
    all->written = version_new(number, next);
    rc_slot_give(&all->newest, all->written);
}

/* A snapshot in the place of an older one. How many things in it cannot be. */
static uint64_t look(history *all, version **kept, uint64_t *random)
{
    uint64_t errors = 0;
    version *snapshot = rc_slot_load(&all->newest);
    program_release(*kept);
    *kept = snapshot;
    for (int i = 0; i < MAP_LOOKUPS; i++) {
        uint64_t key = rc_program_draw(random, all->job->size);
        const leaf *found = hamt_find(snapshot->root, key);
        errors += found != NULL && (found->key != key || found->version > snapshot->number);
    }
    return errors;
}

static void write_all(history *all)
{
    uint64_t random = rc_program_seed(all->job->seed, 0), own = rc_program_seed(all->job->seed, 1);
    version *kept = NULL;
    for (uint64_t i = 1; i <= all->job->work; i++) {
        double start = rc_tool_now();
        publish(all, i, map_draw(all->job, &random));
        double end = rc_tool_now();
        all->update[i - 1] = end - start;
        if (all->job->threads == 1) {
            all->errors[0] += look(all, &kept, &own);
            all->lookup_seconds += rc_tool_now() - end;
            all->lookups[0] += MAP_LOOKUPS;
        }
        if (i % 64 == 0) {
            uint64_t alive = program_alive();
            all->most_alive = alive > all->most_alive ? alive : all->most_alive;
        }
        rc_thread_poll();
    }
    program_release(kept);
    rc_store_release(&all->over, true); /* pairs with read_all */
}

static void read_all(history *all, unsigned index)
{
    uint64_t random = rc_program_seed(all->job->seed, index + 1), errors = 0, lookups = 0;
    version *kept[MAP_KEPT] = {NULL};
    unsigned oldest = 0;
    do {
        errors += look(all, &kept[oldest], &random);
        lookups += MAP_LOOKUPS;
        oldest = (oldest + 1) % MAP_KEPT;
        rc_thread_poll();
    } while (!rc_load_acquire(&all->over)); /* pairs with write_all */
    for (unsigned i = 0; i < MAP_KEPT; i++)
        program_release(kept[i]);
    all->errors[index] = errors;
    all->lookups[index] = lookups;
}

static void body(unsigned index, void *arg)
{
    if (index == 0)
        write_all(arg);
    else
        read_all(arg, index);
}

static void map(const rc_program_job *job, rc_program_found *found)
{
    history all = {.job = job, .update = calloc(job->work, sizeof *all.update)};
    if (all.update == NULL)
        rc_cli_fail("no memory for %zu times", job->work);
    all.written = version_new(0, filled(job));
    rc_slot_init(&all.newest, all.written);
    program_release(all.written);
    all.alive = all.most_alive = program_alive();
    double seconds = program_team(job->threads, body, &all);
    uint64_t lookups = 0;
    for (unsigned i = 0; i < job->threads; i++) {
        found->errors += all.errors[i];
        lookups += all.lookups[i];
    }
    version *last = rc_slot_load(&all.newest);
    found->result = hamt_sum(last->root);
    program_release(last);
    rc_slot_destroy(&all.newest);

    double updates = 0;
    for (size_t i = 0; i < job->work; i++)
        updates += all.update[i];
    map_times(job, seconds, all.lookup_seconds, updates, lookups, found);
    rc_program_pauses(found, 1, all.update, job->work);
#ifndef RC_PROGRAM_PEER /* whose threads do not know of each other's objects */
    found->number[3] =
        (rc_program_number){"garbage", "objects", (double)(all.most_alive - all.alive)};
#endif
    free(all.update);
}

PROGRAM("map", map)
