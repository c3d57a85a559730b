/*
 * shared.c: a document of jq's that two threads read at once.
 *
 *     shared [ROUNDS]
 *
 * One thread parses a document; two threads walk through it again and again, each taking and dropping
 * references to every value in it. Afterwards every count must be what it was, nothing may have been freed
 * meanwhile, everything must go when the document goes, and each walk must have come to the same sum.
 *
 * That is done twice: with two threads while the one that parsed waits, and with it as one of the two. To a
 * backend that knows owners these are different things.
 *
 * jq by itself leaves all of this to its user: its documentation of values says nothing of threads, and its
 * counts are ints. Built with -DRC_CLIENT_STOCK this driver is linked with jq as it is.
 *
 * Prints one JSON object. Exit status: 0 right, 1 wrong, 2 bad usage, or it could not be tried.
 */
#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jv.h"

#include "bench/clients/blocks.h"

#ifdef RC_CLIENT_STOCK
#define rc_thread_attach() 0
#define rc_thread_detach() ((void)0)
#define rc_thread_poll() ((void)0)
#define rc_thread_block_begin() ((void)0)
#define rc_thread_block_end() ((void)0)
#else
#include "refcount/refcount.h"
#endif

/* Small, so that the threads often meet at one value. */
enum { RECORDS = 16, MOST_VALUES = 1024, MOST_TEXT = 8192, DEFAULT_ROUNDS = 10000 };

static int cpus[2]; /* where the two run */

/* ----------------------------------------------------------------------------------- the document */

static jv parse(void)
{
    char text[MOST_TEXT];
    size_t size = 0;
    text[size++] = '[';
    for (int i = 0; i < RECORDS; i++)
        size += (size_t)snprintf(
            text + size, sizeof text - size,
            "%s{\"name\":\"package %d\",\"size\":%d,\"needs\":[\"a\",\"b %d\",{}]}", i ? "," : "",
            i, 10 * i, i);
    text[size++] = ']';
    return jv_parse_sized(text, (int)size);
}

/* What a value comes to, all that is in it included. Gives the value back. */
static double walk(jv value)
{
    double sum = 1;
    switch (jv_get_kind(value)) {
    case JV_KIND_NUMBER:
        sum += jv_number_value(value);
        break;
    case JV_KIND_STRING:
        sum += jv_string_length_bytes(jv_copy(value));
        break;
    case JV_KIND_ARRAY:
        for (int i = 0, n = jv_array_length(jv_copy(value)); i < n; i++)
            sum += walk(jv_array_get(jv_copy(value), i));
        break;
    case JV_KIND_OBJECT:
        for (int i = jv_object_iter(value); jv_object_iter_valid(value, i);
             i = jv_object_iter_next(value, i)) {
            sum += walk(jv_object_iter_key(value, i));
            sum += walk(jv_object_iter_value(value, i));
        }
        break;
    default:
        break;
    }
    jv_free(value);
    return sum;
}

/* The counted values of the document, without references of their own. */
typedef struct census {
    jv value[MOST_VALUES];
    int count[MOST_VALUES];
    unsigned size;
} census;

static void enter(census *all, jv value)
{
    if (all->size == MOST_VALUES) {
        fputs("shared: more values than are counted\n", stderr);
        exit(2);
    }
    all->value[all->size] = value;
    all->count[all->size++] = jv_get_refcnt(value);
}

/* Borrows the value: what the document holds stays where it is. */
static void take_census(census *all, jv value)
{
    jv_kind kind = jv_get_kind(value);
    if (kind != JV_KIND_STRING && kind != JV_KIND_ARRAY && kind != JV_KIND_OBJECT)
        return;
    enter(all, value);
    for (int i = 0; kind == JV_KIND_ARRAY && i < jv_array_length(jv_copy(value)); i++) {
        jv element = jv_array_get(jv_copy(value), i);
        jv_free(element);
        take_census(all, element);
    }
    for (int i = kind == JV_KIND_OBJECT ? jv_object_iter(value) : -2;
         i != -2 && jv_object_iter_valid(value, i); i = jv_object_iter_next(value, i)) {
        jv key = jv_object_iter_key(value, i), element = jv_object_iter_value(value, i);
        jv_free(key);
        jv_free(element);
        take_census(all, key);
        take_census(all, element);
    }
}

static unsigned changed(const census *all)
{
    unsigned n = 0;
    for (unsigned i = 0; i < all->size; i++)
        n += jv_get_refcnt(all->value[i]) != all->count[i];
    return n;
}

