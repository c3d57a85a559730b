/*
 * threads.hh: the threads of the suites whose tables attach them.
 */
#ifndef RC_BENCH_MICRO_THREADS_HH
#define RC_BENCH_MICRO_THREADS_HH

#include "bench/micro/tables.hh"
#include "bench/micro/tool.hh"

#include <cerrno>
#include <mutex>
#include <thread>

/* Attached as long as it exists. A table with NULL for it is one whose threads need no beginning and no end. */
template <class table> class user
{
  public:
    explicit user(const table *kind) : kind(kind)
    {
        if (kind->attach != nullptr && kind->attach() != 0)
            rc_cli_fail("%s: cannot attach: %s", kind->name, std::strerror(errno));
    }
    ~user()
    {
        if (kind->detach != nullptr)
            kind->detach();
    }
    user(const user &) = delete;
    user &operator=(const user &) = delete;

  private:
    const table *kind;
};

/*
 * Google Benchmark's own threads come and go, as its cases do. This one lives as long as all of them, so that
 * no short cut for programs of one thread gets into the results.
 */
class bystander
{
  public:
    bystander() : thread([this] { gate.lock(); })
    {
    }
    ~bystander()
    {
        gate.unlock();
        thread.join();
    }
    bystander(const bystander &) = delete;
    bystander &operator=(const bystander &) = delete;

  private:
    struct closed : std::mutex {
        closed()
        {
            lock();
        }
    } gate;
    std::thread thread;
};

#endif
