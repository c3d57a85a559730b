/*
 * causality.c: three and four threads: what one has learned from another, a third must know if it learns from
 * that; two readers need not agree on the order of two independent stores.
 */
#include "stress/model/litmus/litmus.h"

// clang-format off
LITMUS(wrc, "WRC", "write to read causality, release and acquire", 3, 3, 0,
    THREAD(0, STORE(x, 1, RLX))
    THREAD(1, r[0] = LOAD(x, RLX); STORE(y, 1, REL))
    THREAD(2, r[1] = LOAD(y, ACQ); r[2] = LOAD(x, RLX)),
    {"0,0,0", ""}, {"0,0,1", ""}, {"0,1,0", ""}, {"0,1,1", ""}, {"1,0,0", ""}, {"1,0,1", ""}, {"1,1,1", ""});

LITMUS(wrc_relaxed, "WRC+rlx", "write to read causality, relaxed", 3, 3, 0,
    THREAD(0, STORE(x, 1, RLX))
    THREAD(1, r[0] = LOAD(x, RLX); STORE(y, 1, RLX))
    THREAD(2, r[1] = LOAD(y, RLX); r[2] = LOAD(x, RLX)),
    {"0,0,0", ""}, {"0,0,1", ""}, {"0,1,0", ""}, {"0,1,1", ""}, {"1,0,0", ""}, {"1,0,1", ""},
    {"1,1,0", "without release and acquire nothing is passed on"}, {"1,1,1", ""});

#define IRIW(id, text, explanation, write, read, ...)                                              \
    LITMUS(id, text, explanation, 4, 4, 0,                                                         \
        THREAD(0, STORE(x, 1, write))                                                              \
        THREAD(1, STORE(y, 1, write))                                                              \
        THREAD(2, r[0] = LOAD(x, read); r[1] = LOAD(y, read))                                      \
        THREAD(3, r[2] = LOAD(y, read); r[3] = LOAD(x, read)),                                     \
        {"0,0,0,0", ""}, {"0,0,0,1", ""}, {"0,0,1,0", ""}, {"0,0,1,1", ""}, {"0,1,0,0", ""},       \
        {"0,1,0,1", ""}, {"0,1,1,0", ""}, {"0,1,1,1", ""}, {"1,0,0,0", ""}, {"1,0,0,1", ""},       \
        {"1,0,1,1", ""}, {"1,1,0,0", ""}, {"1,1,0,1", ""}, {"1,1,1,0", ""}, {"1,1,1,1", ""},       \
        __VA_ARGS__)

IRIW(iriw, "IRIW", "independent reads of independent writes, release and acquire", REL, ACQ,
    {"1,0,1,0", "the readers disagree"});
IRIW(iriw_seq_cst, "IRIW+sc", "independent reads of independent writes, seq_cst", SC, SC, {"0,0,0,0", ""});

LITMUS(isa2, "ISA2", "message passing over two flags", 3, 3, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, REL))
    THREAD(1, r[0] = LOAD(y, ACQ); STORE(z, 1, REL))
    THREAD(2, r[1] = LOAD(z, ACQ); r[2] = LOAD(x, RLX)),
    {"0,0,0", ""}, {"0,0,1", ""}, {"0,1,0", ""}, {"0,1,1", ""}, {"1,0,0", ""}, {"1,0,1", ""}, {"1,1,1", ""});

LITMUS(lb, "LB", "load buffering: not modelled, and so never seen", 2, 2, 0,
    THREAD(0, r[0] = LOAD(x, RLX); STORE(y, 1, RLX))
    THREAD(1, r[1] = LOAD(y, RLX); STORE(x, 1, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,0", ""});

LITMUS(rwc_fences, "RWC+fences", "read to write causality with seq_cst fences", 3, 3, 0,
    THREAD(0, STORE(x, 1, RLX))
    THREAD(1, r[0] = LOAD(x, RLX); FENCE(SC); r[1] = LOAD(y, RLX))
    THREAD(2, STORE(y, 1, RLX); FENCE(SC); r[2] = LOAD(x, RLX)),
    {"0,0,0", ""}, {"0,0,1", ""}, {"0,1,0", ""}, {"0,1,1", ""}, {"1,0,1", ""}, {"1,1,0", ""}, {"1,1,1", ""});

/* A redundant load must not make outcomes disappear: a defect that another checker has had. */
LITMUS(extra_load, "extra-load", "a load whose value nobody uses changes no outcome", 2, 2, 0,
    THREAD(0, STORE(x, 1, SC); STORE(y, 1, SC); STORE(y, 0, SC); (void)LOAD(x, SC); STORE(x, 0, SC))
    THREAD(1, r[0] = LOAD(y, SC); r[1] = LOAD(x, SC)),
    {"0,0", ""}, {"0,1", ""}, {"1,0", ""}, {"1,1", ""});
// clang-format on
