/*
 * result.cc: medians, ratios and their intervals.
 */
#include "bench/micro/result.hh"

#include <algorithm>
#include <iterator>
#include <random>

const char unit_ns[] = "ns";

namespace
{

const int resamples = 2000;

/* How much slower than at its best the processor may be. */
const double tolerance = 1.08;

double quantile(const std::vector<double> &sorted, double fraction)
{
    double place = fraction * static_cast<double>(sorted.size() - 1);
    size_t below = static_cast<size_t>(place);
    size_t above = std::min(below + 1, sorted.size() - 1);
    double rest = place - static_cast<double>(below);
    return sorted[below] * (1 - rest) + sorted[above] * rest;
}

/* The times that count, sorted. */
std::vector<double> times_of(const result &one)
{
    std::vector<double> times;
    for (const sample &each : counting_samples(one))
        times.push_back(each.ns);
    std::sort(times.begin(), times.end());
    return times;
}

/* The median of as many times, drawn with replacement. */
double resampled_median(const std::vector<double> &times, std::mt19937_64 &random)
{
    std::vector<double> drawn;
    for (size_t i = 0; i < times.size(); i++)
        drawn.push_back(times[random() % times.size()]);
    std::sort(drawn.begin(), drawn.end());
    return quantile(drawn, 0.5);
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

void mark_disturbed(std::vector<result> &results)
{
    std::vector<double> paces;
    for (const result &one : results) {
        for (const sample &each : one.samples) {
            if (each.pace > 0)
                paces.push_back(each.pace);
        }
    }
    if (paces.empty())
        return;
    std::sort(paces.begin(), paces.end());
    double usual = quantile(paces, 0.1);
    for (result &one : results) {
        for (sample &each : one.samples)
            each.clean &= each.pace <= tolerance * usual;
    }
}

double disturbed_share(const std::vector<result> &results)
{
    double all = 0, disturbed = 0;
    for (const result &one : results) {
        for (const sample &each : one.samples) {
            if (each.pace > 0) { /* it was a loop */
                all++;
                disturbed += each.clean ? 0 : 1;
            }
        }
    }
    return all > 0 ? disturbed / all : 0;
}

bool is_noisy(const std::vector<result> &results)
{
    return disturbed_share(results) * 100 > RC_BENCH_NOISY;
}

std::vector<sample> counting_samples(const result &one)
{
    if (clean_samples(one) < RC_BENCH_ENOUGH)
        return one.samples;
    std::vector<sample> clean;
    std::copy_if(one.samples.begin(), one.samples.end(), std::back_inserter(clean),
                 [](const sample &each) { return each.clean; });
    return clean;
}

size_t clean_samples(const result &one)
{
    size_t count = 0;
    for (const sample &each : one.samples)
        count += each.clean ? 1 : 0;
    return count;
}

summary summarise(const result &one)
{
    std::vector<double> used = times_of(one);
    return {quantile(used, 0.5), quantile(used, 0.25), quantile(used, 0.75),
            used.front(),        one.samples.size(),   clean_samples(one)};
}

double round_trip(const result &one)
{
    std::vector<double> trips;
    for (const sample &each : one.samples) {
        if (each.trip > 0)
            trips.push_back(each.trip);
    }
    std::sort(trips.begin(), trips.end());
    return trips.empty() ? 0 : quantile(trips, 0.5);
}

interval compare(const result &above, const result &below, uint64_t seed)
{
    std::vector<double> over = times_of(above), under = times_of(below);
    std::mt19937_64 random(seed);
    std::vector<double> ratios;
    for (int i = 0; i < resamples; i++)
        ratios.push_back(resampled_median(over, random) / resampled_median(under, random));
    std::sort(ratios.begin(), ratios.end());
    return {quantile(over, 0.5) / quantile(under, 0.5), quantile(ratios, 0.025),
            quantile(ratios, 0.975)};
}
