/*
 * suite.hh: a suite of the benchmark: its cases, and what is promised of them.
 *
 * A new suite is a directory beside this one that defines one of these, and a line in suites.cc.
 */
#ifndef RC_BENCH_MICRO_SUITE_HH
#define RC_BENCH_MICRO_SUITE_HH

#include "bench/micro/case.hh"
#include "bench/micro/verdict.hh"

#include <memory>

/* What the command line chose. */
struct choice {
    const char *backend = "all";
    uint64_t seed = 1;
    bool quick = false;
};

/* Cases that may need something for as long as they are run. */
struct prepared {
    std::shared_ptr<void> needs;
    std::vector<bench_case> cases;
};

struct suite {
    const char *name;
    const char *what;  /* a line for --list */
    const char *title; /* of the table: what its numbers are */
    bool sideways;     /* the table has a row for each backend, because there are many of them */
    unsigned rounds, quick_rounds;   /* if nobody asks for another number */
    unsigned seconds, quick_seconds; /* for more of them while too few are undisturbed */
    /* Is it a backend or a peer of this suite? */
    bool (*knows)(const char *backend);
    void (*list)(); /* them, on stdout */
    prepared (*prepare)(const choice &);
    std::vector<question> (*questions)();
    /* What a reader of the table must know of this machine; nullptr: nothing. */
    std::string (*note)() = nullptr;
};

extern const suite counts_suite, sharing_suite, slots_suite, mixes_suite, structures_suite,
    sets_suite, garbage_suite, cycles_suite, programs_suite;

/* All, the first being the one that is run if none is named; nullptr ends the list. */
extern const suite *const suites[];

/* nullptr: there is none of this name. */
const suite *find_suite(const char *name);

#endif
