/*
 * verdict.cc: answers to the questions of a suite.
 *
 * What is promised is the ratio of two medians. Its interval says how far to trust the measurement
 * and decides nothing: a machine that is too noisy must not keep promises.
 */
#include "bench/micro/verdict.hh"

namespace
{

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

std::vector<answer> answer_all(const std::vector<question> &asked_all, const std::vector<result> &results,
                               uint64_t seed)
{
    std::vector<answer> answers;
    for (const question &asked : asked_all) {
        const result *above = find(results, asked.above), *below = find(results, asked.below);
        if (above == nullptr || below == nullptr)
            continue;
        interval found = compare(*above, *below, seed);
        answers.push_back({asked, found, keeps(asked, found.ratio)});
    }
    return answers;
}

std::string missing_for_promises(const std::vector<question> &asked_all,
                                 const std::vector<result> &results)
{
    for (const question &asked : asked_all) {
        for (const identity *id : {&asked.above, &asked.below}) {
            if (asked.kind != bound::none && find(results, *id) == nullptr)
                return id->name();
        }
    }
    return "";
}

json_t *to_json(const answer &one, const char *suite)
{
    json_t *object =
        json_pack("{s:s, s:s, s:s, s:s, s:s, s:f, s:f, s:f}", "program", "rc-bench", "kind",
                  "ratio", "suite", suite, "above", one.asked.above.name().c_str(), "below", one.asked.below.name().c_str(),
                  "ratio", one.found.ratio, "low", one.found.low, "high", one.found.high);
    if (object != nullptr && one.asked.kind != bound::none) {
        bool most = one.asked.kind == bound::at_most;
        json_object_set_new(object, most ? "at_most" : "at_least", json_real(one.asked.limit));
        json_object_set_new(object, "kept", json_boolean(one.kept));
    }
    return object;
}
