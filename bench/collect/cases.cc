/*
 * cases.cc: the suite `cycles`: graphs of different sizes, each collector beside the others.
 */
#include "bench/collect/cases.hh"

#include "bench/micro/tables.hh"
#include "bench/micro/tool.hh"

namespace
{

using table = rc_bench_collect_table;

const size_t sizes[] = {10000, 100000, 1000000, 10000000};

/* The quick one leaves out what takes seconds. */
const size_t quick_most = 1000000;

/* What is held beside the churn, and the payload of each object. */
struct churn {
    size_t live, payload;
    bool quick;
};
const size_t churned = 500000;
const churn churns[] = {
    {0, 16, false}, {100000, 16, true}, {1000000, 16, false}, {100000, 256, false}};

/* What is garbage must be found, and nothing else. */
void check(const table *kind, const identity &id, const rc_bench_collect_job &job,
           const rc_bench_collection &found)
{
    size_t garbage = job.graph == RC_BENCH_LIVE || job.graph == RC_BENCH_BESIDE ? 0 : job.objects;
    if (found.collected == garbage)
        return;
    std::fprintf(stderr, "rc-bench: %s: %s collected %llu objects, and %zu are garbage\n",
                 id.name().c_str(), kind->name, static_cast<unsigned long long>(found.collected),
                 garbage);
    std::exit(RC_EXIT_VIOLATION);
}

std::vector<measurement> run(const table *kind, const identity &id, const rc_bench_collect_job &job)
{
    rc_bench_collection found = {};
    if (!collect_apart(kind, job, &found))
        return {};
    check(kind, id, job, found);
    double each = static_cast<double>(job.objects);
    identity pause = id, peak = id;
    pause.api = "pause";
    peak.api = "peak";
    std::vector<measurement> list = {{id, unit_ns, found.seconds * 1e9 / each, true, true}};
    if (job.graph != RC_BENCH_CHURN_RINGS) /* whose objects do not all exist at once */
        list.push_back({peak, "bytes", static_cast<double>(found.peak - found.peak_before) / each});
    if (found.longest_pause > 0)
        list.push_back({pause, "ms", found.longest_pause * 1e3});
    if (found.mean_pause > 0) {
        identity mean = id;
        mean.api = "mean";
        list.push_back({mean, "ms", found.mean_pause * 1e3});
    }
    if (found.longest_gap > 0) {
        identity gap = id, share = id;
        gap.api = "gap";
        share.api = "share";
        list.push_back({gap, "ms", found.longest_gap * 1e3});
        list.push_back({share, "percent", found.share * 100});
    }
    if (found.outstanding > 0) {
        identity garbage = id;
        garbage.api = "garbage";
        list.push_back({garbage, "objects", static_cast<double>(found.outstanding)});
    }
    return list;
}

void add_case(std::vector<bench_case> &cases, const table *kind, const std::string &shape,
              const rc_bench_collect_job &job)
{
    identity id = {rc_bench_graph_names[job.graph], shape, "", kind->name};
    bench_case made = {id, 1, true, 1, nullptr};
    made.once = [=] { return run(kind, id, job); };
    cases.push_back(made);
}

prepared prepare(const choice &chosen)
{
    std::vector<bench_case> cases;
    for (const table *kind : tables_of<table>()) {
        if (!rc_cli_matches(chosen.backend, kind->name))
            continue;
        for (int number = 0; number < RC_BENCH_CHURN_RINGS; number++) {
            auto graph = static_cast<rc_bench_graph>(number);
            for (size_t objects : sizes) {
                if (objects <= kind->most && (!chosen.quick || objects <= quick_most))
                    add_case(cases, kind, std::to_string(objects), {graph, objects, 0, 0});
            }
        }
        for (const churn &beside : churns) {
            if (chosen.quick && !beside.quick)
                continue;
            add_case(cases, kind,
                     std::to_string(churned) + "-p" + std::to_string(beside.payload) + "-live" +
                         std::to_string(beside.live),
                     {RC_BENCH_CHURN_RINGS, churned, beside.live, beside.payload});
        }
    }
    return {nullptr, cases};
}

} // namespace

void rc_bench_add_collector(const rc_bench_collect_table *added)
{
    add_table(added);
}

const suite cycles_suite = {"cycles",
                            "what a collection of cycles costs, from 10^4 to 10^7 objects",
                            "ns per object",
                            false,
                            5,
                            3,
                            0,
                            0,
                            is_table<table>,
                            list_tables<table>,
                            prepare,
                            cycles_questions};
