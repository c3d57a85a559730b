/*
 * benchmark_json.cc: the times of a run in the form of Google Benchmark's own JSON, for the tools that read it.
 *
 * A result is a benchmark, and each repetition that counts one of its repetitions. Both clocks are a thread's:
 * `real_time` does not depend on the number of threads. What is measured once and for all has one time, which
 * stands for both. Results that are no times are left out.
 */
#include "bench/micro/result.hh"
#include "bench/micro/rounds.hh"

#include <algorithm>
#include <cmath>
#include <ctime>

#include <benchmark/benchmark.h>

namespace
{

json_t *context(const char *program, bool noisy)
{
    const benchmark::CPUInfo &cpu = benchmark::CPUInfo::Get();
    char date[32];
    std::time_t now = std::time(nullptr);
    std::tm local;
    std::strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S%z", localtime_r(&now, &local));
    json_t *load = json_array(), *caches = json_array();
    for (double each : cpu.load_avg)
        json_array_append_new(load, json_real(each));
    for (const auto &each : cpu.caches)
        json_array_append_new(caches, json_pack("{s:s, s:i, s:i, s:i}", "type", each.type.c_str(),
                                                "level", each.level, "size", each.size,
                                                "num_sharing", each.num_sharing));
    std::vector<std::string> warnings = library_warnings();
    bool debug = std::any_of(warnings.begin(), warnings.end(), [](const std::string &each) {
        return each.find("DEBUG") != std::string::npos;
    });
    return json_pack(
        "{s:s, s:s, s:s, s:i, s:i, s:b, s:o, s:o, s:s, s:b}", "date", date, "host_name",
        benchmark::SystemInfo::Get().name.c_str(), "executable", program, "num_cpus", cpu.num_cpus,
        "mhz_per_cpu", static_cast<int>(std::lround(cpu.cycles_per_second / 1e6)),
        "cpu_scaling_enabled", cpu.scaling == benchmark::CPUInfo::ENABLED, "caches", caches,
        "load_avg", load, "library_build_type", debug ? "debug" : "release", "noisy", noisy);
}

struct both {
    double wall, cpu;
};

std::vector<both> times_of(const result &one)
{
    std::vector<both> times;
    for (const sample &each : counting_samples(one))
        times.push_back({each.wall > 0 ? each.wall : each.ns, each.cpu > 0 ? each.cpu : each.ns});
    return times;
}

/* A line of the list, without what makes it a repetition or an aggregate. */
json_t *entry(const result &one, size_t family, size_t repetitions, const std::string &suffix,
              both times)
{
    std::string name = one.id.name();
    return json_pack("{s:s, s:I, s:i, s:s, s:I, s:i, s:I, s:f, s:f, s:s}", "name",
                     (name + suffix).c_str(), "family_index", static_cast<json_int_t>(family),
                     "per_family_instance_index", 0, "run_name", name.c_str(), "repetitions",
                     static_cast<json_int_t>(repetitions), "threads", static_cast<int>(one.threads),
                     "iterations", static_cast<json_int_t>(one.operations), "real_time", times.wall,
                     "cpu_time", times.cpu, "time_unit", one.unit.c_str());
}

double mean(const std::vector<double> &values)
{
    double sum = 0;
    for (double each : values)
        sum += each;
    return sum / static_cast<double>(values.size());
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double deviation(const std::vector<double> &values)
{
    double middle = mean(values), sum = 0;
    for (double each : values)
        sum += (each - middle) * (each - middle);
    return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

void add_aggregates(json_t *list, const result &one, size_t family, const std::vector<both> &times)
{
    struct aggregate {
        const char *name;
        double (*of)(const std::vector<double> &);
    };
    static const aggregate known[] = {
        {"mean", mean},
        {"median", [](const std::vector<double> &values) { return median(values); }},
        {"stddev", deviation}};
    std::vector<double> wall, cpu;
    for (const both &each : times) {
        wall.push_back(each.wall);
        cpu.push_back(each.cpu);
    }
    for (const aggregate &each : known) {
        json_t *line = entry(one, family, times.size(), std::string("_") + each.name,
                             {each.of(wall), each.of(cpu)});
        json_object_set_new(line, "run_type", json_string("aggregate"));
        json_object_set_new(line, "aggregate_name", json_string(each.name));
        json_object_set_new(line, "aggregate_unit", json_string("time"));
        json_array_append_new(list, line);
    }
}

bool is_time(const std::string &unit)
{
    return unit == unit_ns || unit == "us" || unit == "ms" || unit == "s";
}

} // namespace

json_t *to_benchmark_json(const std::vector<result> &results, const char *program, bool noisy)
{
    json_t *list = json_array();
    for (size_t family = 0; family < results.size(); family++) {
        const result &one = results[family];
        if (!is_time(one.unit))
            continue;
        std::vector<both> times = times_of(one);
        for (size_t i = 0; i < times.size(); i++) {
            json_t *line = entry(one, family, times.size(), "", times[i]);
            json_object_set_new(line, "run_type", json_string("iteration"));
            json_object_set_new(line, "repetition_index", json_integer(static_cast<json_int_t>(i)));
            json_array_append_new(list, line);
        }
        if (times.size() > 1)
            add_aggregates(list, one, family, times);
    }
    return json_pack("{s:o, s:o}", "context", context(program, noisy), "benchmarks", list);
}
