/*
 * result.hh: what was measured, and what can be said of it.
 */
#ifndef RC_BENCH_MICRO_RESULT_HH
#define RC_BENCH_MICRO_RESULT_HH

#include "bench/micro/tool.hh"

#include <string>
#include <vector>

/* One repetition. Every case has one in each round, so that equal indices belong together. */
struct sample {
    double ns;  /* per pair, of one thread */
    bool clean; /* no thread was preempted */
};

/* Which case a result is of. */
struct identity {
    std::string group; /* pair, remote, contended, private, create, copy */
    std::string shape;
    std::string api; /* counter, object, or none */
    std::string backend;

    std::string name() const;
    bool operator==(const identity &other) const;
};

struct result {
    identity id;
    unsigned threads;
    std::string clock; /* cpu: processor time of the thread; wall */
    std::vector<sample> samples;
};

struct summary {
    double median, p25, p75, min;
    size_t repetitions, clean;
};

struct interval {
    double ratio, low, high; /* 95 % */
    size_t rounds;
};

const result *find(const std::vector<result> &results, const identity &id);

/* The median of the clean repetitions, if there are enough of them; else of all. */
summary summarise(const result &one);

/*
 * The ratio of two medians over the rounds in which both are clean, if there are enough of these,
 * and a bootstrap interval: rounds are drawn with replacement, both cases of a round together.
 */
interval compare(const result &above, const result &below, uint64_t seed);

/* A line of JSON for each result, and back. */
json_t *to_json(const result &one, const std::vector<result> &all);
std::vector<result> load_results(const char *path);

#endif
