/*
 * process.cc: one collection, in a process of its own: what an earlier one has left of the heap, and the most
 * memory it had, would be in the results of the next.
 */
#include "bench/collect/cases.hh"

#include "bench/micro/tool.hh"

#include <cerrno>
#include <cstring>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

const char *const rc_bench_graph_names[RC_BENCH_GRAPHS] = {"ring", "live",   "small",
                                                           "deep", "beside", "churn"};

uint64_t rc_bench_peak(void)
{
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<uint64_t>(usage.ru_maxrss) * 1024;
}

namespace
{

/* All of it, or nothing if the process died on the way. */
bool read_all(int from, void *to, size_t size)
{
    size_t done = 0;
    while (done < size) {
        ssize_t got = read(from, static_cast<char *>(to) + done, size - done);
        if (got > 0)
            done += static_cast<size_t>(got);
        else if (got == 0 || errno != EINTR)
            return false;
    }
    return true;
}

} // namespace

bool collect_apart(const rc_bench_collect_table *table, const rc_bench_collect_job &job,
                   rc_bench_collection *found)
{
    int ends[2];
    std::fflush(nullptr);
    if (pipe(ends) != 0)
        rc_cli_fail("no pipe: %s", std::strerror(errno));
    pid_t child = fork();
    if (child < 0)
        rc_cli_fail("no process: %s", std::strerror(errno));
    if (child == 0) {
        close(ends[0]);
        rc_tool_pin(0);
        rc_bench_collection mine = {};
        bool done = table->run(&job, &mine);
        if (done && write(ends[1], &mine, sizeof mine) != static_cast<ssize_t>(sizeof mine))
            _exit(RC_EXIT_USAGE);
        _exit(RC_EXIT_OK);
    }
    close(ends[1]);
    bool complete = read_all(ends[0], found, sizeof *found);
    close(ends[0]);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != RC_EXIT_OK) {
        std::fprintf(
            stderr,
            "rc-bench: %s: the process that collects a %s of %zu objects ended with status %d\n",
            table->name, rc_bench_graph_names[job.graph], job.objects, status);
        std::exit(RC_EXIT_VIOLATION);
    }
    return complete;
}
