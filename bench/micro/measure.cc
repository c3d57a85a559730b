/*
 * measure.cc: one repetition: the clock around the work of one thread.
 *
 * All iterations are one batch, so that neither the clock (half a microsecond for a thread's own)
 * nor the library's bookkeeping is inside. Threads on one object stop counting when the first of
 * them has finished: from then on there is no contention. Google Benchmark does not know of the
 * iterations that the others leave out, so that its own time of these cases is a little short, and
 * ours are used.
 */
#include "bench/micro/case.hh"

#include "bench/micro/block.h"

#include <algorithm>
#include <atomic>
#include <sys/resource.h>
#include <thread>

const char counter_ns[] = "ns";
const char counter_other[] = "other";
const char counter_switches[] = "switches";
const char counter_pace[] = "pace";
const char counter_share[] = "share";
const char counter_trip[] = "trip";

namespace
{

/* Those that have arrived at the start, and those that have finished, since the program began. */
std::atomic<unsigned> arrived, finished;

long switches()
{
    rusage usage;
    getrusage(RUSAGE_THREAD, &usage);
    return usage.ru_nivcsw;
}

/* The processor's pace at the moment: ns of one block of the yardstick. */
double pace()
{
    const size_t blocks = 64; /* ten microseconds */
    double start = rc_tool_now();
    rc_bench_yardstick(blocks);
    return (rc_tool_now() - start) * 1e9 / static_cast<double>(blocks);
}

/* Spins: to be woken takes as long as a thousand pairs. Returns `finished` before anybody is. */
unsigned start_together(unsigned threads)
{
    unsigned before = finished.load();
    unsigned target = (arrived.fetch_add(1) / threads + 1) * threads;
    while (static_cast<int>(arrived.load() - target) < 0)
        std::this_thread::yield();
    return before;
}

/* Between two threads; `dropped` when one of them had to wait too long. */
struct {
    std::atomic<unsigned> side;
    std::atomic<bool> dropped;
} ball;

/* Waits until the ball is on this side, and plays it back. False: dropped. */
bool play(unsigned side, double end)
{
    for (unsigned spins = 1; ball.side.load(std::memory_order_acquire) != side; spins++) {
        if (spins % 1024 == 0 && rc_tool_now() > end)
            ball.dropped = true;
        if (ball.dropped.load(std::memory_order_relaxed))
            return false;
    }
    ball.side.store(1 - side, std::memory_order_release);
    return true;
}

/*
 * The way of a cache line from one processor to another and back, in ns, by two threads that have just met:
 * each waits for the line to hold what the other one writes. The best of a few: what hinders, delays. 0 if one
 * of them was not running; the repetition will not count either.
 */
double measure_trip(unsigned side)
{
    const unsigned trips = 16;
    const double patience = 0.002;
    double best = 1e9, end = rc_tool_now() + patience;
    for (int set = 0; set < 4; set++) {
        double start = rc_tool_now();
        for (unsigned i = 0; i < trips; i++) {
            if (!play(side, end))
                return 0;
        }
        best = std::min(best, (rc_tool_now() - start) * 1e9 / trips);
    }
    return best;
}

/* When both have left it. */
void clear_ball()
{
    ball.side = 0;
    ball.dropped = false;
}

} // namespace

void measure(benchmark::State &state, const bench_case &what, bool together,
             const std::function<void(size_t blocks)> &work)
{
    double seconds = 0, others = 0, before_and_after = 0, trip = 0;
    size_t blocks = 0;
    long preempted = 0;
    double (*now)() = what.wall ? rc_tool_now : rc_tool_thread_seconds;
    double (*other)() = what.wall ? rc_tool_thread_seconds : rc_tool_now;
    while (state.KeepRunningBatch(state.max_iterations)) {
        size_t all = static_cast<size_t>(state.max_iterations);
        if (what.threads == 1 && all > 1)
            work(1); /* the caches and the predictor come from another case */
        before_and_after = pace();
        if (what.threads == 2 && what.share > 0) {
            start_together(what.threads);
            trip = measure_trip(state.thread_index() == 0 ? 0 : 1);
        }
        unsigned before = what.threads > 1 ? start_together(what.threads) : 0;
        if (state.thread_index() == 0)
            clear_ball();
        preempted = switches();
        double other_start = other(); /* around the one that counts, which is not to be in it */
        double start = now();
        if (together) {
            for (blocks = 0; blocks < all && finished.load() == before; blocks++)
                work(1);
        } else {
            work(all);
            blocks = all;
        }
        seconds = now() - start;
        others = other() - other_start;
        preempted = switches() - preempted;
        if (together)
            finished.fetch_add(1);
        before_and_after += pace();
    }
    blocks = blocks > 0 ? blocks : 1;
    double pairs = static_cast<double>(blocks) * static_cast<double>(what.pairs);
    state.counters[counter_ns] =
        benchmark::Counter(seconds * 1e9 / pairs, benchmark::Counter::kAvgThreads);
    state.counters[counter_other] =
        benchmark::Counter(others * 1e9 / pairs, benchmark::Counter::kAvgThreads);
    state.counters[counter_pace] =
        benchmark::Counter(before_and_after / 2, benchmark::Counter::kAvgThreads);
    state.counters[counter_share] =
        benchmark::Counter(static_cast<double>(blocks) / static_cast<double>(state.max_iterations),
                           benchmark::Counter::kAvgThreads);
    state.counters[counter_trip] = benchmark::Counter(trip, benchmark::Counter::kAvgThreads);
    state.counters[counter_switches] = benchmark::Counter(static_cast<double>(preempted));
}
