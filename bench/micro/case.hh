/*
 * case.hh: the cases of the benchmark: what is measured, and how.
 *
 *   pair       retain and release by the thread that made the objects
 *   remote     the same by another thread; the maker lives and keeps its references
 *   contended  two threads on one object: `owner`, made by one of them, or `others`, by a third
 *   private    two threads, an object each
 *   create     rc_new and rc_release of a payload; for `malloc`, malloc and free
 *   copy       copies 10^6 references to 10^6 objects in random order, and drops them
 */
#ifndef RC_BENCH_MICRO_CASE_HH
#define RC_BENCH_MICRO_CASE_HH

#include "bench/micro/owner.hh"
#include "bench/micro/result.hh"

#include <benchmark/benchmark.h>
#include <functional>

struct bench_case {
    identity id;
    unsigned threads;
    bool wall;    /* measured on the wall clock instead of the thread's own */
    size_t pairs; /* per iteration */
    std::function<void(benchmark::State &, const bench_case &)> run;
};

/* The names of the counters in which Google Benchmark carries the measurements. */
extern const char counter_ns[];       /* per pair, averaged over the threads */
extern const char counter_switches[]; /* involuntary, of all threads */
extern const char counter_share[];    /* of its work that a thread did, averaged over the threads */
extern const char counter_pace[];     /* ns of the yardstick just before and after, averaged */

/* All cases of one backend or peer, or of all. */
std::vector<bench_case> make_cases(const char *backend, owner_thread &owner, uint64_t seed);

/* The case that is limited by memory; copy.cc. */
void add_copy(std::vector<bench_case> &cases, const rc_bench_kernel *kernel, uint64_t seed);

/* Is it a backend or a peer of the benchmark? */
bool is_measured(const char *name);

/*
 * One repetition of one thread: the clock around `work`, of as many blocks as the library wants.
 * With `together` the threads also stop together.
 */
void measure(benchmark::State &state, const bench_case &what, bool together,
             const std::function<void(size_t blocks)> &work);

#endif
