/*
 * flow.cc: objects that change hands.
 *
 * The thread that drops the last reference is not the one that made the object: malloc and free are on different
 * threads, and a biased count has to be sent back to its owner, who merges it at the next safepoint. Here it comes
 * by one with each batch.
 */
#include "bench/sharing/cases.hh"
#include "bench/sharing/ring.hh"

namespace
{

void poll(const rc_bench_kernel *kernel)
{
    if (kernel->poll != nullptr)
        kernel->poll();
}

void fill(const rc_bench_kernel *kernel, void *references, size_t count)
{
    if (!kernel->batches.fill(references, count))
        rc_cli_fail("%s: no memory for the objects", kernel->name);
}

/* Makes objects until `stop`; how many. `percent` of them are sent. */
uint64_t produce(const rc_bench_kernel *kernel, ring &out, unsigned percent,
                 const std::atomic<bool> &stop)
{
    const rc_bench_batches *objects = &kernel->batches;
    alignas(16) char kept[ring::most * RC_BENCH_REFERENCE];
    size_t sent = ring::most * percent / 100, own = ring::most - sent;
    uint64_t made = 0;
    for (; !stop.load(std::memory_order_relaxed); made += ring::most) {
        if (sent > 0) {
            ring::batch *batch = out.room(stop);
            if (batch == nullptr)
                break;
            batch->count = sent;
            fill(kernel, batch->references, sent);
            out.send();
        }
        fill(kernel, kept, own);
        objects->drop(kept, own);
        poll(kernel);
    }
    out.close();
    return made;
}

/* Drops what comes; how many objects came until `stop`. */
uint64_t consume(const rc_bench_kernel *kernel, ring &in, const std::atomic<bool> &stop)
{
    uint64_t dropped = 0;
    while (ring::batch *batch = in.next()) {
        kernel->batches.drop(batch->references, batch->count);
        if (!stop.load(std::memory_order_relaxed))
            dropped += batch->count;
        in.done();
        poll(kernel);
    }
    return dropped;
}

/* A pair on each object, which then goes on. Whoever stops first empties what comes after. */
void pass(const rc_bench_kernel *kernel, ring &in, ring &out)
{
    const std::atomic<bool> never(false);
    while (ring::batch *batch = in.next()) {
        ring::batch *room = out.room(never);
        kernel->batches.touch(batch->references, batch->count, 1);
        *room = *batch;
        out.send();
        in.done();
        poll(kernel);
    }
    out.close();
}

effort hand_over(const rc_bench_kernel *kernel, unsigned percent, double seconds)
{
    auto between = std::make_unique<ring>();
    return work_together(kernel, 2, seconds, [&](unsigned number, const std::atomic<bool> &stop) {
        if (number == 0)
            return produce(kernel, *between, percent, stop);
        consume(kernel, *between, stop);
        return uint64_t(0);
    });
}

effort pass_on(const rc_bench_kernel *kernel, unsigned threads, double seconds)
{
    std::vector<std::unique_ptr<ring>> rings;
    for (unsigned i = 1; i < threads; i++)
        rings.push_back(std::make_unique<ring>());
    member work = [&](unsigned number, const std::atomic<bool> &stop) {
        if (number == 0)
            produce(kernel, *rings[0], 100, stop);
        else if (number + 1 < threads)
            pass(kernel, *rings[number - 1], *rings[number]);
        else
            return consume(kernel, *rings[number - 1], stop);
        return uint64_t(0);
    };
    return work_together(kernel, threads, seconds, work);
}

/* For an object, on the wall clock: the threads wait for each other, and that is part of it. */
bench_case case_of(const identity &id, unsigned threads, const std::function<effort()> &work)
{
    bench_case made = {id, threads, true, 1, nullptr};
    made.once = [=]() -> std::vector<measurement> {
        effort done = persist(work);
        return {measured(id, done.seconds * 1e9 / static_cast<double>(done.operations), done)};
    };
    return made;
}

} // namespace

void add_flow(case_list &cases, const rc_bench_kernel *kernel, const setting &how)
{
    if (!is_thread_safe(kernel))
        return;
    double seconds = how.seconds;
    for (unsigned percent : {0u, 25u, 50u, 75u, 100u})
        cases.push_back(case_of({"handed", std::to_string(percent), "", kernel->name}, 2,
                                [=] { return hand_over(kernel, percent, seconds); }));
    for (unsigned threads : {2u, 4u})
        cases.push_back(case_of({"chain", threads_name(threads), "", kernel->name}, threads,
                                [=] { return pass_on(kernel, threads, seconds); }));
}
