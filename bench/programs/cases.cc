/*
 * cases.cc: the suite `programs`: what is run, and whether it was right.
 *
 * A result that is not the one of the sequential computation, or an object that is left, ends the benchmark: what a
 * wrong program costs is of no interest.
 */
#include "bench/programs/cases.hh"

#include "bench/micro/threads.hh"
#include "bench/programs/programs.h"

#include <map>

std::string threads_label(unsigned threads)
{
    return "-t" + std::to_string(threads) +
           (threads > rc_tool_processors() ? "-oversubscribed" : "");
}

namespace
{

const unsigned thread_counts[] = {1, 2, 4, 8};

/* In the order of the workloads, then of the ranks and names. */
const std::vector<const rc_program *> &programs_of(const char *workload)
{
    static std::map<std::string, std::vector<const rc_program *>> lists;
    std::vector<const rc_program *> &list = lists[workload];
    if (list.empty()) {
        for (const rc_program *each : tables_of<rc_program>()) {
            if (std::strcmp(each->workload, workload) == 0)
                list.push_back(each);
        }
    }
    return list;
}

[[noreturn]] void wrong(const identity &id, const char *what, uint64_t found, uint64_t expected)
{
    std::fprintf(stderr, "rc-bench: %s: %s %llu, and %llu is right\n", id.name().c_str(), what,
                 static_cast<unsigned long long>(found), static_cast<unsigned long long>(expected));
    std::exit(RC_EXIT_VIOLATION);
}

void check(const identity &id, const rc_program_found &found, uint64_t expected)
{
    if (found.left != 0)
        wrong(id, "objects left:", found.left, 0);
    if (found.errors != 0)
        wrong(id, "impossible things seen:", found.errors, 0);
    if (found.result != expected)
        wrong(id, "the result is", found.result, expected);
}

/* Once for all that do the same. */
class expectation
{
  public:
    expectation(const rc_program_workload *workload, const rc_program_job &job)
        : workload(workload), job(job)
    {
    }
    uint64_t value()
    {
        if (!known) {
            result = workload->expected(&job);
            known = true;
        }
        return result;
    }

  private:
    const rc_program_workload *workload;
    rc_program_job job;
    bool known = false;
    uint64_t result = 0;
};

std::vector<measurement> run(const rc_program *program, const identity &id,
                             const rc_program_job &job, expectation &expected)
{
    rc_program_found found = {};
    if (!program->run(&job, &found))
        return {};
    check(id, found, expected.value());
    std::vector<measurement> list = {{id, unit_ns, found.ns}};
    for (const rc_program_number &each : found.number) {
        if (each.what == nullptr || each.value <= 0)
            continue;
        identity of = id;
        of.api = each.what;
        list.push_back({of, each.unit, each.value});
    }
    return list;
}

void add_cases(std::vector<bench_case> &cases, const rc_program_workload *workload,
               const rc_program_shape &shape, const choice &chosen)
{
    size_t work = chosen.quick ? shape.quick_work : shape.work;
    unsigned least = chosen.quick ? shape.quick_least : shape.least;
    unsigned most = chosen.quick ? shape.quick_most : shape.most;
    for (unsigned threads : thread_counts) {
        if (work == 0 || threads < least || threads > most)
            continue;
        rc_program_job job = {shape.size, shape.mix, work, threads, chosen.seed};
        auto expected = std::make_shared<expectation>(workload, job);
        for (const rc_program *program : programs_of(workload->name)) {
            if (!rc_cli_matches(chosen.backend, program->name) ||
                (threads > 1 && program->sharing == RC_PROGRAM_ONE_THREAD) ||
                (program->most > 0 && program->most < shape.size))
                continue;
            identity id = {workload->name, shape.label + threads_label(threads), "", program->name};
            bench_case made = {id, threads, threads > 1 || workload->by_clock, 1, nullptr};
            made.once = [=] { return run(program, id, job, *expected); };
            cases.push_back(made);
        }
    }
}

prepared prepare(const choice &chosen)
{
    std::vector<bench_case> cases;
    for (const rc_program_workload *each = rc_program_workloads; each->name != nullptr; each++) {
        for (const rc_program_shape *shape = each->shape; shape->label != nullptr; shape++)
            add_cases(cases, each, *shape, chosen);
    }
    return {std::make_shared<bystander>(), cases};
}

/* Each workload with who does it; each of these with what it is. */
void list()
{
    std::map<std::string, const rc_program *> all;
    for (const rc_program_workload *each = rc_program_workloads; each->name != nullptr; each++) {
        std::printf("%-20s %s\n", each->name, each->what);
        for (const rc_program *program : programs_of(each->name))
            all.emplace(program->name, program);
    }
    std::printf("\n");
    for (const auto &[name, program] : all)
        std::printf("%-20s %s\n", name.c_str(), program->description);
}

} // namespace

void rc_program_add(const rc_program *added)
{
    add_table(added);
}

const suite programs_suite = {
    "programs",
    "programs in small: trees, JSON, a persistent map, a cache, deep and wide graphs",
    "ns of a processor per operation",
    false,
    5,
    2,
    0,
    0,
    is_table<rc_program>,
    list,
    prepare,
    programs_questions};
