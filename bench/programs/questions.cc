/*
 * questions.cc: which ratios of the suites `programs`, `mixes` and `sets` are of interest. None is promised: what a
 * program makes of a backend depends on the machine more than what a loop does.
 */
#include "bench/programs/cases.hh"

namespace
{

/* One case: what is compared, with what. */
void ask(std::vector<question> &list, const std::string &group, const std::string &shape,
         const std::vector<const char *> &above, const std::vector<const char *> &below)
{
    for (const char *each : above) {
        for (const char *other : below) {
            if (std::string(each) != other)
                list.push_back(
                    {{group, shape, "", each}, {group, shape, "", other}, bound::none, 0});
        }
    }
}

std::string on(const char *label, unsigned threads)
{
    return label + threads_label(threads);
}

} // namespace

std::vector<question> programs_questions()
{
    std::vector<question> list;
    ask(list, "trees", on("14", 1), {"atomic", "biased"}, {"plain", "bare", "std", "python3"});
    ask(list, "drop-chain", on("1000000", 1), {"atomic", "biased"}, {"plain", "bare", "python3"});
    ask(list, "drop-tree", on("1048575", 1), {"atomic", "biased"}, {"plain", "bare", "std"});
    ask(list, "json", on("10000", 1), {"atomic", "biased"}, {"plain", "std"});
    for (unsigned threads : {2u, 8u}) {
        ask(list, "trees", on("14", threads), {"atomic", "biased"}, {"bare", "std", "global"});
        ask(list, "json", on("10000", threads), {"atomic", "biased"}, {"c11", "std", "mutex"});
        ask(list, "larson", on("256", threads), {"atomic", "biased"}, {"bare", "std"});
        ask(list, "map", on("10000", threads), {"atomic+hazard_asym", "atomic+epoch"},
            {"c11", "std"});
        ask(list, "cache", on("hit-90", threads), {"atomic+hazard_asym", "atomic+epoch"},
            {"atomic+lock", "std"});
    }
    return list;
}

std::vector<question> mixes_questions()
{
    std::vector<question> list;
    for (const char *shape : {"99-1", "90-10", "50-50"}) {
        for (unsigned threads : {2u, 8u})
            ask(list, "load", on(shape, threads), {"atomic+hazard_asym", "atomic+epoch"},
                {"std", "boost"});
    }
    for (unsigned threads : {2u, 8u}) {
        ask(list, "config-load", on("999-1", threads), {"atomic+hazard_asym", "biased+hazard_asym"},
            {"std", "boost"});
        ask(list, "config-borrow", on("999-1", threads), {"atomic+hazard_asym", "atomic+epoch"},
            {"xenium_epoch", "xenium_hazard"});
    }
    return list;
}

std::vector<question> sets_questions()
{
    std::vector<question> list;
    for (const char *shape : {"100-u10", "10000-u10", "1000000-u10"}) {
        for (unsigned threads : {1u, 2u, 8u}) {
            for (const char *group : {"list", "hash", "map"})
                ask(list, group, on(shape, threads), {"atomic+epoch"}, {"raw_epoch", "std_locked"});
        }
    }
    return list;
}
