/*
 * mixes.cc: the suite `mixes`: slots that are read and written in different shares, by one thread up to more than there
 * are processors.
 *
 *   load/<reads>-<stores>-t<threads>[-oversubscribed]     RC_BENCH_SLOTS slots, any one loaded, or given a new object
 *   borrow/...                                            the same with borrow for load
 *   config-load/..., config-borrow/...                    one slot, which is read nearly always: a configuration
 *
 * What is checked: every word that was read is one of a live object's, and no object is left when the slots have gone.
 */
#include "bench/slots/cases.hh"

#include "bench/programs/cases.hh"
#include "bench/programs/timed.hh"
#include "bench/slots/slots.h"

namespace
{

using table = rc_bench_slot_table;

struct share {
    const char *label;
    size_t slots;
    unsigned stores; /* times in 65536 */
    bool quick;
};

const share shares[] = {{"100-0", RC_BENCH_SLOTS, 0, false},
                        {"99-1", RC_BENCH_SLOTS, 65536 / 100, false},
                        {"90-10", RC_BENCH_SLOTS, 65536 / 10, true},
                        {"50-50", RC_BENCH_SLOTS, 65536 / 2, false},
                        {"999-1", 1, 65536 / 1000, true}};

[[noreturn]] void wrong(const identity &id, const char *what, uint64_t found)
{
    std::fprintf(stderr, "rc-bench: %s: %s %llu, and 0 is right\n", id.name().c_str(), what,
                 static_cast<unsigned long long>(found));
    std::exit(RC_EXIT_VIOLATION);
}

std::vector<measurement> run(const table *kind, const share &of, bool borrows, const identity &id,
                             unsigned threads, uint64_t seed)
{
    uint64_t before = kind->alive != nullptr ? kind->alive() : 0;
    void *slots;
    {
        user<table> attached(kind);
        slots = kind->make(of.slots);
        if (slots == nullptr)
            rc_cli_fail("%s: no memory for the slots", kind->name);
    }
    std::atomic<uint64_t> seen{0};
    rc_bench_slot_mix *mix = borrows ? kind->mix_borrow : kind->mix_load;
    timed_team<table> team(kind, threads, seed);
    double ns = team.run([&](unsigned, uint64_t *random) {
        uint64_t words = mix(slots, of.slots, of.stores, 1, random);
        if (words != 0)
            seen.fetch_or(words, std::memory_order_relaxed);
    });
    {
        user<table> attached(kind);
        kind->discard(slots, of.slots);
    }
    if (seen != 0)
        wrong(id, "words of objects that have been freed were read:", seen);
    if (kind->alive != nullptr && kind->alive() != before)
        wrong(id, "objects left:", kind->alive() - before);
    return {{id, unit_ns, ns}};
}

void add_cases(std::vector<bench_case> &cases, const table *kind, const share &of,
               const choice &chosen)
{
    for (bool borrows : {false, true}) {
        if ((borrows ? kind->mix_borrow : kind->mix_load) == nullptr)
            continue;
        for (unsigned threads : {1u, 2u, 4u, 8u}) {
            if (chosen.quick && threads != 2)
                continue;
            std::string group =
                std::string(of.slots == 1 ? "config-" : "") + (borrows ? "borrow" : "load");
            identity id = {group, of.label + threads_label(threads), "", kind->name};
            bench_case made = {id, threads, threads > 1, 1, nullptr};
            uint64_t seed = chosen.seed;
            made.once = [=] { return run(kind, of, borrows, id, threads, seed); };
            cases.push_back(made);
        }
    }
}

prepared prepare(const choice &chosen)
{
    std::vector<bench_case> cases;
    for (const table *kind : tables_of<table>()) {
        if (!rc_cli_matches(chosen.backend, kind->name))
            continue;
        for (const share &of : shares) {
            if (!chosen.quick || of.quick)
                add_cases(cases, kind, of, chosen);
        }
    }
    return {std::make_shared<bystander>(), cases};
}

} // namespace

const suite mixes_suite = {"mixes",
                           "slots read and written in different shares, by up to 8 threads",
                           "ns of a processor per operation",
                           false,
                           5,
                           2,
                           0,
                           0,
                           is_table<table>,
                           list_tables<table>,
                           prepare,
                           mixes_questions};
