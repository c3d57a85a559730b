/*
 * drops_std.cc: the end of graphs of std::shared_ptr, for the workloads `drop-...`.
 *
 * What a shared_ptr's destructor releases is destroyed inside it, level after level on the stack. A chain of a million
 * ends the process with the usual stack of eight megabytes, so that this peer is asked for ten thousand.
 */
#include "bench/programs/drops.h"
#include "bench/programs/peer.hh"

#include <memory>
#include <vector>

namespace
{

enum { DEEPEST = 10000 };

thread_local const rc_program_job *job_here;
thread_local uint64_t sum_here;

/* With constructors, because make_shared initializes no aggregates. */
struct link {
    uint64_t number;
    std::shared_ptr<link> next;
    link(uint64_t number, std::shared_ptr<link> next) : number(number), next(std::move(next))
    {
    }
    ~link()
    {
        sum_here += rc_program_mix(job_here->seed, number);
    }
};

struct branch {
    uint64_t number;
    std::shared_ptr<branch> left, right;
    branch(uint64_t number, std::shared_ptr<branch> left, std::shared_ptr<branch> right)
        : number(number), left(std::move(left)), right(std::move(right))
    {
    }
    ~branch()
    {
        sum_here += rc_program_mix(job_here->seed, number);
    }
};

struct middle {
    link self{0, nullptr};
    std::vector<std::shared_ptr<link>> leaf;
};

std::shared_ptr<link> make_chain(size_t size)
{
    std::shared_ptr<link> first;
    for (size_t i = size; i > 0; i--)
        first = std::make_shared<link>(i - 1, std::move(first));
    return first;
}

std::shared_ptr<branch> make_tree(size_t size, size_t number = 0)
{
    if (number >= size)
        return nullptr;
    return std::make_shared<branch>(number, make_tree(size, 2 * number + 1),
                                    make_tree(size, 2 * number + 2));
}

std::shared_ptr<middle> make_star(size_t size)
{
    auto made = std::make_shared<middle>();
    for (size_t i = 1; i < size; i++)
        made->leaf.push_back(std::make_shared<link>(i, nullptr));
    return made;
}

template <class graph> double seconds_of(graph &one)
{
    double start = rc_tool_now();
    one.reset();
    return rc_tool_now() - start;
}

template <class maker> bool drop_all(const rc_program_job *job, rc_program_found *found, maker make)
{
    std::vector<double> pauses;
    for (size_t i = 0; i < job->work; i++) {
        auto graph = make(job->size);
        auto drop = [&] {
            job_here = job;
            sum_here = 0;
            pauses.push_back(seconds_of(graph));
            found->result += sum_here;
        };
        if (job->mix == DROPS_HERE)
            drop();
        else /* on another processor, where the objects are in no cache: as with the others */
            (void)peer_team(2, [&](unsigned index) {
                if (index == 1)
                    drop();
            });
    }
    found->ns = rc_program_pauses(found, 0, pauses.data(), pauses.size()) * 1e9 /
                static_cast<double>(job->size);
    return true;
}

bool drop_chain(const rc_program_job *job, rc_program_found *found)
{
    return drop_all(job, found, make_chain);
}

bool drop_tree(const rc_program_job *job, rc_program_found *found)
{
    return drop_all(job, found, [](size_t size) { return make_tree(size); });
}

bool drop_star(const rc_program_job *job, rc_program_found *found)
{
    return drop_all(job, found, make_star);
}

const peer_program chain("drop-chain", PEER_STD, PEER_STD_DESCRIPTION, DEEPEST, drop_chain);
const peer_program tree("drop-tree", PEER_STD, PEER_STD_DESCRIPTION, 0, drop_tree);
const peer_program star("drop-star", PEER_STD, PEER_STD_DESCRIPTION, 0, drop_star);

} // namespace
