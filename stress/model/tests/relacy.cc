/*
 * relacy.cc: ten litmus tests once more, for another checker: Relacy (Dmitry Vyukov's race detector, Debian's
 * relacy-dev), which shares nothing with ours.
 *
 *   {"litmus":"litmus-SB","executions":123,"outcomes":["0,0","0,1","1,0","1,1"]}
 *
 * Relacy explores all interleavings without reduction, and knows no order of stores but that of execution:
 * so 2+2W is not among the ten. `make model-relacy` compares; see relacy_test.py.
 */
#include <relacy/relacy.hpp>

#include <cstdio>
#include <cstring>

using rl::mo_acq_rel;
using rl::mo_acquire;
using rl::mo_relaxed;
using rl::mo_release;
using rl::mo_seq_cst;

/* Arrays: Relacy has operators new and delete of its own while a test runs. */
static char outcomes[64][16];
static unsigned outcome_count;
static unsigned long executions;

static void keep(const int *r, int answers)
{
    char text[16];
    for (int i = 0; i < answers; i++) {
        text[2 * i] = (char)('0' + r[i]);
        text[2 * i + 1] = i + 1 < answers ? ',' : '\0';
    }
    executions++;
    for (unsigned i = 0; i < outcome_count; i++) {
        if (std::strcmp(outcomes[i], text) == 0)
            return;
    }
    std::strcpy(outcomes[outcome_count++], text);
}

/* Swallows what Relacy says. */
class silence : public std::streambuf
{
    int overflow(int c) override
    {
        return c;
    }
};

/* The three variables and four answers that every test has. */
template <typename test, unsigned threads, int answers>
struct litmus : rl::test_suite<test, threads> {
    rl::atomic<int> x, y;
    int r[4];

    void before()
    {
        x($).store(0, mo_relaxed);
        y($).store(0, mo_relaxed);
        for (int &answer : r)
            answer = 0;
    }

    void after()
    {
        keep(r, answers);
    }
};

#define LITMUS(id, threads, answers, ...)                                                          \
    struct id : litmus<id, threads, answers> {                                                     \
        void thread(unsigned me)                                                                   \
        {                                                                                          \
            switch (me) {                                                                          \
                __VA_ARGS__                                                                        \
            }                                                                                      \
        }                                                                                          \
    }
#define THREAD(number, ...)                                                                        \
    case number:                                                                                   \
        __VA_ARGS__;                                                                               \
        break;
#define LOAD(v, order) v($).load(order)
#define STORE(v, value, order) v($).store(value, order)

LITMUS(sb, 2, 2,
       THREAD(0, STORE(x, 1, mo_relaxed); r[0] = LOAD(y, mo_relaxed))
           THREAD(1, STORE(y, 1, mo_relaxed); r[1] = LOAD(x, mo_relaxed)));
LITMUS(sb_rel, 2, 2,
       THREAD(0, STORE(x, 1, mo_release); r[0] = LOAD(y, mo_acquire))
           THREAD(1, STORE(y, 1, mo_release); r[1] = LOAD(x, mo_acquire)));
LITMUS(sb_sc, 2, 2,
       THREAD(0, STORE(x, 1, mo_seq_cst); r[0] = LOAD(y, mo_seq_cst))
           THREAD(1, STORE(y, 1, mo_seq_cst); r[1] = LOAD(x, mo_seq_cst)));
LITMUS(sb_fences, 2, 2,
       THREAD(0, STORE(x, 1, mo_relaxed); rl::atomic_thread_fence(mo_seq_cst, $);
              r[0] = LOAD(y, mo_relaxed))
           THREAD(1, STORE(y, 1, mo_relaxed); rl::atomic_thread_fence(mo_seq_cst, $);
                  r[1] = LOAD(x, mo_relaxed)));
LITMUS(mp, 2, 2,
       THREAD(0, STORE(x, 1, mo_relaxed); STORE(y, 1, mo_relaxed))
           THREAD(1, r[0] = LOAD(y, mo_relaxed); r[1] = LOAD(x, mo_relaxed)));
LITMUS(mp_rel, 2, 2,
       THREAD(0, STORE(x, 1, mo_relaxed); STORE(y, 1, mo_release))
           THREAD(1, r[0] = LOAD(y, mo_acquire); r[1] = LOAD(x, mo_relaxed)));
LITMUS(mp_seq, 3, 2,
       THREAD(0, STORE(x, 1, mo_relaxed); STORE(y, 1, mo_release))
           THREAD(1, y($).fetch_add(1, mo_relaxed))
               THREAD(2, r[0] = LOAD(y, mo_acquire); r[1] = LOAD(x, mo_relaxed)));
LITMUS(lb, 2, 2,
       THREAD(0, r[0] = LOAD(x, mo_relaxed); STORE(y, 1, mo_relaxed))
           THREAD(1, r[1] = LOAD(y, mo_relaxed); STORE(x, 1, mo_relaxed)));
LITMUS(wrc, 3, 3,
       THREAD(0, STORE(x, 1, mo_relaxed))
           THREAD(1, r[0] = LOAD(x, mo_relaxed); STORE(y, 1, mo_release))
               THREAD(2, r[1] = LOAD(y, mo_acquire); r[2] = LOAD(x, mo_relaxed)));
LITMUS(iriw, 4, 4,
       THREAD(0, STORE(x, 1, mo_release)) THREAD(1, STORE(y, 1, mo_release))
           THREAD(2, r[0] = LOAD(x, mo_acquire); r[1] = LOAD(y, mo_acquire))
               THREAD(3, r[2] = LOAD(y, mo_acquire); r[3] = LOAD(x, mo_acquire)));

template <typename test> static void run(const char *name)
{
    silence buffer;
    std::ostream nowhere(&buffer);
    rl::test_params params;
    params.search_type = rl::sched_full;
    params.output_stream = &nowhere;
    params.progress_stream = &nowhere;
    outcome_count = 0;
    executions = 0;
    rl::simulate<test>(params);
    std::printf("{\"litmus\":\"litmus-%s\",\"executions\":%lu,\"outcomes\":[", name, executions);
    for (unsigned i = 0; i < outcome_count; i++)
        std::printf("%s\"%s\"", i > 0 ? "," : "", outcomes[i]);
    std::printf("]}\n");
}

int main()
{
    run<sb>("SB");
    run<sb_rel>("SB+rel-acq");
    run<sb_sc>("SB+sc");
    run<sb_fences>("SB+fences");
    run<mp>("MP");
    run<mp_rel>("MP+rel-acq");
    run<mp_seq>("MP+rel-seq");
    run<lb>("LB");
    run<wrc>("WRC");
    run<iriw>("IRIW");
    return 0;
}
