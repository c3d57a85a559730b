/*
 * cases.cc: the suite `sharing`.
 */
#include "bench/sharing/cases.hh"

#include "bench/micro/environment.h"

#include <cstring>

namespace
{

bool knows(const char *name)
{
    return std::strcmp(name, "malloc") == 0 || std::strcmp(name, "clock") == 0 || is_kernel(name);
}

void list()
{
    rc_cli_list_backends();
    list_peers();
    std::printf("%-22s %s\n%-22s %s\n", "malloc", "floor: malloc and free, for `create`", "clock",
                "floor: nothing between two readings, for `latency`");
}

prepared prepare(const choice &chosen)
{
    auto threads = std::make_shared<attached_to_all>();
    setting how = {threads->owner.get(), chosen.seed, chosen.quick ? 0.01 : 0.03};
    case_list cases;
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != nullptr; kernel++) {
        if (!rc_cli_matches(chosen.backend, (*kernel)->name))
            continue;
        add_memory(cases, *kernel); /* first: it looks at a heap where nothing has been freed */
        add_share(cases, *kernel, how);
        add_teams(cases, *kernel, how);
        add_latency(cases, *kernel, how);
        add_flow(cases, *kernel, how);
    }
    if (rc_cli_matches(chosen.backend, "clock"))
        add_clock(cases, how);
    if (rc_cli_matches(chosen.backend, "malloc"))
        add_malloc(cases);
    return {threads, cases};
}

std::string note()
{
    char text[160];
    std::snprintf(text, sizeof text,
                  "latency: with the reading of the clock, which is what `clock` takes by itself; "
                  "it goes in steps of %.0f ns",
                  rc_bench_clock_step());
    return text;
}

} // namespace

const rc_bench_pairs *pairs_of(const rc_bench_kernel *kernel)
{
    return kernel->object != nullptr ? kernel->object : kernel->counter;
}

/* Nothing is promised of these; the ratios are what the sweeps are about. */
std::vector<question> sharing_questions()
{
    std::vector<question> list;
    auto ask = [&](const char *group, const char *shape) {
        list.push_back(
            {{group, shape, "", "biased"}, {group, shape, "", "atomic"}, bound::none, 0});
    };
    for (const char *percent : {"0", "50", "90", "100"})
        ask("share", percent);
    for (const char *percent : {"0", "50", "100"})
        ask("handed", percent);
    ask("hot", "2");
    ask("chain", "2");
    return list;
}

const suite sharing_suite = {"sharing",
                             "what a count costs by who uses it, and how much",
                             "ns per pair, or object (see bench/sharing/cases.hh)",
                             false,
                             11,
                             3,
                             60,
                             10,
                             knows,
                             list,
                             prepare,
                             sharing_questions,
                             note};
