/*
 * print.cc: results as tables for people.
 */
#include "bench/micro/verdict.hh"

#include <algorithm>
#include <cstdio>

namespace
{

/* A row of the table: a case without its backend. */
std::string row_of(const identity &id)
{
    return identity{id.group, id.shape, id.api, ""}.name();
}

std::vector<std::string> different(const std::vector<result> &results,
                                   std::string (*key)(const identity &))
{
    std::vector<std::string> list;
    for (const result &one : results) {
        std::string text = key(one.id);
        if (std::find(list.begin(), list.end(), text) == list.end())
            list.push_back(text);
    }
    return list;
}

std::string backend_of(const identity &id)
{
    return id.backend;
}

void print_cell(const std::vector<result> &results, const std::string &row,
                const std::string &backend)
{
    for (const result &one : results) {
        if (row_of(one.id) == row && one.id.backend == backend) {
            summary s = summarise(one);
            std::printf(" %7.2f ±%-5.2f", s.median, (s.p75 - s.p25) / 2);
            return;
        }
    }
    std::printf(" %7s       ", "-");
}

std::string bound_text(const answer &one)
{
    char text[32] = "";
    if (one.asked.kind != bound::none)
        std::snprintf(text, sizeof text, "%s %.2f",
                      one.asked.kind == bound::at_most ? "<=" : ">=", one.asked.limit);
    return text;
}

void print_answer(const answer &one)
{
    std::printf("  %-26s / %-26s %6.2f  [%5.2f, %5.2f]", one.asked.above.name().c_str(),
                one.asked.below.name().c_str(), one.found.ratio, one.found.low, one.found.high);
}

} // namespace

void print_results(const std::vector<result> &results)
{
    std::vector<std::string> backends = different(results, backend_of);
    std::printf(
        "ns per pair and thread: median of the clean repetitions ± half the distance of the "
        "quartiles\n\n%-26s",
        "");
    for (const std::string &backend : backends)
        std::printf(" %7s       ", backend.c_str());
    std::printf("\n");
    for (const std::string &row : different(results, row_of)) {
        std::printf("%-26s", row.c_str());
        for (const std::string &backend : backends)
            print_cell(results, row, backend);
        std::printf("\n");
    }
}

void print_answers(const std::vector<answer> &answers)
{
    std::printf("\nratios of medians, with 95 %% intervals from resampled repetitions\n\n");
    for (const answer &one : answers) {
        print_answer(one);
        std::printf("  %s\n", bound_text(one).c_str());
    }
}

size_t print_promises(const std::vector<answer> &answers)
{
    size_t promised = 0, missed = 0;
    for (const answer &one : answers) {
        if (one.asked.kind == bound::none)
            continue;
        promised++;
        missed += one.kept ? 0 : 1;
        std::printf("%-6s", one.kept ? "kept" : "MISSED");
        print_answer(one);
        std::printf("  %s\n", bound_text(one).c_str());
    }
    std::printf("%zu of %zu promises kept\n", promised - missed, promised);
    return missed;
}
