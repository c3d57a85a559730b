/*
 * peer.hh: what the peers of the suite `programs` that are written in C++ have in common.
 */
#ifndef RC_BENCH_PROGRAMS_PEER_HH
#define RC_BENCH_PROGRAMS_PEER_HH

#include "bench/programs/programs.h"
#include "bench/programs/team.h"
#include "refcount/tool/cli.h"

#include <functional>

/* A team of threads that attach to nothing. */
inline double peer_team(unsigned threads, std::function<void(unsigned)> body)
{
    static const rc_team_hooks none = {nullptr, nullptr, nullptr, nullptr};
    rc_team_body *call = [](unsigned index, void *arg) {
        (*static_cast<decltype(body) *>(arg))(index);
    };
    return rc_team_run(threads, &none, call, &body);
}

/* A workload's table, which adds itself. */
class peer_program
{
  public:
    peer_program(const char *workload, const char *name, const char *description, size_t most,
                 bool (*run)(const rc_program_job *, rc_program_found *))
        : table{workload, name, description, 2, RC_PROGRAM_ANY_THREADS, most, run}
    {
        rc_program_add(&table);
    }

  private:
    rc_program table;
};

#define PEER_STD "std"
#define PEER_STD_DESCRIPTION                                                                       \
    "peer: std::shared_ptr of libstdc++; where threads share a variable, with a std::mutex"

#endif
