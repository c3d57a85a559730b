/*
 * memory.cc: small objects: what they cost to make and destroy, and what they take.
 */
#include "bench/sharing/cases.hh"

#include <cmath>
#include <cstddef>
#include <malloc.h>

namespace
{

/* So many that what malloc keeps aside for the next call does not count. */
const size_t counted = 4096;

bench_case creation(const char *backend, size_t size, std::function<void(size_t blocks)> work)
{
    bench_case made = {{"create", std::to_string(size), "", backend},
                       1,
                       false,
                       RC_BENCH_BLOCK,
                       [=](benchmark::State &state, const bench_case &self) {
                           measure(state, self, false, work);
                       }};
    made.steady = true;
    return made;
}

/* Bytes of the heap in use, by glibc's own account: with its words before each block. */
size_t heap_bytes()
{
    return mallinfo2().uordblks;
}

/* Of one of many objects, which are dropped again; not of the first one, which may need its type. */
double bytes_of_one(const rc_bench_kernel *kernel)
{
    std::vector<std::max_align_t> batch(counted * RC_BENCH_REFERENCE / sizeof(std::max_align_t));
    auto fill = [&](size_t count) {
        if (!kernel->batches.fill(batch.data(), count))
            rc_cli_fail("%s: no memory for the objects", kernel->name);
    };
    fill(1);
    kernel->batches.drop(batch.data(), 1);
    size_t before = heap_bytes();
    fill(counted);
    double taken = static_cast<double>(heap_bytes() - before);
    kernel->batches.drop(batch.data(), counted);
    return std::round(taken / counted);
}

/* Found out at once, while no allocator has anything to use again. */
bench_case bytes(const rc_bench_kernel *kernel)
{
    identity id = {"bytes", std::to_string(RC_BENCH_PAYLOAD), "", kernel->name};
    bench_case made = {id, 1, false, 1, nullptr};
    double found = bytes_of_one(kernel);
    made.once = [=]() -> std::vector<measurement> { return {{id, "bytes", found}}; };
    return made;
}

const size_t sizes[] = {
#define SIZE(bytes) bytes,
    RC_BENCH_SIZES(SIZE)
#undef SIZE
};

} // namespace

void add_memory(case_list &cases, const rc_bench_kernel *kernel)
{
    for (size_t size : sizes)
        cases.push_back(
            creation(kernel->name, size, [=](size_t blocks) { kernel->create(blocks, size); }));
    cases.push_back(bytes(kernel));
}

void add_malloc(case_list &cases)
{
    for (size_t size : sizes)
        cases.push_back(
            creation("malloc", size, [=](size_t blocks) { rc_bench_malloc(blocks, size); }));
}
