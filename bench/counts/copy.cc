/*
 * copy.cc: the case in which the memory is slow: 10^6 references to 10^6 objects in random order.
 *
 * All backends work on the same memory, one after the other, and in the same order of objects. Peers whose
 * objects bring their own memory work on theirs, in that order.
 */
#include "bench/counts/cases.hh"

#include <cstdlib>
#include <random>

namespace
{

const size_t objects = 1000000;

class field
{
  public:
    explicit field(uint64_t seed)
        : memory(std::aligned_alloc(RC_BENCH_LINE, objects * RC_BENCH_LINE)), order(objects),
          copied(objects)
    {
        if (memory == nullptr)
            rc_cli_fail("no memory for %zu objects", objects);
        for (size_t i = 0; i < objects; i++)
            order[i] = static_cast<char *>(memory) + i * RC_BENCH_LINE;
        std::mt19937_64 random(seed);
        for (size_t i = objects - 1; i > 0; i--)
            std::swap(order[i], order[random() % (i + 1)]);
    }
    ~field()
    {
        std::free(memory);
    }
    field(const field &) = delete;
    field &operator=(const field &) = delete;

    void *memory;
    std::vector<void *> order, reference, copied;
};

/* Made when it is first needed. */
field &shared_field(uint64_t seed)
{
    static field only(seed);
    return only;
}

} // namespace

void add_copy(std::vector<bench_case> &cases, const rc_bench_kernel *kernel, uint64_t seed)
{
    cases.push_back({{"copy", "random", "counter", kernel->name},
                     1,
                     false,
                     objects,
                     [=](benchmark::State &state, const bench_case &self) {
                         field &all = shared_field(seed);
                         all.reference = all.order;
                         kernel->place(all.memory, all.reference.data(), objects);
                         measure(state, self, false, [&](size_t passes) {
                             for (size_t i = 0; i < passes; i++)
                                 kernel->copy(all.reference.data(), all.copied.data(), objects);
                         });
                         kernel->clear(all.reference.data(), objects);
                     }});
}
