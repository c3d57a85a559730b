/*
 * rounds.cc: runs all cases round by round.
 *
 * The library's own repetitions are shuffled over the whole run, which does not say what ran beside
 * what. Here a round is one call of the library, with random interleaving inside. It finds the
 * number of iterations in the first round; the others use the same. Cases that are no loops are run in
 * each round too, after the loops, in a random order of their own.
 */
#include "bench/micro/rounds.hh"

#include <algorithm>
#include <dlfcn.h>
#include <map>
#include <random>
#include <regex>
#include <sstream>
#include <stdlib.h>

namespace
{

/* Takes the measurements out of the library's hands. */
class collector : public benchmark::BenchmarkReporter
{
  public:
    explicit collector(const std::vector<bench_case> &cases) : cases(cases)
    {
        for (const bench_case &each : cases) {
            if (each.run)
                of(each.id, each, unit_ns, each.wall);
        }
    }
    /* Whether the threads of a repetition met for long enough: see bench_case::share. */
    static bool counts(const bench_case &what, const Run &run)
    {
        return what.share == 0 || (run.counters.at(counter_switches).value == 0 &&
                                   run.counters.at(counter_share).value >= what.share);
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
            if (!counts(*of_case[which], run))
                continue;
            add(results[which], *of_case[which], run);
        }
    }
    void run_once(const bench_case &what)
    {
        for (const measurement &each : what.once())
            results[of(each.id, what, each.unit, what.wall && !each.own_clock)].samples.push_back(
                {each.value, each.clean, 0, 0, 0, 0});
    }
    size_t runs() const
    {
        size_t sum = 0;
        for (const result &each : results)
            sum += each.samples.size();
        return sum;
    }
    bool wants_more() const
    {
        std::vector<result> marked = results;
        mark_disturbed(marked);
        for (size_t i = 0; i < marked.size(); i++) {
            bool chosen = iterations.count(i) > 0;
            if (of_case[i]->steady && chosen && clean_samples(marked[i]) < 2 * RC_BENCH_ENOUGH)
                return true;
        }
        return false;
    }

    /* What has been measured, in the order of the cases; those that are no loops came in another one. */
    std::vector<result> in_order() const
    {
        std::vector<result> ordered;
        for (const bench_case &each : cases) {
            for (size_t i = 0; i < results.size(); i++) {
                if (of_case[i] == &each && !results[i].samples.empty())
                    ordered.push_back(results[i]);
            }
        }
        return ordered;
    }

    std::vector<result> results;
    std::map<size_t, benchmark::IterationCount> iterations;

  private:
    static void add(result &one, const bench_case &what, const Run &run)
    {
        double ns = run.counters.at(counter_ns).value, other = run.counters.at(counter_other).value;
        one.samples.push_back(
            {ns, run.counters.at(counter_switches).value == 0, run.counters.at(counter_pace).value,
             run.counters.at(counter_trip).value, what.wall ? other : ns, what.wall ? ns : other});
        one.operations = static_cast<uint64_t>(run.iterations / run.threads) * what.pairs;
    }
    /* The number of the result of this name, which there is from now on. */
    size_t of(const identity &id, const bench_case &what, const std::string &unit, bool wall)
    {
        auto [place, added] = index.try_emplace(id.name(), results.size());
        if (added) {
            results.push_back({id, what.threads, wall ? "wall" : "cpu", unit, {}, 1});
            of_case.push_back(&what);
        }
        return place->second;
    }

    const std::vector<bench_case> &cases;
    std::map<std::string, size_t> index;
    std::vector<const bench_case *> of_case; /* of each result */
};

