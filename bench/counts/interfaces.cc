/*
 * interfaces.cc: what can be asked of the kernels.
 */
#include "bench/counts/interfaces.hh"

#include <cstdio>
#include <cstring>

std::vector<interface> interfaces_of(const rc_bench_kernel *kernel)
{
    std::vector<interface> both;
    if (kernel->counter != nullptr)
        both.push_back({"counter", kernel->counter});
    if (kernel->object != nullptr)
        both.push_back({"object", kernel->object});
    return both;
}

bool is_thread_safe(const rc_bench_kernel *kernel)
{
    return kernel->backend != nullptr ? kernel->backend->thread_safe : !kernel->alone;
}

bool is_kernel(const char *name)
{
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != nullptr; kernel++) {
        if (std::strcmp(name, (*kernel)->name) == 0)
            return true;
    }
    return false;
}

void list_peers()
{
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != nullptr; kernel++) {
        if ((*kernel)->backend == nullptr)
            std::printf("%-22s %s\n", (*kernel)->name, (*kernel)->description);
    }
}
