/*
 * result.hh: what was measured, and what can be said of it.
 */
#ifndef RC_BENCH_MICRO_RESULT_HH
#define RC_BENCH_MICRO_RESULT_HH

#include "bench/micro/tool.hh"

#include <string>
#include <vector>

/* One repetition. */
struct sample {
    double ns;   /* per pair, of one thread */
    bool clean;  /* no thread was preempted, and the processor had its usual pace */
    double pace; /* ns of the yardstick around it; 0: unknown */
    double
        trip; /* ns of a cache line's way to the other thread and back, just before; 0: unknown */
    double cpu, wall; /* what `ns` is on both clocks; 0: unknown */
};

/* Which case a result is of. */
struct identity {
    std::string group; /* what is done; each suite has its own, see case.hh */
    std::string shape; /* and how */
    std::string api;   /* counter, object, or none */
    std::string backend;

    std::string name() const;
    bool operator==(const identity &other) const;
};

struct result {
    identity id;
    unsigned threads;
    std::string clock; /* cpu: processor time of the thread; wall */
    std::string unit;  /* of the samples' numbers */
    std::vector<sample> samples;
    uint64_t operations = 1; /* of a thread in one repetition */
};

/* What the loops measure: nanoseconds per operation and thread. */
extern const char unit_ns[];

struct summary {
    double median, p25, p75, min;
    size_t repetitions, clean;
};

struct interval {
    double ratio, low, high; /* 95 % */
};

/*
 * Marks the samples as disturbed around which the yardstick took 8 % longer than it does at best.
 * It knows nothing of the cases, so that this favours none.
 */
void mark_disturbed(std::vector<result> &results);

/*
 * Of the repetitions of all loops, what was disturbed. The machine is too noisy where it was more than
 * RC_BENCH_NOISY percent: then most medians rest on what happened between two disturbances, or on them.
 */
double disturbed_share(const std::vector<result> &results);
enum { RC_BENCH_NOISY = 50 };
bool is_noisy(const std::vector<result> &results);

const result *find(const std::vector<result> &results, const identity &id);

/* With fewer clean repetitions than this the disturbed ones count as well. */
enum { RC_BENCH_ENOUGH = 5 };

size_t clean_samples(const result &one);

/* The repetitions that count: the clean ones if there are enough of them; else all. */
std::vector<sample> counting_samples(const result &one);

/* The median of the clean repetitions, if there are enough of them; else of all. */
summary summarise(const result &one);

/* The ratio of the two medians; the interval is that of redrawn repetitions (bootstrap). */
interval compare(const result &above, const result &below, uint64_t seed);

/* The median of the round trips beside it; 0 if none was measured. */
double round_trip(const result &one);

/* A line of JSON for each result, and those of a suite back. */
json_t *to_json(const result &one, const std::vector<result> &all, const char *suite);
std::vector<result> load_results(const char *path, const char *suite);

/* All times of a run as Google Benchmark itself writes them. */
json_t *to_benchmark_json(const std::vector<result> &results, const char *program, bool noisy);

#endif
