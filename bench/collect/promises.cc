/*
 * promises.cc: what is promised of the cycle collector.
 *
 * CPython's collector is the measure because it does the same: it finds a ring by its counts, and breaks it up
 * object by object. On the machine on which the promise was made it took 0.15 microseconds for an object of a ring.
 */
#include "bench/collect/cases.hh"

std::vector<question> cycles_questions()
{
    std::vector<question> list;
    for (const char *backend : {"atomic", "biased"}) {
        for (const char *graph : {"live", "ring"}) {
            for (const char *objects : {"100000", "1000000", "10000000"}) {
                list.push_back({{graph, objects, "", backend},
                                {graph, "10000", "", backend},
                                bound::at_most,
                                1.5});
            }
        }
        list.push_back({{"ring", "1000000", "", backend},
                        {"ring", "1000000", "", "python3"},
                        bound::at_most,
                        1});
        list.push_back({{"live", "1000000", "", backend}, {"live", "1000000", "", "python3"}, bound::none, 0});
        list.push_back({{"ring", "1000000", "peak", backend},
                        {"ring", "1000000", "peak", "python3"},
                        bound::none,
                        0});
    }
    return list;
}
