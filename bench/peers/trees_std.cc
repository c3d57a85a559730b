/*
 * trees_std.cc: binary trees of std::shared_ptr, for the workload `trees`.
 */
#include "bench/programs/peer.hh"
#include "bench/programs/trees.h"

#include <memory>

namespace
{

struct node {
    std::shared_ptr<node> left, right;
};

std::shared_ptr<node> make(size_t depth)
{
    auto self = std::make_shared<node>();
    if (depth > 0) {
        self->left = make(depth - 1);
        self->right = make(depth - 1);
    }
    return self;
}

uint64_t count(const node &self)
{
    return self.left == nullptr ? 1 : 1 + count(*self.left) + count(*self.right);
}

bool trees(const rc_program_job *job, rc_program_found *found)
{
    uint64_t nodes[RC_PROGRAM_MOST_THREADS] = {};
    auto long_lived = make(job->size);
    double seconds = peer_team(job->threads, [&](unsigned index) {
        uint64_t sum = 0;
        for (size_t depth = TREES_LEAST_DEPTH; depth <= job->size; depth += 2) {
            for (size_t i = trees_of_depth(job, depth, index); i > 0; i--)
                sum += count(*make(depth));
        }
        nodes[index] = sum;
    });
    for (uint64_t each : nodes)
        found->result += each;
    found->ns = rc_program_ns(seconds, job->threads, static_cast<double>(found->result));
    found->result += count(*long_lived);
    return true;
}

const peer_program table("trees", PEER_STD, PEER_STD_DESCRIPTION, 0, trees);

} // namespace
