/*
 * rounds.hh: runs all cases round by round, with Google Benchmark.
 */
#ifndef RC_BENCH_MICRO_ROUNDS_HH
#define RC_BENCH_MICRO_ROUNDS_HH

#include "bench/micro/case.hh"

/*
 * Each round is one repetition of every case, in a random order: noise that comes and goes meets
 * all of them alike. Where a steady case has too few clean repetitions after `rounds`, more
 * rounds of such cases follow, for at most `seconds` in all. Returns the cases that have run.
 */
std::vector<result> run_rounds(const std::vector<bench_case> &cases, unsigned rounds,
                               double seconds, bool lists_only);

/* What the library has to say about itself and the machine, a line each. */
std::vector<std::string> library_warnings();

/* The file that the library comes from: its name has the version. */
std::string library_file();

#endif
