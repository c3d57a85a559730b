/*
 * latency.cc: how long one pair takes, of which most are quick and some are not.
 *
 * The clock is in the time. What it takes by itself is the case of `clock`; and it goes in steps, of some ten
 * nanoseconds where the processor's counter does: nothing below that can be told apart.
 */
#include "bench/micro/histogram.h"
#include "bench/sharing/cases.hh"
#include "bench/sharing/team.hh"

#include <mutex>

namespace
{

/* Pairs between two of which the second is timed. */
const size_t untimed = 63;

/* What is done `times` times. */
using pairs_on_one = std::function<void(size_t times)>;

uint64_t time_some(const std::atomic<bool> &stop, const pairs_on_one &pairs, rc_histogram *times)
{
    uint64_t timed = 0;
    for (; !stop.load(std::memory_order_relaxed); timed++) {
        pairs(untimed);
        double start = rc_tool_now();
        pairs(1);
        rc_histogram_add(times, static_cast<uint64_t>((rc_tool_now() - start) * 1e9 + 0.5));
    }
    return timed;
}

std::vector<measurement> quantiles(const identity &id, const rc_histogram &times,
                                   const effort &done)
{
    static const struct {
        const char *name;
        double fraction;
    } asked[] = {{"p50", 0.5}, {"p99", 0.99}, {"p99.9", 0.999}, {"max", 1}};
    std::vector<measurement> found;
    for (const auto &each : asked) {
        identity named = id;
        named.shape += std::string("/") + each.name;
        found.push_back(measured(
            named, static_cast<double>(rc_histogram_quantile(&times, each.fraction)), done));
    }
    return found;
}

/* Of all threads together. */
std::vector<measurement> distribution(const identity &id, const rc_bench_kernel *kernel,
                                      unsigned threads, double seconds, const pairs_on_one &pairs)
{
    auto all = std::make_unique<rc_histogram>();
    std::mutex merging;
    member work = [&](unsigned, const std::atomic<bool> &stop) {
        auto mine = std::make_unique<rc_histogram>();
        uint64_t timed = time_some(stop, pairs, mine.get());
        std::lock_guard<std::mutex> lock(merging);
        rc_histogram_merge(all.get(), mine.get());
        return timed;
    };
    effort done = persist([&] { return work_together(kernel, threads, seconds, work); });
    return quantiles(id, *all, done);
}

} // namespace

void add_latency(case_list &cases, const rc_bench_kernel *kernel, const setting &how)
{
    if (!is_thread_safe(kernel))
        return;
    for (unsigned threads : {2u, 4u, 8u}) {
        identity id = {"latency", threads_name(threads), "", kernel->name};
        bench_case made = {id, threads, true, 1, nullptr};
        made.once = [=] {
            alignas(RC_BENCH_LINE) char shared[RC_BENCH_LINE];
            how.owner->run([&] {
                if (!kernel->batches.fill(shared, 1))
                    rc_cli_fail("no memory for an object");
            });
            auto found = distribution(id, kernel, threads, how.seconds, [&](size_t times) {
                kernel->batches.touch(shared, 1, times);
            });
            how.owner->run([&] { kernel->batches.drop(shared, 1); });
            return found;
        };
        cases.push_back(made);
    }
}

void add_clock(case_list &cases, const setting &how)
{
    for (unsigned threads : {2u, 4u, 8u}) {
        identity id = {"latency", threads_name(threads), "", "clock"};
        bench_case made = {id, threads, true, 1, nullptr};
        made.once = [=] { return distribution(id, nullptr, threads, how.seconds, [](size_t) {}); };
        cases.push_back(made);
    }
}
