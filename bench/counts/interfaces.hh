/*
 * interfaces.hh: the kernels as the suites see them that are about counts.
 */
#ifndef RC_BENCH_COUNTS_INTERFACES_HH
#define RC_BENCH_COUNTS_INTERFACES_HH

#include "bench/counts/kernel.h"
#include "bench/micro/tool.hh"

#include <vector>

/* One of the interfaces that a kernel has: counter, object. */
struct interface {
    const char *name;
    const rc_bench_pairs *pairs;
};

std::vector<interface> interfaces_of(const rc_bench_kernel *kernel);

/* May threads share an object? */
bool is_thread_safe(const rc_bench_kernel *kernel);

/* Objects, one after the other in memory as far as the allocator goes along. */
class references
{
  public:
    references(const rc_bench_pairs *kind, size_t count) : kind(kind), all(count)
    {
        if (!kind->make(all.data(), count))
            rc_cli_fail("no memory for the objects");
    }
    ~references()
    {
        kind->discard(all.data(), all.size());
    }
    references(const references &) = delete;
    references &operator=(const references &) = delete;
    void **data()
    {
        return all.data();
    }

  private:
    const rc_bench_pairs *kind;
    std::vector<void *> all;
};

bool is_kernel(const char *name);

/* Names and descriptions, a line each, on stdout. */
void list_peers();

#endif
