/*
 * owner.cc: another thread, attached to every backend.
 */
#include "bench/counts/owner.hh"

#include "bench/counts/kernel.h"
#include "bench/micro/tool.hh"

#include <cerrno>
#include <cstring>

namespace
{

void attach_to_all()
{
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != nullptr; kernel++) {
        if ((*kernel)->attach() != 0)
            rc_cli_fail("%s: cannot attach: %s", (*kernel)->name, std::strerror(errno));
    }
}

void detach_from_all()
{
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != nullptr; kernel++)
        (*kernel)->detach();
}

} // namespace

owner_thread::owner_thread() : thread([this] { work(); })
{
}

owner_thread::~owner_thread()
{
    {
        std::lock_guard<std::mutex> lock(mutex);
        ended = true;
    }
    changed.notify_all();
    thread.join();
}

void owner_thread::run(std::function<void()> next)
{
    std::unique_lock<std::mutex> lock(mutex);
    job = std::move(next);
    changed.notify_all();
    changed.wait(lock, [this] { return !job; });
}

void owner_thread::work()
{
    rc_tool_pin(1);
    attach_to_all();
    std::unique_lock<std::mutex> lock(mutex);
    for (;;) {
        changed.wait(lock, [this] { return ended || job; });
        if (!job)
            break;
        job();
        job = nullptr;
        changed.notify_all();
    }
    lock.unlock();
    detach_from_all();
}

attached_to_all::attached_to_all()
{
    attach_to_all();
    owner = std::make_unique<owner_thread>();
}

attached_to_all::~attached_to_all()
{
    owner.reset();
    detach_from_all();
}
