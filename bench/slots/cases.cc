/*
 * cases.cc: the suite `slots`: what a reference costs that threads share, for one who has none yet.
 *
 * Case names are <work>/<threads>/<scheme or peer>. A thread is attached for one repetition of one case: a
 * thread that is attached and does nothing would hold back the reclamation of the others, with quiescent
 * states, and what a scheme has not yet released would be released on somebody else's time.
 */
#include "bench/slots/cases.hh"

#include "bench/micro/threads.hh"
#include "bench/slots/slots.h"

#include <cerrno>
#include <cstring>

namespace
{

const char *const work_names[RC_BENCH_SLOT_WORKS] = {"load", "borrow", "chain", "inside", "store", "give", "cas", "mix", "mixborrow"};

/* About a millisecond of the fastest: much longer than threads need to meet. */
const size_t contended_blocks = 100;

size_t slots_of(rc_bench_slot_work work)
{
    return work == RC_BENCH_MIX || work == RC_BENCH_MIX_BORROW ? RC_BENCH_SLOTS : 1;
}

/* Is it worth asking with two threads? The others show nothing that these do not. */
bool has_company(rc_bench_slot_work work)
{
    return work != RC_BENCH_CHAIN && work != RC_BENCH_INSIDES && work != RC_BENCH_STORE;
}

bench_case case_of(const rc_bench_slot_table *table, rc_bench_slot_work work, unsigned threads, uint64_t seed)
{
    auto shared = std::make_shared<void *>(nullptr);
    bench_case made = {{work_names[work], std::to_string(threads), "", table->name},
                       threads,
                       threads > 1,
                       RC_BENCH_BLOCK,
                       [=](benchmark::State &state, const bench_case &self) {
                           unsigned thread = static_cast<unsigned>(state.thread_index());
                           rc_tool_pin(thread);
                           user attached(table);
                           uint64_t random = (seed + thread + 1) * 0x9E3779B97F4A7C15u | 1;
                           if (thread == 0 && (*shared = table->make(slots_of(work))) == nullptr)
                               rc_cli_fail("%s: no memory for the slots", table->name);
                           /* The library lets nobody into the loop before all threads are here. */
                           measure(state, self, threads > 1, [&](size_t blocks) {
                               table->loop[work](*shared, blocks, &random);
                           });
                           /* And nobody out of it. */
                           if (thread == 0)
                               table->discard(*shared, slots_of(work));
                       }};
    made.steady = threads == 1;
    made.blocks = threads > 1 ? contended_blocks : 0;
    made.share = threads > 1 ? 0.55 : 0;
    return made;
}

prepared prepare(const choice &chosen)
{
    std::vector<bench_case> cases;
    for (const rc_bench_slot_table *table : tables_of<rc_bench_slot_table>()) {
        if (!rc_cli_matches(chosen.backend, table->name))
            continue;
        for (int work = 0; work < RC_BENCH_SLOT_WORKS; work++) {
            auto kind = static_cast<rc_bench_slot_work>(work);
            for (unsigned threads : {1u, 2u}) {
                if (table->loop[work] != nullptr && (threads == 1 || has_company(kind)))
                    cases.push_back(case_of(table, kind, threads, chosen.seed));
            }
        }
    }
    return {std::make_shared<bystander>(), cases};
}

} // namespace

void rc_bench_add_slots(const rc_bench_slot_table *table)
{
    add_table(table);
}

const suite slots_suite = {"slots",
                           "what a slot costs that threads share, with each reclamation scheme",
                           "ns per operation and thread",
                           true,
                           25,
                           9,
                           90,
                           20,
                           is_table<rc_bench_slot_table>,
                           list_tables<rc_bench_slot_table>,
                           prepare,
                           slots_questions};
