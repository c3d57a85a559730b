/*
 * cases.hh: the suite `cycles`: what a collection costs.
 *
 *   <graph>/<objects>         ns for each object of the collector's
 *   <graph>/<objects>/pause   the longest time for which no other thread ran, ms
 *   <graph>/<objects>/mean    a pause of the collection, on the average, ms
 *   beside/<objects>/gap      the longest time that another thread took from a safepoint to the next, ms
 *   beside/<objects>/share    how much of the collection's time it ran, percent
 *   churn/<objects>-p<payload>-live<objects held>/...   the same; the time is that of the whole program
 *   churn/.../garbage         the most garbage at once, objects
 *   <graph>/<objects>/peak    the most memory at once, bytes for each object, the objects included
 */
#ifndef RC_BENCH_COLLECT_CASES_HH
#define RC_BENCH_COLLECT_CASES_HH

#include "bench/collect/collect.h"
#include "bench/micro/suite.hh"

std::vector<question> cycles_questions();

/* Runs a table's collection in a process of its own. False: this machine cannot do it. */
bool collect_apart(const rc_bench_collect_table *table, const rc_bench_collect_job &job,
                   rc_bench_collection *found);

#endif
