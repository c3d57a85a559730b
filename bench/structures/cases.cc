/*
 * cases.cc: the suite `structures`: stack, list and hash table.
 *
 * Case names are <structure>/<threads>/<scheme or peer>. Each repetition makes its structure anew, so that a
 * list does not lie in memory as a thousand repetitions have scattered it, and for all alike.
 */
#include "bench/structures/cases.hh"

#include "bench/micro/threads.hh"
#include "bench/structures/structures.h"

namespace
{

/* Those that are measured closely; the suite `sets` has all. */
enum { KINDS = RC_BENCH_HASH + 1 };
const char *const names[KINDS] = {"stack", "list", "hash"};
const rc_bench_set_plan plans[KINDS] = {{0, 0}, {1000, 10}, {100000, 10}};

/* Of two threads: a few milliseconds. */
const size_t blocks_together[KINDS] = {100, 10, 50};

bench_case case_of(const rc_bench_structure_table *table, int kind, unsigned threads, uint64_t seed)
{
    auto shared = std::make_shared<void *>(nullptr);
    bench_case made = {{names[kind], std::to_string(threads), "", table->name},
                       threads,
                       threads > 1,
                       RC_BENCH_BLOCK,
                       [=](benchmark::State &state, const bench_case &self) {
                           unsigned thread = static_cast<unsigned>(state.thread_index());
                           rc_tool_pin(thread);
                           user attached(table);
                           uint64_t random = (seed + thread + 1) * 0x9E3779B97F4A7C15u | 1;
                           if (thread == 0 &&
                               (*shared = table->make[kind](plans[kind].keys)) == nullptr)
                               rc_cli_fail("%s: no memory for the structure", table->name);
                           measure(state, self, threads > 1, [&](size_t blocks) {
                               (void)table->loop[kind](*shared, &plans[kind], blocks, &random);
                           });
                           if (thread == 0)
                               table->discard[kind](*shared);
                       }};
    made.steady = true;
    made.blocks = threads > 1 ? blocks_together[kind] : 0;
    made.share = threads > 1 ? 0.55 : 0;
    return made;
}

prepared prepare(const choice &chosen)
{
    std::vector<bench_case> cases;
    for (const rc_bench_structure_table *table : tables_of<rc_bench_structure_table>()) {
        if (!rc_cli_matches(chosen.backend, table->name))
            continue;
        for (int kind = 0; kind < KINDS; kind++) {
            for (unsigned threads : {1u, 2u})
                cases.push_back(case_of(table, kind, threads, chosen.seed));
        }
    }
    return {std::make_shared<bystander>(), cases};
}

} // namespace

void rc_bench_add_structures(const rc_bench_structure_table *table)
{
    add_table(table);
}

const suite structures_suite = {
    "structures",
    "a stack, a list and a hash table of slots, and the same without counts",
    "ns per operation and thread",
    true,
    25,
    7,
    90,
    20,
    is_table<rc_bench_structure_table>,
    list_tables<rc_bench_structure_table>,
    prepare,
    structures_questions};
