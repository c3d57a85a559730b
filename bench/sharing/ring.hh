/*
 * ring.hh: batches of references on their way from one thread to another, in order.
 *
 * A batch goes to the reader when `written` is stored with release and loaded with acquire, and comes back to the
 * writer in the same way with `read`. Each of the two is written by one thread only.
 */
#ifndef RC_BENCH_SHARING_RING_HH
#define RC_BENCH_SHARING_RING_HH

#include "bench/sharing/team.hh"

class ring
{
  public:
    /* So many that the hand-over is a small part of the work. */
    static constexpr size_t most = 64;

    struct batch {
        size_t count;
        alignas(16) char references[most * RC_BENCH_REFERENCE];
    };

    /* Room for the next batch; nullptr if it has not come before `stop`. */
    batch *room(const std::atomic<bool> &stop)
    {
        size_t next = written.load(std::memory_order_relaxed);
        for (patience calm; next - read.load(std::memory_order_acquire) == batches;) {
            if (stop.load(std::memory_order_relaxed))
                return nullptr;
            calm.wait();
        }
        return &all[next % batches];
    }

    /* The room has been filled. */
    void send()
    {
        written.store(written.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

    /* Nothing comes any more. */
    void close()
    {
        closed.store(true, std::memory_order_release);
    }

    /* The next batch; nullptr if nothing comes any more. */
    batch *next()
    {
        size_t wanted = read.load(std::memory_order_relaxed);
        for (patience calm; written.load(std::memory_order_acquire) == wanted;) {
            /* Closed after the last one was sent: who sees this sees that, and looks once more. */
            if (closed.load(std::memory_order_acquire))
                return written.load(std::memory_order_acquire) == wanted ? nullptr
                                                                         : &all[wanted % batches];
            calm.wait();
        }
        return &all[wanted % batches];
    }

    /* The batch has been emptied. */
    void done()
    {
        read.store(read.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    }

  private:
    static constexpr size_t batches = 16;

    batch all[batches];
    alignas(RC_BENCH_LINE) std::atomic<size_t> written{0};
    alignas(RC_BENCH_LINE) std::atomic<size_t> read{0};
    alignas(RC_BENCH_LINE) std::atomic<bool> closed{false};
};

#endif
