/*
 * promises.cc: which ratios of the slots are of interest, and which of them are promised.
 *
 * They are of the counting backend `atomic`, because the measure of an owning load is a bare atomic pair.
 */
#include "bench/slots/cases.hh"

namespace
{

identity at(const char *work, const char *threads, const std::string &name)
{
    return {work, threads, "", name};
}

std::string ours(const char *scheme)
{
    return std::string("atomic+") + scheme;
}

/* Who reads announces nothing, or only in plain memory. */
const char *const light[] = {"rcu_qsbr", "hazard_asym"};

/* Who reads announces it in an atomic operation, or nearly. */
const char *const heavy[] = {"rcu_memb", "epoch", "hazard"};

/* A load costs what its counting costs; to be safe costs a quarter of that at most. */
void ask_loads(std::vector<question> &list)
{
    for (const char *scheme : {"rcu_qsbr", "hazard_asym", "rcu_memb"})
        list.push_back(
            {at("load", "1", ours(scheme)), at("load", "1", "bare"), bound::at_most, 1.25});
    for (const char *scheme : {"hazard_asym", "rcu_memb"})
        list.push_back(
            {at("load", "1", ours(scheme)), at("load", "1", "announced"), bound::none, 0});
    for (const char *scheme : {"rcu_qsbr", "hazard_asym", "rcu_memb"})
        list.push_back({at("load", "2", "std"), at("load", "2", ours(scheme)), bound::at_least, 3});
    for (const char *peer : {"std", "boost", "xenium_lfrc", "arc_swap"}) {
        list.push_back(
            {at("load", "1", peer), at("load", "1", ours("hazard_asym")), bound::none, 0});
        list.push_back(
            {at("load", "2", peer), at("load", "2", ours("hazard_asym")), bound::none, 0});
    }
}

/* A borrow costs what a load of the pointer costs, or less than a pair. */
void ask_borrows(std::vector<question> &list)
{
    for (const char *scheme : light)
        list.push_back(
            {at("borrow", "1", ours(scheme)), at("borrow", "1", "bare"), bound::at_most, 1.5});
    for (const char *scheme : light)
        list.push_back(
            {at("chain", "1", ours(scheme)), at("chain", "1", "bare"), bound::at_most, 1.5});
    for (const char *scheme : heavy)
        list.push_back(
            {at("borrow", "1", ours(scheme)), at("load", "1", "bare"), bound::at_most, 0.75});
    list.push_back(
        {at("borrow", "1", ours("hazard_asym")), at("borrow", "1", "announced"), bound::none, 0});
    for (const char *peer : {"xenium_hazard", "xenium_epoch", "arc_swap"})
        list.push_back(
            {at("borrow", "1", peer), at("borrow", "1", ours("hazard_asym")), bound::none, 0});
}

/* What is deferred costs little more than a lock held for a moment. */
void ask_stores(std::vector<question> &list)
{
    for (const char *work : {"store", "give"}) {
        for (const char *scheme : {"rcu_qsbr", "hazard_asym", "rcu_memb", "epoch", "hazard"})
            list.push_back(
                {at(work, "1", ours(scheme)), at(work, "1", "boost"), bound::at_most, 1.2});
    }
    for (const char *peer : {"std", "boost", "xenium_lfrc", "arc_swap"}) {
        for (const char *threads : {"1", "2"})
            list.push_back({at("mix", threads, peer), at("mix", threads, ours("hazard_asym")),
                            bound::none, 0});
    }
}

} // namespace

std::vector<question> slots_questions()
{
    std::vector<question> list;
    ask_loads(list);
    ask_borrows(list);
    ask_stores(list);
    return list;
}
