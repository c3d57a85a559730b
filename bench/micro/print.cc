/*
 * print.cc: results as tables for people.
 */
#include "bench/micro/verdict.hh"

#include <algorithm>
#include <cstddef>
#include <cstdio>

namespace
{

/* A case without its backend. */
std::string case_of(const identity &id)
{
    return identity{id.group, id.shape, id.api, ""}.name();
}

std::string backend_of(const identity &id)
{
    return id.backend;
}

using key = std::string (*)(const identity &);

/* In the order in which they come; what only a later row has, behind what comes before it there. */
std::vector<std::string> different(const std::vector<result> &results, key of)
{
    std::vector<std::string> list;
    auto place = list.begin();
    for (const result &one : results) {
        std::string text = of(one.id);
        auto found = std::find(list.begin(), list.end(), text);
        if (found == list.end()) {
            bool first = &one == &results.front() || (&one)[-1].id.backend != one.id.backend;
            found = list.insert(first ? list.end() : place + 1, text);
        }
        place = found;
    }
    return list;
}

/* Three digits of a small number, all of a large one. */
std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.*f", value < 1000 ? 2 : 0, value);
    return text;
}

/* Median ± half the distance of the quartiles @ the round trip beside. */
std::string cell(const std::vector<result> &results, key row_of, const std::string &row,
                 key column_of, const std::string &column)
{
    for (const result &one : results) {
        if (row_of(one.id) != row || column_of(one.id) != column)
            continue;
        summary s = summarise(one);
        std::string text = number(s.median) + " ±" + number((s.p75 - s.p25) / 2);
        if (one.unit != unit_ns)
            text += " " + one.unit;
        char trip[32] = "";
        if (round_trip(one) > 0)
            std::snprintf(trip, sizeof trip, " @%.0f", round_trip(one));
        return text + trip;
    }
    return "-";
}

/* On the terminal: ± has two bytes. */
size_t width(const std::string &text)
{
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string padded(const std::string &text, size_t columns)
{
    return text + std::string(std::max(columns, width(text)) - width(text), ' ');
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
    std::printf("  %-32s / %-32s %6.2f  [%5.2f, %5.2f]", one.asked.above.name().c_str(),
                one.asked.below.name().c_str(), one.found.ratio, one.found.low, one.found.high);
}

/* A wide table has some of its columns below the others. */
const size_t page = 150;

using table_of_text = std::vector<std::vector<std::string>>;

size_t column_width(const table_of_text &table, size_t column)
{
    size_t widest = 0;
    for (const std::vector<std::string> &line : table)
        widest = std::max(widest, width(line[column]));
    return widest + 2;
}

/* The columns from `begin` on, but for `end`, behind the names of the rows; not the rows that have nothing there. */
void print_columns(const table_of_text &table, size_t begin, size_t end)
{
    for (const std::vector<std::string> &line : table) {
        auto first = line.begin() + static_cast<std::ptrdiff_t>(begin);
        auto last = line.begin() + static_cast<std::ptrdiff_t>(end);
        if (std::all_of(first, last, [](const std::string &cell) { return cell == "-"; }))
            continue;
        std::string text = padded(line[0], column_width(table, 0));
        for (size_t i = begin; i < end; i++)
            text += padded(line[i], column_width(table, i));
        text.erase(text.find_last_not_of(' ') + 1);
        std::printf("%s\n", text.c_str());
    }
}

void print_folded(const table_of_text &table)
{
    for (size_t begin = 1, end; begin < table[0].size(); begin = end) {
        size_t used = column_width(table, 0);
        for (end = begin; end < table[0].size(); end++) {
            used += column_width(table, end);
            if (used > page && end > begin)
                break;
        }
        std::printf("%s", begin > 1 ? "\n" : "");
        print_columns(table, begin, end);
    }
}

} // namespace

void print_results(const std::vector<result> &results, const char *title, bool sideways)
{
    key row_of = sideways ? backend_of : case_of, column_of = sideways ? case_of : backend_of;
    std::printf("%s: median of the clean repetitions ± half the distance of the quartiles\n",
                title);
    if (std::any_of(results.begin(), results.end(),
                    [](const result &one) { return round_trip(one) > 0; }))
        std::printf(
            "@: ns of a cache line's way to the other thread and back, measured just before\n");
    std::printf("\n");
    table_of_text table = {{""}};
    for (const std::string &column : different(results, column_of))
        table[0].push_back(column);
    for (const std::string &row : different(results, row_of)) {
        std::vector<std::string> line = {row};
        for (size_t i = 1; i < table[0].size(); i++)
            line.push_back(cell(results, row_of, row, column_of, table[0][i]));
        table.push_back(line);
    }
    print_folded(table);
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
