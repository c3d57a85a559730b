/*
 * cases.hh: the suite `structures`; what is measured is in structures.h.
 */
#ifndef RC_BENCH_STRUCTURES_CASES_HH
#define RC_BENCH_STRUCTURES_CASES_HH

#include "bench/micro/suite.hh"

std::vector<question> structures_questions();

#endif
