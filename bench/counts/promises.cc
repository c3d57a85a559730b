/*
 * promises.cc: which ratios of the counts are of interest, and which of them are promised.
 */
#include "bench/counts/cases.hh"

namespace
{

identity pair(const char *shape, const char *api, const char *backend)
{
    return {"pair", shape, api, backend};
}

identity remote(const char *shape, const char *api, const char *backend)
{
    return {"remote", shape, api, backend};
}

identity contended(const char *shape, const char *backend)
{
    return {"contended", shape, "counter", backend};
}

identity create(const char *backend, size_t size = RC_BENCH_PAYLOAD)
{
    return {"create", std::to_string(size), "", backend};
}

identity copy(const char *backend)
{
    return {"copy", "random", "counter", backend};
}

const char *const shapes[] = {"one", "rr", "sep"};
const char *const interfaces[] = {"counter", "object"};

/* An owner pays little for others being able to share the object, and less than for an atomic. */
void ask_owner(std::vector<question> &list)
{
    for (const char *api : interfaces) {
        for (const char *shape : shapes) {
            bool one = shape == shapes[0], sep = shape == shapes[2];
            list.push_back({pair(shape, api, "biased"), pair(shape, api, "plain"),
                            sep ? bound::none : bound::at_most, one ? 1.20 : 1.45});
            list.push_back({pair(shape, api, "atomic"), pair(shape, api, "biased"),
                            sep ? bound::none : bound::at_least, 4.5});
        }
    }
}

/* The others pay what an atomic costs. */
void ask_others(std::vector<question> &list)
{
    for (const char *api : interfaces) {
        for (const char *shape : shapes)
            list.push_back(
                {remote(shape, api, "biased"), remote(shape, api, "atomic"), bound::at_most, 1.15});
    }
    for (const char *shape : {"others", "owner"})
        list.push_back({contended(shape, "biased"), contended(shape, "atomic"), bound::none, 0});
}

/* The library's own checks cost next to nothing over the pair that one would write by hand. */
void ask_peers(std::vector<question> &list)
{
    for (const char *shape : shapes)
        list.push_back({pair(shape, "counter", "atomic"), pair(shape, "counter", "c11"),
                        bound::at_most, 1.05});
    list.push_back({copy("biased"), copy("plain"), bound::none, 0});
    list.push_back({copy("atomic"), copy("plain"), bound::none, 0});
}

/* The measure is malloc and free of the payload alone: what a program pays that does not count. */
void ask_creation(std::vector<question> &list)
{
    for (const char *backend : {"plain", "atomic", "biased"}) {
        list.push_back({create(backend), create("malloc"), bound::at_most, 1.15});
        list.push_back({create(backend), create("malloc", RC_BENCH_PAYLOAD + 16), bound::none, 0});
    }
}

} // namespace

std::vector<question> counts_questions()
{
    std::vector<question> list;
    ask_owner(list);
    ask_others(list);
    ask_peers(list);
    ask_creation(list);
    return list;
}
