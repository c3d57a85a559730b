/*
 * rounds.cc: runs all cases round by round.
 *
 * The library's own repetitions are shuffled over the whole run, which does not say what ran beside
 * what. Here a round is one call of the library, with random interleaving inside. It finds the
 * number of iterations in the first round; the others use the same.
 */
#include "bench/micro/rounds.hh"

#include <dlfcn.h>
#include <map>
#include <sstream>
#include <stdlib.h>

namespace
{

/* Takes the measurements out of the library's hands. */
class collector : public benchmark::BenchmarkReporter
{
  public:
    explicit collector(const std::vector<bench_case> &cases)
    {
        for (const bench_case &each : cases)
            index[each.id.name()] = results.size(),
            results.push_back({each.id, each.threads, each.wall ? "wall" : "cpu", {}});
    }
    /*
     * Whether two threads had the object at the same time. Nobody was preempted; and when one had done
     * all of its work, the other was not only about to begin, but at half of its own, or at a tenth beside
     * an owner, who is that much faster.
     */
    static bool contended(const identity &id, const Run &run)
    {
        double least = id.shape == "owner" ? 0.55 : 0.75;
        return run.counters.at(counter_switches).value == 0 &&
               run.counters.at(counter_share).value >= least;
    }
    bool ReportContext(const Context &) override
    {
        return true;
    }
    void ReportRuns(const std::vector<Run> &runs) override
    {
        for (const Run &run : runs) {
            if (run.run_type != Run::RT_Iteration || run.error_occurred)
                continue;
            size_t which = index.at(run.run_name.function_name);
            iterations[which] = run.iterations / run.threads;
            if (results[which].id.group == "contended" && !contended(results[which].id, run))
                continue;
            results[which].samples.push_back({run.counters.at(counter_ns).value,
                                              run.counters.at(counter_switches).value == 0,
                                              run.counters.at(counter_pace).value});
        }
    }
    size_t runs() const
    {
        size_t sum = 0;
        for (const result &each : results)
            sum += each.samples.size();
        return sum;
    }

    /* Two threads and much memory are rarely undisturbed; what is left are the short loops. */
    bool wants_more() const
    {
        std::vector<result> marked = results;
        mark_disturbed(marked);
        for (const result &each : marked) {
            bool loop = each.threads == 1 && each.id.group != "copy";
            if (loop && !each.samples.empty() && clean_samples(each) < 2 * RC_BENCH_ENOUGH)
                return true;
        }
        return false;
    }

    std::vector<result> results;
    std::map<size_t, benchmark::IterationCount> iterations;

  private:
    std::map<std::string, size_t> index;
};

/* About a millisecond of the fastest backend: much longer than threads need to meet. */
const benchmark::IterationCount contended_blocks = 200;

std::vector<benchmark::internal::Benchmark *> announce(const std::vector<bench_case> &cases)
{
    std::vector<benchmark::internal::Benchmark *> registered;
    for (const bench_case &each : cases) {
        const bench_case *self = &each;
        benchmark::internal::Benchmark *one = benchmark::RegisterBenchmark(
            each.id.name().c_str(), [self](benchmark::State &state) { self->run(state, *self); });
        one->Threads(static_cast<int>(each.threads));
        if (each.wall)
            one->UseRealTime();
        /* Not left to the library, whose idea of the time includes waiting for the other thread. */
        if (each.id.group == "contended")
            one->Iterations(contended_blocks);
        registered.push_back(one);
    }
    return registered;
}

} // namespace

std::vector<result> run_rounds(const std::vector<bench_case> &cases, unsigned rounds,
                               double seconds)
{
    collector reporter(cases);
    std::vector<benchmark::internal::Benchmark *> registered = announce(cases);
    double end = rc_tool_now() + seconds;
    for (unsigned round = 0; round < rounds || (rc_tool_now() < end && reporter.wants_more());
         round++) {
        rc_tool_progress("round %u of %u%s", round + 1, rounds,
                         round < rounds ? "" : ": another one, the machine is not quiet");
        size_t before = reporter.runs();
        if (round < rounds || benchmark::GetBenchmarkFilter() != "")
            benchmark::RunSpecifiedBenchmarks(&reporter);
        else
            benchmark::RunSpecifiedBenchmarks(&reporter, nullptr, "-^(copy|contended|private)");
        if (reporter.runs() == before)
            break; /* the library was asked to list its benchmarks, or found none */
        if (round == 0) {
            for (const auto &[which, iterations] : reporter.iterations)
                registered[which]->Iterations(iterations);
        }
    }
    rc_tool_progress("%s", "");
    mark_disturbed(reporter.results);
    std::vector<result> measured;
    for (result &each : reporter.results) {
        if (!each.samples.empty())
            measured.push_back(std::move(each));
    }
    return measured;
}

std::vector<std::string> library_warnings()
{
    std::ostringstream text;
    benchmark::BenchmarkReporter::Context context;
    benchmark::BenchmarkReporter::PrintBasicContext(&text, context);
    std::vector<std::string> warnings;
    std::istringstream lines(text.str());
    for (std::string line; std::getline(lines, line);) {
        const std::string mark = "***WARNING*** ";
        if (line.compare(0, mark.size(), mark) == 0)
            warnings.push_back(line.substr(mark.size()));
    }
    return warnings;
}

std::string library_file()
{
    Dl_info info;
    void *address = reinterpret_cast<void *>(&benchmark::Initialize);
    if (dladdr(address, &info) == 0 || info.dli_fname == nullptr)
        return "unknown";
    char *path = realpath(info.dli_fname, nullptr);
    std::string name = path != nullptr ? path : info.dli_fname;
    free(path);
    return name.substr(name.rfind('/') + 1);
}
