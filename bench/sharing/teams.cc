/*
 * teams.cc: one, two, four and eight threads on one object, or on one each.
 */
#include "bench/sharing/cases.hh"
#include "bench/sharing/team.hh"

namespace
{

uint64_t pairs_until(const std::atomic<bool> &stop, const rc_bench_pairs *pairs, void **reference)
{
    uint64_t blocks = 0;
    for (; !stop.load(std::memory_order_relaxed); blocks++)
        pairs->loop[RC_BENCH_ONE](reference, 1);
    return blocks * RC_BENCH_BLOCK;
}

effort on_one_object(const rc_bench_kernel *kernel, unsigned threads, const setting &how)
{
    const rc_bench_pairs *pairs = pairs_of(kernel);
    std::unique_ptr<references> shared;
    how.owner->run([&] { shared = std::make_unique<references>(pairs, 1); });
    effort done =
        work_together(kernel, threads, how.seconds, [&](unsigned, const std::atomic<bool> &stop) {
            return pairs_until(stop, pairs, shared->data());
        });
    how.owner->run([&] { shared.reset(); });
    return done;
}

effort on_private_objects(const rc_bench_kernel *kernel, unsigned threads, const setting &how)
{
    const rc_bench_pairs *pairs = pairs_of(kernel);
    return work_together(kernel, threads, how.seconds,
                         [&](unsigned, const std::atomic<bool> &stop) {
                             references mine(pairs, 1);
                             return pairs_until(stop, pairs, mine.data());
                         });
}

using team_work = effort (*)(const rc_bench_kernel *, unsigned, const setting &);

bench_case case_of(const char *group, team_work work, const rc_bench_kernel *kernel,
                   unsigned threads, const setting &how)
{
    identity id = {group, threads_name(threads), "", kernel->name};
    bench_case made = {id, threads, true, 1, nullptr};
    made.once = [=]() -> std::vector<measurement> {
        effort done = persist([&] { return work(kernel, threads, how); });
        return {measured(id, processor_ns(done, threads), done)};
    };
    return made;
}

} // namespace

void add_teams(case_list &cases, const rc_bench_kernel *kernel, const setting &how)
{
    for (unsigned threads : {1u, 2u, 4u, 8u}) {
        cases.push_back(case_of("private", on_private_objects, kernel, threads, how));
        if (is_thread_safe(kernel))
            cases.push_back(case_of("hot", on_one_object, kernel, threads, how));
    }
}