/* ------------------------------------------------------------------------------------ the threads */

typedef struct reader {
    pthread_t thread;
    pthread_barrier_t *start;
    jv document; /* borrowed from the one that parsed it */
    double sum;  /* of a walk */
    long rounds;
    int cpu;
    unsigned wrong_sums;
} reader;

static void pin(int cpu)
{
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    pthread_setaffinity_np(pthread_self(), sizeof one, &one);
}

static void read_document(reader *self)
{
    pin(self->cpu);
    pthread_barrier_wait(self->start);
    for (long i = 0; i < self->rounds; i++) {
        self->wrong_sums += walk(jv_copy(self->document)) != self->sum;
        rc_thread_poll();
    }
}

static void *run_reader(void *arg)
{
    if (rc_thread_attach() != 0) {
        fputs("shared: a thread cannot attach\n", stderr);
        exit(2);
    }
    read_document(arg);
    rc_thread_detach();
    return NULL;
}

static void start_reader(reader *one)
{
    if (pthread_create(&one->thread, NULL, run_reader, one) != 0) {
        fputs("shared: a thread cannot be started\n", stderr);
        exit(2);
    }
}

typedef struct findings {
    uint64_t operations;
    unsigned wrong_sums, wrong_counts, values;
    blocks_found blocks;
} findings;

static void play(bool parser_reads, long rounds, findings *found)
{
    static census all;
    jv document = parse();
    if (!jv_is_valid(document)) {
        fputs("shared: the document is no JSON\n", stderr);
        exit(2);
    }
    all.size = 0;
    take_census(&all, document);
    double sum = walk(jv_copy(document));

    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, 2);
    reader readers[2];
    for (int i = 0; i < 2; i++)
        readers[i] = (reader){
            .start = &start, .document = document, .sum = sum, .rounds = rounds, .cpu = cpus[i]};
    blocks_hold(true);
    start_reader(&readers[0]);
    if (parser_reads)
        read_document(&readers[1]);
    else
        start_reader(&readers[1]);
    rc_thread_block_begin();
    pthread_join(readers[0].thread, NULL);
    if (!parser_reads)
        pthread_join(readers[1].thread, NULL);
    rc_thread_block_end();
    rc_thread_poll();
    blocks_hold(false);
    pthread_barrier_destroy(&start);

    found->wrong_sums += readers[0].wrong_sums + readers[1].wrong_sums;
    found->wrong_counts += changed(&all);
    found->values = all.size;
    /* In a walk each value is taken and dropped at least once. */
    found->operations += 2 * (uint64_t)rounds * 2 * all.size;
    jv_free(document);
    rc_thread_poll();
    blocks_found blocks = blocks_end();
    found->blocks.premature += blocks.premature;
    found->blocks.twice += blocks.twice;
    found->blocks.leaked += blocks.leaked;
}

static int find_cpus(void)
{
    cpu_set_t set;
    int n = 0;
    sched_getaffinity(0, sizeof set, &set);
    for (int i = 0; i < CPU_SETSIZE && n < 2; i++)
        if (CPU_ISSET(i, &set))
            cpus[n++] = i;
    return n;
}

int main(int argc, char **argv)
{
    char *end = "";
    long rounds = argc > 1 ? strtol(argv[1], &end, 10) : DEFAULT_ROUNDS;
    if (argc > 2 || *end != '\0' || rounds < 1 || rounds > 100000000) {
        fputs("shared: usage: shared [ROUNDS]\n", stderr);
        return 2;
    }
    if (find_cpus() < 2) {
        fputs("shared: two threads never run at once on one processor\n", stderr);
        return 2;
    }
    findings found = {0};
    play(false, rounds, &found);
    play(true, rounds, &found);
    bool right = found.wrong_sums + found.wrong_counts + found.blocks.premature +
                     found.blocks.twice + found.blocks.leaked ==
                 0;
    printf(
        "{\"verdict\": \"%s\", \"values\": %u, \"operations\": %" PRIu64
        ", \"wrong_sums\": %u, \"wrong_counts\": %u, \"premature_frees\": %u, \"freed_twice\": %u, "
        "\"leaked_blocks\": %u}\n",
        right ? "right" : "wrong", found.values, found.operations, found.wrong_sums,
        found.wrong_counts, found.blocks.premature, found.blocks.twice, found.blocks.leaked);
    return right ? 0 : 1;
}
