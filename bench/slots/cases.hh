/*
 * cases.hh: the suite `slots`; what is measured is in slots.h.
 */
#ifndef RC_BENCH_SLOTS_CASES_HH
#define RC_BENCH_SLOTS_CASES_HH

#include "bench/micro/suite.hh"

std::vector<question> slots_questions();

#endif
