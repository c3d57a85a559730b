/*
 * timed.hh: threads that do the same for a while: how many of them, and how much they got done.
 *
 * With more threads than processors one cannot ask that nobody was preempted. So all run for a time that is long
 * against a turn of the scheduler, and what counts is what the machine got done in it.
 */
#ifndef RC_BENCH_PROGRAMS_TIMED_HH
#define RC_BENCH_PROGRAMS_TIMED_HH

#include "bench/micro/threads.hh"
#include "bench/programs/programs.h"
#include "bench/programs/team.h"

#include <atomic>
#include <functional>

/* Seconds: a turn of Linux's scheduler is about three milliseconds. */
RC_BENCH_INLINE double timed_seconds(unsigned threads)
{
    return threads > rc_tool_processors() ? 0.02 : 0.008;
}

/* Threads of a table, each attached as long as it works. */
template <class table> class timed_team
{
  public:
    using work = std::function<void(unsigned thread, uint64_t *random)>;

    timed_team(const table *kind, unsigned threads, uint64_t seed)
        : kind(kind), threads(threads), seed(seed)
    {
    }
    /* `block` is done over and over, by all; it is RC_BENCH_BLOCK operations. ns of a processor for one of these. */
    double run(const work &block)
    {
        todo = &block;
        blocks = 0;
        began = 1e18;
        ended = 0;
        over = false;
        static const rc_team_hooks none = {nullptr, nullptr, nullptr, nullptr};
        rc_team_run(
            threads, &none,
            [](unsigned thread, void *self) { static_cast<timed_team *>(self)->member(thread); },
            this);
        return rc_program_ns(ended - began, threads, static_cast<double>(blocks) * RC_BENCH_BLOCK);
    }

  private:
    void member(unsigned thread)
    {
        user<table> attached(kind);
        uint64_t random = rc_program_seed(seed, thread), done = 0;
        rc_team_meet(); /* nobody waits for a grace period before it */
        double (*clock)() = threads == 1 ? rc_tool_thread_seconds : rc_tool_now;
        double limit = rc_tool_now() + timed_seconds(threads), now = 0, start = clock();
        while (!over.load(std::memory_order_relaxed) && now < limit) {
            (*todo)(thread, &random);
            done++;
            now = rc_tool_now();
        }
        double end = clock();
        over.store(true,
                   std::memory_order_relaxed); /* relaxed: only to stop; the join orders the rest */
        std::lock_guard<std::mutex> hold(lock);
        blocks += done;
        began = std::min(began, start);
        ended = std::max(ended, end);
    }

    const table *kind;
    unsigned threads;
    uint64_t seed;
    const work *todo = nullptr;
    std::atomic<bool> over{false};
    std::mutex lock; /* of what follows */
    uint64_t blocks = 0;
    double began = 0, ended = 0;
};

#endif
