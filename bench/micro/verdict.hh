/*
 * verdict.hh: ratios of interest, the promised ones among them.
 */
#ifndef RC_BENCH_MICRO_VERDICT_HH
#define RC_BENCH_MICRO_VERDICT_HH

#include "bench/micro/result.hh"

enum class bound { none, at_most, at_least };

struct question {
    identity above, below;
    bound kind;
    double limit;
};

struct answer {
    question asked;
    interval found;
    bool kept; /* the promise; true if there was none */
};

/* The ratios that can be made of the results, in the order of the questions. */
std::vector<answer> answer_all(const std::vector<question> &asked_all, const std::vector<result> &results,
                               uint64_t seed);

/* What is missing for a promise to be judged; empty if nothing is. */
std::string missing_for_promises(const std::vector<question> &asked_all,
                                 const std::vector<result> &results);

json_t *to_json(const answer &one, const char *suite);

/* Tables for people, on stdout. `sideways`: a row for each backend instead of a column. */
void print_results(const std::vector<result> &results, const char *title, bool sideways);
void print_answers(const std::vector<answer> &answers);

/* One line for each promise. How many were missed. */
size_t print_promises(const std::vector<answer> &answers);

#endif
