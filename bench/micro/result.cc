/*
 * result.cc: medians, ratios and their intervals.
 */
#include "bench/micro/result.hh"

#include <algorithm>
#include <random>

namespace
{

/* With fewer clean repetitions than this the preempted ones count as well. */
const size_t enough = 5;

const int resamples = 2000;

double quantile(const std::vector<double> &sorted, double fraction)
{
    double place = fraction * static_cast<double>(sorted.size() - 1);
    size_t below = static_cast<size_t>(place);
    size_t above = std::min(below + 1, sorted.size() - 1);
    double rest = place - static_cast<double>(below);
    return sorted[below] * (1 - rest) + sorted[above] * rest;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return quantile(values, 0.5);
}

/* The times of both cases, round by round. */
struct pairs {
    std::vector<double> above, below;
};

pairs pair_up(const result &above, const result &below, bool clean_only)
{
    pairs both;
    size_t rounds = std::min(above.samples.size(), below.samples.size());
    for (size_t i = 0; i < rounds; i++) {
        const sample &a = above.samples[i], &b = below.samples[i];
        if (clean_only && !(a.clean && b.clean))
            continue;
        both.above.push_back(a.ns);
        both.below.push_back(b.ns);
    }
    return both;
}

} // namespace

std::string identity::name() const
{
    std::string text = group;
    for (const std::string *part : {&shape, &api, &backend}) {
        if (!part->empty())
            text += "/" + *part;
    }
    return text;
}

bool identity::operator==(const identity &other) const
{
    return group == other.group && shape == other.shape && api == other.api &&
           backend == other.backend;
}

const result *find(const std::vector<result> &results, const identity &id)
{
    for (const result &one : results) {
        if (one.id == id && !one.samples.empty())
            return &one;
    }
    return nullptr;
}

summary summarise(const result &one)
{
    std::vector<double> all, clean;
    for (const sample &each : one.samples) {
        all.push_back(each.ns);
        if (each.clean)
            clean.push_back(each.ns);
    }
    std::vector<double> &used = clean.size() >= enough ? clean : all;
    std::sort(used.begin(), used.end());
    return {quantile(used, 0.5), quantile(used, 0.25), quantile(used, 0.75),
            used.front(),        one.samples.size(),   clean.size()};
}

interval compare(const result &above, const result &below, uint64_t seed)
{
    pairs both = pair_up(above, below, true);
    if (both.above.size() < enough)
        both = pair_up(above, below, false);
    size_t rounds = both.above.size();
    std::mt19937_64 random(seed);
    std::uniform_int_distribution<size_t> any(0, rounds - 1);
    std::vector<double> ratios;
    pairs drawn = both;
    for (int i = 0; i < resamples; i++) {
        for (size_t round = 0; round < rounds; round++) {
            size_t from = any(random);
            drawn.above[round] = both.above[from];
            drawn.below[round] = both.below[from];
        }
        ratios.push_back(median(drawn.above) / median(drawn.below));
    }
    std::sort(ratios.begin(), ratios.end());
    return {median(both.above) / median(both.below), quantile(ratios, 0.025),
            quantile(ratios, 0.975), rounds};
}
