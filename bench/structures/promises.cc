/*
 * promises.cc: what counting adds to a structure that reclaims its nodes by epochs anyway.
 */
#include "bench/structures/cases.hh"

std::vector<question> structures_questions()
{
    std::vector<question> list;
    for (const char *kind : {"stack", "list", "hash"}) {
        for (const char *scheme : {"epoch", "hazard_asym", "rcu_qsbr"}) {
            bool same = std::string(scheme) == "epoch";
            for (const char *threads : {"1", "2"}) {
                bool judged = same && std::string(threads) == "1";
                list.push_back({{kind, threads, "", std::string("atomic+") + scheme},
                                {kind, threads, "", "raw_epoch"},
                                judged ? bound::at_most : bound::none,
                                1.15});
            }
        }
    }
    return list;
}
