/*
 * cases.hh: the suite `programs`: workloads, each a program in small, done by every backend and by peers.
 *
 *   <workload>/<label>-t<threads>[-oversubscribed]            ns of a processor per operation
 *   ... /longest, /median, /release                           of the calls that may take long, us
 *   ... /update, /parse                                       of the other kind of operation, ns
 *   ... /garbage                                              the most objects at once beyond those in use, objects
 *
 * Oversubscribed: there are more threads than processors.
 */
#ifndef RC_BENCH_PROGRAMS_CASES_HH
#define RC_BENCH_PROGRAMS_CASES_HH

#include "bench/micro/suite.hh"

/* "-t4", or "-t4-oversubscribed" if there are fewer processors. */
std::string threads_label(unsigned threads);

/* Of this suite, and of the two others whose cases have such labels. */
std::vector<question> programs_questions(), mixes_questions(), sets_questions();

#endif
