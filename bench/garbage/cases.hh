/*
 * cases.hh: the suite `garbage`: how many objects that nobody can reach any more exist at once.
 *
 *   running/<stores>   a reader begins and ends read sections as fast as it can
 *   stalled/<stores>   a reader stays in its read section until the last store
 *
 * The number is that of all objects at its highest, the one in the slot included, while one thread gives the slot
 * that many new objects.
 */
#ifndef RC_BENCH_GARBAGE_CASES_HH
#define RC_BENCH_GARBAGE_CASES_HH

#include "bench/micro/suite.hh"

std::vector<question> garbage_questions();

#endif
