/*
 * workloads.c: the list of workloads, in which sizes, and what is right.
 *
 * A run of a workload lasts some tens of milliseconds with a fast backend: long enough for threads that share a
 * processor to have had several turns each, short enough for all to be repeated in turn.
 */
#include "bench/programs/cache.h"
#include "bench/programs/drops.h"
#include "bench/programs/json.h"
#include "bench/programs/larson.h"
#include "bench/programs/map.h"
#include "bench/programs/trees.h"

#include "refcount/tool/cli.h"

#include <stdlib.h>

/* Label, size, mix, work, quick work; the fewest and the most threads, and those of a quick run. */
static const rc_program_shape trees[] = {
    {"14", 14, 0, 1, 0, 1, 8, 0, 0}, {"10", 10, 0, 1, 1, 1, 1, 1, 2}, {.label = NULL}};
static const rc_program_shape chain[] = {{"10000", 10000, DROPS_HERE, 50, 5, 1, 1, 1, 1},
                                         {"1000000", 1000000, DROPS_HERE, 1, 1, 1, 1, 1, 1},
                                         {"1000000-far", 1000000, DROPS_FAR, 1, 0, 2, 2, 0, 0},
                                         {.label = NULL}};
static const rc_program_shape tree[] = {{"1048575", 1048575, DROPS_HERE, 1, 0, 1, 1, 0, 0},
                                        {"1048575-far", 1048575, DROPS_FAR, 1, 0, 2, 2, 0, 0},
                                        {"1023", 1023, DROPS_HERE, 500, 50, 1, 1, 1, 1},
                                        {.label = NULL}};
static const rc_program_shape star[] = {{"1000000", 1000000, DROPS_HERE, 1, 0, 1, 1, 0, 0},
                                        {"1000000-far", 1000000, DROPS_FAR, 1, 0, 2, 2, 0, 0},
                                        {"1000", 1000, DROPS_HERE, 500, 50, 1, 1, 1, 1},
                                        {.label = NULL}};
static const rc_program_shape json[] = {{"10000", 10000, 0, 100000, 10000, 1, 8, 1, 2},
                                        {.label = NULL}};
static const rc_program_shape larson[] = {{"256", 240, 0, 20000, 2000, 1, 8, 2, 2},
                                          {.label = NULL}};
static const rc_program_shape map[] = {{"10000", 10000, 0, 20000, 20000, 1, 8, 2, 2},
                                       {.label = NULL}};
static const rc_program_shape cache[] = {{"hit-50", 10000, 50, 40000, 0, 1, 8, 0, 0},
                                         {"hit-90", 10000, 90, 100000, 20000, 1, 8, 2, 2},
                                         {"hit-99", 10000, 99, 100000, 0, 1, 8, 0, 0},
                                         {.label = NULL}};

const rc_program_workload rc_program_workloads[] = {
    {"trees", "binary trees, made and dropped", trees, trees_expected, false},
    {"drop-chain", "the end of a chain", chain, drops_expected, true},
    {"drop-tree", "the end of a complete binary tree", tree, drops_expected, true},
    {"drop-star", "the end of one object that holds all others", star, drops_expected, true},
    {"json", "a text is parsed into a tree, which threads share", json, json_expected, false},
    {"larson", "objects that one thread makes and the next one ends", larson, larson_expected,
     false},
    {"map", "a persistent map: one writer publishes versions, readers keep snapshots", map,
     map_expected, true},
    {"cache", "a cache of counted objects with as many hits as the name says", cache,
     cache_expected, false},
    {.name = NULL},
};

double rc_program_ns(double seconds, unsigned threads, double operations)
{
    unsigned processors = rc_tool_processors();
    return seconds * 1e9 * (threads < processors ? threads : processors) / operations;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double rc_program_pauses(rc_program_found *found, unsigned at, double *seconds, size_t count)
{
    qsort(seconds, count, sizeof *seconds, compare);
    found->number[at] = (rc_program_number){"longest", "us", seconds[count - 1] * 1e6};
    if (count > 1)
        found->number[at + 1] = (rc_program_number){"median", "us", seconds[count / 2] * 1e6};
    return seconds[count / 2];
}
