/*
 * case.hh: a case of the benchmark: one thing that is measured, and how.
 *
 * Most are loops, run by Google Benchmark. What cannot be run in a loop, because it needs a process of its own
 * or gives more than one number, is a case with `once`.
 */
#ifndef RC_BENCH_MICRO_CASE_HH
#define RC_BENCH_MICRO_CASE_HH

#include "bench/micro/result.hh"

#include <benchmark/benchmark.h>
#include <functional>

/* One number of a case that is no loop. */
struct measurement {
    identity id;
    std::string unit;
    double value;
    bool clean = true; /* nothing else took part, as far as one can see */
    /* Measured on the thread's own clock, though the case is on the wall's. */
    bool own_clock = false;
};

struct bench_case {
    identity id;
    unsigned threads;
    bool wall;    /* measured on the wall clock instead of the thread's own */
    size_t pairs; /* operations per block */
    std::function<void(benchmark::State &, const bench_case &)> run;

    /* Repeated until enough repetitions were undisturbed, as far as there is time. */
    bool steady = false;
    /* Blocks of a repetition; 0: the library finds out how many make up its time. */
    size_t blocks = 0;
    /*
     * Of its blocks, what a thread must have done on average for the repetition to count: that is how one
     * sees that the threads met. Nobody may have been preempted either. 0: each repetition counts.
     */
    double share = 0;
    /* Instead of `run`: the numbers of one repetition. None: this machine cannot do it. */
    std::function<std::vector<measurement>()> once = nullptr;
};

/* The names of the counters in which Google Benchmark carries the measurements. */
extern const char counter_ns[];       /* per pair, averaged over the threads */
extern const char counter_other[];    /* the same on the other clock */
extern const char counter_switches[]; /* involuntary, of all threads */
extern const char counter_share[];    /* of its work that a thread did, averaged over the threads */
extern const char counter_pace[];     /* ns of the yardstick just before and after, averaged */
extern const char counter_trip[];     /* ns of a cache line's way to the other thread and back */

/*
 * One repetition of one thread: the clock around `work`, of as many blocks as the library wants.
 * With `together` the threads also stop together.
 */
void measure(benchmark::State &state, const bench_case &what, bool together,
             const std::function<void(size_t blocks)> &work);

#endif
