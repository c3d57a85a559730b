/*
 * cases.cc: the cases of the counts, and what each does around its measured loop.
 */
#include "bench/counts/cases.hh"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

namespace
{

const char *const shape_names[RC_BENCH_SHAPES] = {"one", "rr", "sep"};

bool blocks_threads(const rc_bench_kernel *kernel)
{
    return kernel->backend != nullptr && kernel->backend->retain == RC_BLOCKING;
}

/* The second thread of a case is a new one in every repetition. */
class guest
{
  public:
    guest(const rc_bench_kernel *kernel, const benchmark::State &state)
        : kernel(state.thread_index() > 0 ? kernel : nullptr)
    {
        rc_tool_pin(static_cast<unsigned>(state.thread_index()));
        if (this->kernel != nullptr && kernel->attach() != 0)
            rc_cli_fail("%s: cannot attach: %s", kernel->name, std::strerror(errno));
    }
    ~guest()
    {
        if (kernel != nullptr)
            kernel->detach();
    }
    guest(const guest &) = delete;
    guest &operator=(const guest &) = delete;

  private:
    const rc_bench_kernel *kernel;
};

/* -------------------------------------------------------------------------------------- pairs */

bench_case one_thread(const char *group, int shape, const interface &api,
                      const rc_bench_kernel *kernel, std::shared_ptr<references> objects)
{
    auto loop = api.pairs->loop[shape];
    return {{group, shape_names[shape], api.name, kernel->name},
            1,
            false,
            RC_BENCH_BLOCK,
            [=](benchmark::State &state, const bench_case &self) {
                measure(state, self, false, [&](size_t blocks) { loop(objects->data(), blocks); });
            },
            true};
}

/* The objects live as long as the cases: in all repetitions they lie where they lay. */
void add_pairs(std::vector<bench_case> &cases, const rc_bench_kernel *kernel, owner_thread &owner)
{
    for (const interface &api : interfaces_of(kernel)) {
        auto mine = std::make_shared<references>(api.pairs, RC_BENCH_BLOCK);
        references *made = nullptr;
        owner.run([&] { made = new references(api.pairs, RC_BENCH_BLOCK); });
        std::shared_ptr<references> others(
            made, [&owner](references *old) { owner.run([=] { delete old; }); });
        for (int shape = 0; shape < RC_BENCH_SHAPES; shape++) {
            cases.push_back(one_thread("pair", shape, api, kernel, mine));
            cases.push_back(one_thread("remote", shape, api, kernel, others));
        }
    }
}

/* -------------------------------------------------------------------------------- two threads */

/* About a millisecond of the fastest backend: much longer than threads need to meet. */
const size_t contended_blocks = 200;

/* One object, made by the first of the two threads, or by the owner thread if there is one. */
bench_case contended(const rc_bench_kernel *kernel, const interface &api, owner_thread *owner)
{
    const rc_bench_pairs *pairs = api.pairs;
    auto shared = std::make_shared<std::unique_ptr<references>>();
    return {{"contended", owner != nullptr ? "others" : "owner", api.name, kernel->name},
            2,
            true,
            RC_BENCH_BLOCK,
            [=](benchmark::State &state, const bench_case &self) {
                guest attached(kernel, state);
                bool first = state.thread_index() == 0;
                auto make = [&] { *shared = std::make_unique<references>(pairs, 1); };
                if (first && owner != nullptr)
                    owner->run(make);
                else if (first)
                    make();
                /* The library lets nobody into the loop before all threads are here. */
                measure(state, self, true, [&](size_t blocks) {
                    pairs->loop[RC_BENCH_ONE]((*shared)->data(), blocks);
                });
                /* And nobody out of it. */
                if (first && owner != nullptr)
                    owner->run([&] { shared->reset(); });
                else if (first)
                    shared->reset();
            },
            false,
            contended_blocks,
            owner != nullptr ? 0.75 : 0.55};
}

bench_case private_objects(const rc_bench_kernel *kernel, const interface &api)
{
    const rc_bench_pairs *pairs = api.pairs;
    return {{"private", "one", api.name, kernel->name},
            2,
            /* A thread that sleeps in a lock uses no processor time, but it does take long. */
            blocks_threads(kernel),
            RC_BENCH_BLOCK,
            [=](benchmark::State &state, const bench_case &self) {
                guest attached(kernel, state);
                references mine(pairs, 1);
                measure(state, self, true,
                        [&](size_t blocks) { pairs->loop[RC_BENCH_ONE](mine.data(), blocks); });
            }};
}

void add_threaded(std::vector<bench_case> &cases, const rc_bench_kernel *kernel,
                  owner_thread &owner)
{
    for (const interface &api : interfaces_of(kernel)) {
        cases.push_back(private_objects(kernel, api));
        if (is_thread_safe(kernel)) {
            cases.push_back(contended(kernel, api, &owner));
            cases.push_back(contended(kernel, api, nullptr));
        }
    }
}

/* ----------------------------------------------------------------------------------- creation */

void add_create(std::vector<bench_case> &cases, const rc_bench_kernel *kernel)
{
    cases.push_back({{"create", std::to_string(RC_BENCH_PAYLOAD), "", kernel->name},
                     1,
                     false,
                     RC_BENCH_BLOCK,
                     [=](benchmark::State &state, const bench_case &self) {
                         measure(state, self, false,
                                 [=](size_t blocks) { kernel->create(blocks, RC_BENCH_PAYLOAD); });
                     },
                     true});
}

/* malloc of the payload alone, and of the payload with every header that there is. */
void add_malloc(std::vector<bench_case> &cases)
{
    std::set<size_t> sizes = {RC_BENCH_PAYLOAD};
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != nullptr; kernel++) {
        if ((*kernel)->backend != nullptr)
            sizes.insert(RC_BENCH_PAYLOAD + (*kernel)->backend->header_size);
    }
    for (size_t size : sizes) {
        cases.push_back({{"create", std::to_string(size), "", "malloc"},
                         1,
                         false,
                         RC_BENCH_BLOCK,
                         [=](benchmark::State &state, const bench_case &self) {
                             measure(state, self, false,
                                     [=](size_t blocks) { rc_bench_malloc(blocks, size); });
                         },
                         true});
    }
}

bool knows(const char *name)
{
    return std::strcmp(name, "malloc") == 0 || is_kernel(name);
}

void list()
{
    rc_cli_list_backends();
    list_peers();
    std::printf("%-22s %s\n", "malloc", "peer: malloc and free, for the creation of objects");
}

prepared prepare(const choice &chosen)
{
    auto threads = std::make_shared<attached_to_all>();
    std::vector<bench_case> cases;
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != nullptr; kernel++) {
        if (!rc_cli_matches(chosen.backend, (*kernel)->name))
            continue;
        add_pairs(cases, *kernel, *threads->owner);
        add_threaded(cases, *kernel, *threads->owner);
        add_create(cases, *kernel);
        /* A million objects that bring their own memory take longer to make than all the rest. */
        if (!chosen.quick || (*kernel)->counter != nullptr)
            add_copy(cases, *kernel, chosen.seed);
    }
    if (rc_cli_matches(chosen.backend, "malloc"))
        add_malloc(cases);
    return {threads, cases};
}

} // namespace

const suite counts_suite = {"counts",
                            "what a reference costs with each counting backend",
                            "ns per pair and thread",
                            false,
                            25,
                            15,
                            90,
                            40,
                            knows,
                            list,
                            prepare,
                            counts_questions};
