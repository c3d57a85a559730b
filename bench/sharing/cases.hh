/*
 * cases.hh: the suite `sharing`: what a count costs by who uses it, and how much.
 *
 *   share/P        one thread; P in a hundred of its pairs are on objects that it has made, the others on
 *                  those of a thread that lives and keeps its references; in an order that no predictor
 *                  knows
 *   hot/T          T threads on one object, which another thread has made: time of the processors in use
 *                  for a pair, so that it stays the same where threads do not hinder each other
 *   private/T      T threads, an object each; the same
 *   latency/T      T threads on one object: a pair in 64 is timed alone: p50, p99, p99.9, max
 *   handed/P       one thread makes objects and drops them, but P in a hundred it hands to a second
 *                  thread, which drops them: time for an object. handed/100 is producer and consumer
 *   chain/T        each object goes from thread to thread, through T of them; each has a pair on it, the
 *                  last one drops it: time for an object
 *   create/S       creates an object with a payload of S bytes, and destroys it
 *   bytes/32       what such an object takes of the heap, headers and malloc's own share included
 *
 * T is followed by -oversubscribed where there are more threads than processors.
 */
#ifndef RC_BENCH_SHARING_CASES_HH
#define RC_BENCH_SHARING_CASES_HH

#include "bench/counts/interfaces.hh"
#include "bench/counts/owner.hh"
#include "bench/micro/suite.hh"

/* What makes the cases of one kernel. */
struct setting {
    owner_thread *owner;
    uint64_t seed;
    double seconds; /* of a repetition */
};

using case_list = std::vector<bench_case>;

void add_share(case_list &cases, const rc_bench_kernel *kernel, const setting &how);
void add_teams(case_list &cases, const rc_bench_kernel *kernel, const setting &how);
void add_latency(case_list &cases, const rc_bench_kernel *kernel, const setting &how);
void add_flow(case_list &cases, const rc_bench_kernel *kernel, const setting &how);
void add_memory(case_list &cases, const rc_bench_kernel *kernel);

/* What is no kernel, to see the others by. */
void add_clock(case_list &cases, const setting &how);
void add_malloc(case_list &cases);

/* The pairs on a kernel's objects; where it has none, on its counters. */
const rc_bench_pairs *pairs_of(const rc_bench_kernel *kernel);

std::vector<question> sharing_questions();

#endif
