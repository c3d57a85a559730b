/*
 * share.cc: the owner's share of the operations.
 */
#include "bench/sharing/cases.hh"

#include <algorithm>
#include <random>

namespace
{

/* As many blocks in a row before the order repeats: more branches than a predictor remembers. */
const size_t orders = 64;

/* A block of objects of one's own and one of somebody else's. They live as long as the cases. */
struct two_owners {
    std::shared_ptr<references> mine, others;
};

/* References of a mix of both, for so many blocks, drawn at random. */
std::vector<void *> mix(const two_owners &objects, unsigned percent, uint64_t seed)
{
    std::mt19937_64 random(seed);
    size_t total = orders * RC_BENCH_BLOCK, own = total * percent / 100;
    std::vector<void *> drawn;
    for (size_t i = 0; i < total; i++) {
        const auto &kind = i < own ? objects.mine : objects.others;
        drawn.push_back(kind->data()[random() % RC_BENCH_BLOCK]);
    }
    std::shuffle(drawn.begin(), drawn.end(), random);
    return drawn;
}

} // namespace

void add_share(case_list &cases, const rc_bench_kernel *kernel, const setting &how)
{
    const rc_bench_pairs *pairs = pairs_of(kernel);
    owner_thread *owner = how.owner;
    references *made = nullptr;
    owner->run([&] { made = new references(pairs, RC_BENCH_BLOCK); });
    two_owners objects = {std::make_shared<references>(pairs, RC_BENCH_BLOCK),
                          std::shared_ptr<references>(
                              made, [owner](references *old) { owner->run([=] { delete old; }); })};
    for (unsigned percent : {0u, 25u, 50u, 75u, 90u, 99u, 100u}) {
        auto drawn = std::make_shared<std::vector<void *>>(mix(objects, percent, how.seed));
        cases.push_back({{"share", std::to_string(percent), "", kernel->name},
                         1,
                         false,
                         RC_BENCH_BLOCK,
                         [=](benchmark::State &state, const bench_case &self) {
                             (void)objects; /* which the references are of */
                             measure(state, self, false, [&](size_t blocks) {
                                 for (size_t i = 0; i < blocks; i++)
                                     pairs->loop[RC_BENCH_RR](
                                         drawn->data() + i % orders * RC_BENCH_BLOCK, 1);
                             });
                         }});
        cases.back().steady = true;
    }
}
