/*
 * cases.cc: the suite `garbage`: a writer, and a reader that runs or stands still.
 */
#include "bench/garbage/cases.hh"

#include "bench/garbage/garbage.h"
#include "bench/micro/threads.hh"

#include <atomic>

namespace
{

using table = rc_bench_garbage_table;

const size_t few = 20000, many = 200000;

/* Between two looks at the number of objects. */
const size_t stride = 64;

/* With a scheme whose readers make writers wait, a stalled one must go on some day. Seconds. */
const double patience = 0.5;

/* The other thread, for the life of the object; it reads from its constructor on. */
class reader
{
  public:
    reader(const table *kind, void *slot, bool stalls) : thread([=] { work(kind, slot, stalls); })
    {
        while (!reads)
            std::this_thread::yield();
    }
    /* Says whether it stood still to the end. */
    bool stop()
    {
        ended = true;
        thread.join();
        return !gave_up;
    }

  private:
    void work(const table *kind, void *slot, bool stalls)
    {
        rc_tool_pin(1);
        user<table> attached(kind);
        if (!stalls) {
            for (; !ended; reads = true)
                kind->read(slot, stride);
            return;
        }
        kind->hold(slot);
        reads = true;
        double limit = rc_tool_now() + patience;
        while (!ended && !gave_up) {
            std::this_thread::yield();
            gave_up = rc_tool_now() > limit;
        }
        kind->let_go();
    }

    std::atomic<bool> reads{false}, ended{false}, gave_up{false};
    std::thread thread; /* last: it uses the others */
};

std::vector<measurement> run(const table *kind, const identity &id, bool stalls, size_t stores)
{
    rc_tool_pin(0);
    user<table> attached(kind);
    uint64_t before = kind->alive(), most = 0;
    void *slot = kind->make();
    if (slot == nullptr)
        rc_cli_fail("%s: no memory for a slot", kind->name);
    bool counts;
    {
        reader other(kind, slot, stalls);
        for (size_t done = 0; done < stores; done += stride) {
            kind->store(slot, stride);
            most = std::max(most, kind->alive() - before);
        }
        counts = other.stop();
    }
    kind->discard(slot);
    kind->drain();
    if (kind->alive() != before) {
        std::fprintf(stderr, "rc-bench: %s: %llu objects are left after a drain\n", id.name().c_str(),
                     static_cast<unsigned long long>(kind->alive() - before));
        std::exit(RC_EXIT_VIOLATION);
    }
    if (!counts)
        return {};
    return {{id, "objects", static_cast<double>(most)}};
}

prepared prepare(const choice &chosen)
{
    std::vector<bench_case> cases;
    for (const table *kind : tables_of<table>()) {
        if (!rc_cli_matches(chosen.backend, kind->name))
            continue;
        for (bool stalls : {false, true}) {
            for (size_t stores : {few, many}) {
                identity id = {stalls ? "stalled" : "running", std::to_string(stores), "", kind->name};
                bench_case made = {id, 2, true, 1, nullptr};
                made.once = [=] { return run(kind, id, stalls, stores); };
                cases.push_back(made);
            }
        }
    }
    return {nullptr, cases};
}

} // namespace

void rc_bench_add_garbage(const rc_bench_garbage_table *added)
{
    add_table(added);
}

/* What is promised to be bounded does not grow with the stores. */
std::vector<question> garbage_questions()
{
    std::vector<question> list;
    for (const table *kind : tables_of<table>()) {
        list.push_back({{"stalled", std::to_string(many), "", kind->name},
                        {"stalled", std::to_string(few), "", kind->name},
                        kind->bounded ? bound::at_most : bound::none,
                        1.5});
    }
    return list;
}

const suite garbage_suite = {"garbage",
                             "how many unreachable objects there are at once, with each scheme",
                             "objects at once",
                             true,
                             5,
                             2,
                             0,
                             0,
                             is_table<table>,
                             list_tables<table>,
                             prepare,
                             garbage_questions};
