/*
 * larson_std.cc: the workload `larson` with std::shared_ptr to arrays of bytes.
 */
#include "bench/programs/larson.h"
#include "bench/programs/peer.hh"

#include <cstring>
#include <memory>
#include <vector>

namespace
{

using pointer = std::shared_ptr<unsigned char[]>;
using array = std::vector<pointer>;

/* One allocation for counts and bytes, as of the others. */
pointer made_by(const larson_step &step)
{
    pointer block = std::make_shared<unsigned char[]>(step.bytes);
    std::memcpy(block.get(), &step.word, sizeof step.word);
    return block;
}

uint64_t word_of(const pointer &block)
{
    uint64_t word = 0;
    if (block != nullptr)
        std::memcpy(&word, block.get(), sizeof word);
    return word;
}

bool larson(const rc_program_job *job, rc_program_found *found)
{
    std::vector<array> arrays(job->threads, array(LARSON_SLOTS));
    std::vector<uint64_t> sums(job->threads);
    double seconds = peer_team(job->threads, [&](unsigned index) {
        uint64_t random = rc_program_seed(job->seed, index), sum = 0;
        for (unsigned round = 0; round < LARSON_ROUNDS; round++) {
            array &mine = arrays[larson_array(job, index, round)];
            for (size_t i = 0; i < job->work; i++) {
                larson_step step = larson_draw(job, &random);
                pointer block = made_by(step);
                sum += word_of(mine[step.slot]);
                mine[step.slot] = std::move(block);
            }
            rc_team_meet();
        }
        for (pointer &each : arrays[index]) {
            sum += word_of(each);
            each.reset();
        }
        sums[index] = sum;
    });
    for (uint64_t each : sums)
        found->result += each;
    found->ns = rc_program_ns(seconds, job->threads,
                              static_cast<double>(job->work * LARSON_ROUNDS * job->threads));
    return true;
}

const peer_program table("larson", PEER_STD, PEER_STD_DESCRIPTION, 0, larson);

} // namespace
