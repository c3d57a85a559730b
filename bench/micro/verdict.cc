/*
 * verdict.cc: which ratios are of interest, and which of them are promised.
 *
 * What is promised is the ratio of two medians. Its interval says how far to trust the measurement
 * and decides nothing: a machine that is too noisy must not keep promises.
 */
#include "bench/micro/verdict.hh"

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

std::vector<question> questions()
{
    std::vector<question> list;
    ask_owner(list);
    ask_others(list);
    ask_peers(list);
    ask_creation(list);
    return list;
}

bool keeps(const question &asked, double ratio)
{
    switch (asked.kind) {
    case bound::at_most:
        return ratio <= asked.limit;
    case bound::at_least:
        return ratio >= asked.limit;
    default:
        return true;
    }
}

} // namespace

std::vector<answer> answer_all(const std::vector<result> &results, uint64_t seed)
{
    std::vector<answer> answers;
    for (const question &asked : questions()) {
        const result *above = find(results, asked.above), *below = find(results, asked.below);
        if (above == nullptr || below == nullptr)
            continue;
        interval found = compare(*above, *below, seed);
        answers.push_back({asked, found, keeps(asked, found.ratio)});
    }
    return answers;
}

std::string missing_for_promises(const std::vector<result> &results)
{
    for (const question &asked : questions()) {
        for (const identity *id : {&asked.above, &asked.below}) {
            if (asked.kind != bound::none && find(results, *id) == nullptr)
                return id->name();
        }
    }
    return "";
}

json_t *to_json(const answer &one)
{
    json_t *object =
        json_pack("{s:s, s:s, s:s, s:s, s:f, s:f, s:f}", "program", "rc-bench", "kind", "ratio",
                  "above", one.asked.above.name().c_str(), "below", one.asked.below.name().c_str(),
                  "ratio", one.found.ratio, "low", one.found.low, "high", one.found.high);
    if (object != nullptr && one.asked.kind != bound::none) {
        bool most = one.asked.kind == bound::at_most;
        json_object_set_new(object, most ? "at_most" : "at_least", json_real(one.asked.limit));
        json_object_set_new(object, "kept", json_boolean(one.kept));
    }
    return object;
}
