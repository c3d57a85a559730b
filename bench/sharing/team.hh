/*
 * team.hh: threads that work at the same time, for a time.
 *
 * Google Benchmark stops its threads when each has done its share of the work. With more threads than
 * processors a thread would do all of its own before the next one begins: these work for as long as it takes
 * to see the processors change hands.
 */
#ifndef RC_BENCH_SHARING_TEAM_HH
#define RC_BENCH_SHARING_TEAM_HH

#include "bench/counts/kernel.h"
#include "bench/micro/case.hh"

#include <atomic>
#include <functional>
#include <string>

/* The work of one thread until `stop`; how many operations it has done. */
using member = std::function<uint64_t(unsigned number, const std::atomic<bool> &stop)>;

struct effort {
    double seconds;      /* on the wall clock */
    uint64_t operations; /* of all threads */
    /*
     * The threads had the processors for themselves: they have used the time of as many as there are, or as they
     * can use. Nobody knows where threads sleep while they wait for each other; then it is true.
     */
    bool clean;
};

/*
 * Threads 0 to threads - 1, each bound to a processor and attached to the kernel (nullptr: to none). All
 * begin when all are there, and are told to stop after `seconds`. None is detached before all have stopped.
 * On a busy machine it can be that no operation was done in that time.
 */
effort work_together(const rc_bench_kernel *kernel, unsigned threads, double seconds,
                     const member &job);

/* Tries until an operation was done. */
effort persist(const std::function<effort()> &attempt);

/* What they have achieved, as the result of a case. */
measurement measured(const identity &id, double value, const effort &done);

/* Of the processors in use, for one operation. */
double processor_ns(const effort &done, unsigned threads);

/* "2", "8-oversubscribed". */
std::string threads_name(unsigned threads);

/* For a thread that waits for another: gives the processor away when it takes longer. */
class patience
{
  public:
    void wait();

  private:
    unsigned waited = 0;
};

#endif