/* By the number of their result. */
std::vector<benchmark::internal::Benchmark *> announce(const std::vector<bench_case> &cases)
{
    std::vector<benchmark::internal::Benchmark *> registered;
    for (const bench_case &each : cases) {
        if (!each.run)
            continue;
        const bench_case *self = &each;
        benchmark::internal::Benchmark *one = benchmark::RegisterBenchmark(
            each.id.name().c_str(), [self](benchmark::State &state) { self->run(state, *self); });
        one->Threads(static_cast<int>(each.threads));
        if (each.wall)
            one->UseRealTime();
        /* Not left to the library, whose idea of the time includes waiting for the other thread. */
        if (each.blocks > 0)
            one->Iterations(static_cast<benchmark::IterationCount>(each.blocks));
        registered.push_back(one);
    }
    return registered;
}

/* The names of the steady cases, as the library's filter wants them; empty: there are none. */
std::string steady_filter(const std::vector<bench_case> &cases)
{
    std::string filter;
    for (const bench_case &each : cases) {
        if (each.steady)
            filter += (filter.empty() ? "^(" : "|") +
                      std::regex_replace(each.id.name(), std::regex("[+.]"), "\\$&");
    }
    return filter.empty() ? "" : filter + ")(/|$)"; /* the library adds the number of threads */
}

/* The library would say it of its own loops only, and not in our words. */
std::regex pattern(const std::string &text)
{
    try {
        return std::regex(text, std::regex::extended);
    } catch (const std::regex_error &) {
        rc_cli_fail("--benchmark_filter: '%s' is no extended regular expression", text.c_str());
    }
}

/* Those that are no loops and that the filter of the command line, if there is one, lets pass. */
std::vector<const bench_case *> chosen_singles(const std::vector<bench_case> &cases)
{
    std::string filter = benchmark::GetBenchmarkFilter();
    bool all = filter.empty() || filter == "all";
    bool negative = !all && filter[0] == '-';
    std::regex wanted = pattern(all ? "." : negative ? filter.substr(1) : filter);
    std::vector<const bench_case *> list;
    for (const bench_case &each : cases) {
        if (each.once && std::regex_search(each.id.name(), wanted) != negative)
            list.push_back(&each);
    }
    return list;
}

} // namespace

std::vector<result> run_rounds(const std::vector<bench_case> &cases, unsigned rounds,
                               double seconds, bool lists_only)
{
    collector reporter(cases);
    std::vector<benchmark::internal::Benchmark *> registered = announce(cases);
    std::vector<const bench_case *> singles = chosen_singles(cases);
    /* Of loops the library says it. */
    if (registered.empty() && singles.empty() && !lists_only)
        rc_cli_fail("no case has this backend and a name that --benchmark_filter matches");
    if (lists_only) {
        for (const bench_case *each : singles)
            std::printf("%s\n", each->id.name().c_str());
        singles.clear();
    }
    std::string steady = steady_filter(cases);
    std::mt19937_64 random(1);
    double end = rc_tool_now() + seconds;
    for (unsigned round = 0;
         round < rounds || (!steady.empty() && rc_tool_now() < end && reporter.wants_more());
         round++) {
        rc_tool_progress("round %u of %u%s", round + 1, rounds,
                         round < rounds ? "" : ": another one, the machine is not quiet");
        size_t before = reporter.runs();
        if (round < rounds || benchmark::GetBenchmarkFilter() != "") {
            if (!registered.empty())
                benchmark::RunSpecifiedBenchmarks(&reporter);
            std::shuffle(singles.begin(), singles.end(), random);
            for (const bench_case *each : singles)
                reporter.run_once(*each);
        } else {
            benchmark::RunSpecifiedBenchmarks(&reporter, nullptr, steady);
        }
        if (reporter.runs() == before && round == 0 && (lists_only || reporter.iterations.empty()))
            break; /* the library was asked to list its benchmarks, or found none */
        if (round == 0) {
            for (const auto &[which, iterations] : reporter.iterations)
                registered[which]->Iterations(iterations);
        }
    }
    rc_tool_progress("%s", "");
    mark_disturbed(reporter.results);
    return reporter.in_order();
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
