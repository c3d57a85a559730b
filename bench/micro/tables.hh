/*
 * tables.hh: the tables of a suite, which add themselves before main begins, ours first and then the peers.
 */
#ifndef RC_BENCH_MICRO_TABLES_HH
#define RC_BENCH_MICRO_TABLES_HH

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

/* In the order of their ranks and names. */
template <class table>
std::vector<const table *> &tables_of()
{
    static std::vector<const table *> all; /* made when the first one is added */
    return all;
}

template <class table>
void add_table(const table *added)
{
    std::vector<const table *> &all = tables_of<table>();
    auto before = [](const table *a, const table *b) {
        return a->rank != b->rank ? a->rank < b->rank : std::strcmp(a->name, b->name) < 0;
    };
    all.insert(std::upper_bound(all.begin(), all.end(), added, before), added);
}

template <class table>
bool is_table(const char *name)
{
    const std::vector<const table *> &all = tables_of<table>();
    return std::any_of(all.begin(), all.end(), [=](const table *each) { return std::strcmp(each->name, name) == 0; });
}

template <class table>
void list_tables()
{
    for (const table *each : tables_of<table>())
        std::printf("%-20s %s\n", each->name, each->description);
}

#endif
