/*
 * sets.cc: the suite `sets`: the structures of gc/structures/ by size, by how often they are changed, and by the number
 * of threads.
 *
 * Case names are <structure>/<range>-u<updates>-t<threads>[-oversubscribed]/<scheme or peer>. The range is that of the
 * keys, of which one half is there; stacks and queues have none. A structure is made once for all rates of updates, which leave it half full.
 *
 * What is checked: the keys that are in it at the end are those that were there at first, those put in and those taken
 * out; and no object is left when it has gone.
 */
#include "bench/structures/cases.hh"

#include "bench/programs/cases.hh"
#include "bench/programs/timed.hh"
#include "bench/structures/structures.h"

namespace
{

using table = rc_bench_structure_table;

struct plan {
    rc_bench_structure kind;
    const char *name;
    uint64_t range; /* of keys; 0: it has none */
    bool quick;

    uint64_t keys() const
    {
        return range / 2;
    }
};

const plan plans[] = {{RC_BENCH_STACK, "stack", 0, true},   {RC_BENCH_QUEUE, "queue", 0, false},
                      {RC_BENCH_LIST, "list", 100, true},   {RC_BENCH_HASH, "hash", 100, false},
                      {RC_BENCH_HASH, "hash", 10000, true}, {RC_BENCH_HASH, "hash", 1000000, false},
                      {RC_BENCH_MAP, "map", 100, true},     {RC_BENCH_MAP, "map", 10000, false}};

/* Percent. */
const unsigned updates[] = {0, 10, 50};

/* One of each kind of scheme with the counts that all others are measured by, one with owners, and the peers. */
const char *const ours[] = {"atomic+hazard_asym", "atomic+epoch", "atomic+rcu_qsbr", "atomic+lock",
                            "biased+epoch"};

bool takes_part(const table *kind, const choice &chosen)
{
    bool named = std::strcmp(chosen.backend, kind->name) == 0;
    bool common = kind->rank > 0 ||
                  std::any_of(std::begin(ours), std::end(ours),
                              [=](const char *one) { return std::strcmp(one, kind->name) == 0; });
    return named || (common && rc_cli_matches(chosen.backend, kind->name));
}

[[noreturn]] void wrong(const identity &id, const char *what, int64_t found, int64_t expected)
{
    std::fprintf(stderr, "rc-bench: %s: %s %lld, and %lld is right\n", id.name().c_str(), what,
                 static_cast<long long>(found), static_cast<long long>(expected));
    std::exit(RC_EXIT_VIOLATION);
}

void check_keys(const table *kind, const plan &of, void *structure, const identity &id,
                int64_t expected)
{
    if (kind->contains[of.kind] == nullptr || of.kind == RC_BENCH_MAP)
        return;
    int64_t found = 0;
    for (uint64_t key = 0; key < of.range; key++)
        found += kind->contains[of.kind](structure, key);
    if (found != expected)
        wrong(id, "keys in it:", found, expected);
}

/* At one rate; how many keys more there are afterwards is added up. */
double run_rate(timed_team<table> &team, const table *kind, const plan &of, void *structure,
                unsigned rate, std::atomic<int64_t> &more)
{
    rc_bench_set_plan how = {of.keys(), rate};
    return team.run([&](unsigned, uint64_t *random) {
        int64_t here = kind->loop[of.kind](structure, &how, 1, random);
        if (here != 0)
            more.fetch_add(here, std::memory_order_relaxed);
    });
}

/* "10000-u10-t2"; "t2" without keys. */
std::string shape_of(const plan &of, const std::string &rate, unsigned threads)
{
    std::string label = threads_label(threads);
    return of.range == 0 ? label.substr(1) : std::to_string(of.range) + rate + label;
}

std::vector<measurement> run(const table *kind, const plan &of, unsigned threads, uint64_t seed)
{
    std::vector<measurement> list;
    std::atomic<int64_t> more{0};
    uint64_t before = kind->alive != nullptr ? kind->alive() : 0;
    void *structure;
    {
        user<table> attached(kind);
        structure = kind->make[of.kind](of.keys());
        if (structure == nullptr)
            rc_cli_fail("%s: no memory for the structure", kind->name);
    }
    timed_team<table> team(kind, threads, seed);
    for (unsigned rate : updates) {
        std::string shape = shape_of(of, "-u" + std::to_string(rate), threads);
        list.push_back({{of.name, shape, "", kind->name},
                        unit_ns,
                        run_rate(team, kind, of, structure, rate, more)});
        if (of.range == 0)
            break;
    }
    {
        user<table> attached(kind);
        check_keys(kind, of, structure, list.back().id, static_cast<int64_t>(of.keys()) + more);
        kind->discard[of.kind](structure);
    }
    if (kind->alive != nullptr && kind->alive() != before)
        wrong(list.back().id, "objects left:", static_cast<int64_t>(kind->alive() - before), 0);
    return list;
}

prepared prepare(const choice &chosen)
{
    std::vector<bench_case> cases;
    for (const table *kind : tables_of<table>()) {
        if (!takes_part(kind, chosen))
            continue;
        for (const plan &of : plans) {
            if (kind->make[of.kind] == nullptr || (chosen.quick && !of.quick))
                continue;
            for (unsigned threads : {1u, 2u, 4u, 8u}) {
                if (chosen.quick && threads != 2)
                    continue;
                identity id = {of.name, shape_of(of, "", threads), "", kind->name};
                bench_case made = {id, threads, threads > 1, 1, nullptr};
                uint64_t seed = chosen.seed;
                made.once = [=] { return run(kind, of, threads, seed); };
                cases.push_back(made);
            }
        }
    }
    return {std::make_shared<bystander>(), cases};
}

} // namespace

const suite sets_suite = {"sets",
                          "stack, queue, list, hash table and map by size, updates and threads",
                          "ns of a processor per operation",
                          false,
                          5,
                          2,
                          0,
                          0,
                          is_table<table>,
                          list_tables<table>,
                          prepare,
                          sets_questions};
