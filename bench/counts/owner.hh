/*
 * owner.hh: another thread, attached to every backend and alive until the end.
 *
 * It makes the objects that the measuring thread does not own and keeps its references to them. Its
 * existence also keeps the short cuts of glibc and libstdc++ for programs of one thread out of the
 * results.
 */
#ifndef RC_BENCH_COUNTS_OWNER_HH
#define RC_BENCH_COUNTS_OWNER_HH

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

class owner_thread
{
  public:
    owner_thread();
    ~owner_thread();
    owner_thread(const owner_thread &) = delete;
    owner_thread &operator=(const owner_thread &) = delete;

    /* Runs the job there, and returns when it is done. */
    void run(std::function<void()> job);

  private:
    void work();

    std::mutex mutex;
    std::condition_variable changed;
    std::function<void()> job; /* empty: none */
    bool ended = false;
    std::thread thread; /* last: it uses the others */
};

/* The calling thread and an owner thread are attached to all backends while it exists. */
struct attached_to_all {
    attached_to_all();
    ~attached_to_all();
    attached_to_all(const attached_to_all &) = delete;
    attached_to_all &operator=(const attached_to_all &) = delete;

    std::unique_ptr<owner_thread> owner;
};

#endif
