/*
 * cases.hh: the suite `counts`: what a reference costs, for one who has one.
 *
 *   pair       retain and release by the thread that made the objects
 *   remote     the same by another thread; the maker lives and keeps its references
 *   contended  two threads on one object: `owner`, made by one of them, or `others`, by a third
 *   private    two threads, an object each
 *   create     rc_new and rc_release of a payload; for `malloc`, malloc and free
 *   copy       copies 10^6 references to 10^6 objects in random order, and drops them; in a
 *              quick run only where the counts can be put into the same memory for all
 *
 * A peer has one of the two interfaces: `counter` where its count is a field of the user's own struct, else
 * `object`.
 */
#ifndef RC_BENCH_COUNTS_CASES_HH
#define RC_BENCH_COUNTS_CASES_HH

#include "bench/counts/interfaces.hh"
#include "bench/counts/owner.hh"
#include "bench/micro/suite.hh"

/* The case that is limited by memory; copy.cc. */
void add_copy(std::vector<bench_case> &cases, const rc_bench_kernel *kernel, uint64_t seed);

std::vector<question> counts_questions();

#endif
