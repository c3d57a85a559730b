/*
 * team.cc: threads that work at the same time, for a time.
 */
#include "bench/sharing/team.hh"

#include "bench/micro/threads.hh"

#include <algorithm>
#include <memory>
#include <thread>
#include <vector>

namespace
{

/* All threads have arrived here, or at the end. */
class meeting
{
  public:
    explicit meeting(unsigned threads) : missing(threads)
    {
    }
    void arrive()
    {
        missing.fetch_sub(1);
    }
    void wait()
    {
        for (patience calm; missing.load() > 0;)
            calm.wait();
    }

  private:
    std::atomic<unsigned> missing;
};

/* Of the time of the processors, what the threads of a team get if nobody else wants any. */
const double undisturbed = 0.95;

bool sleeps(const rc_bench_kernel *kernel)
{
    return kernel != nullptr && kernel->backend != nullptr &&
           kernel->backend->retain == RC_BLOCKING;
}

} // namespace

void patience::wait()
{
    if (++waited % 64 == 0)
        std::this_thread::yield();
}

effort work_together(const rc_bench_kernel *kernel, unsigned threads, double seconds,
                     const member &job)
{
    meeting start(threads), end(threads);
    std::atomic<bool> go(false), stop(false);
    std::atomic<uint64_t> operations(0), used(0); /* the latter in ns */
    auto work = [&](unsigned number) {
        rc_tool_pin(number);
        std::unique_ptr<user<rc_bench_kernel>> attached;
        if (kernel != nullptr)
            attached = std::make_unique<user<rc_bench_kernel>>(kernel);
        start.arrive();
        for (patience calm; !go.load();)
            calm.wait();
        double before = rc_tool_thread_seconds();
        operations += job(number, stop);
        used += static_cast<uint64_t>((rc_tool_thread_seconds() - before) * 1e9);
        end.arrive();
        end.wait();
    };
    std::vector<std::thread> members;
    for (unsigned number = 0; number < threads; number++)
        members.emplace_back(work, number);
    start.wait();
    double began = rc_tool_now();
    go = true;
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    double ended = rc_tool_now();
    stop = true;
    for (std::thread &each : members)
        each.join();
    double there_were = (ended - began) * std::min(threads, rc_tool_processors());
    bool clean = sleeps(kernel) || static_cast<double>(used) / 1e9 >= undisturbed * there_were;
    return {ended - began, operations, clean};
}

effort persist(const std::function<effort()> &attempt)
{
    effort done = attempt();
    while (done.operations == 0)
        done = attempt();
    return done;
}

measurement measured(const identity &id, double value, const effort &done)
{
    return {id, unit_ns, value, done.clean};
}

double processor_ns(const effort &done, unsigned threads)
{
    double processors = std::min(threads, rc_tool_processors());
    return done.seconds * 1e9 * processors / static_cast<double>(done.operations);
}

std::string threads_name(unsigned threads)
{
    return std::to_string(threads) + (threads > rc_tool_processors() ? "-oversubscribed" : "");
}
