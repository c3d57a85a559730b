/*
 * store_buffering.c: SB: each thread writes one variable and reads the other's. Only seq_cst forbids that both
 * read the old value.
 */
#include "stress/model/litmus/litmus.h"

// clang-format off
LITMUS(sb_relaxed, "SB", "store buffering, relaxed", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); r[0] = LOAD(y, RLX))
    THREAD(1, STORE(y, 1, RLX); r[1] = LOAD(x, RLX)),
    {"0,0", "both stores were late"}, {"0,1", ""}, {"1,0", ""}, {"1,1", ""});

LITMUS(sb_release, "SB+rel-acq", "store buffering, release and acquire", 2, 2, 0,
    THREAD(0, STORE(x, 1, REL); r[0] = LOAD(y, ACQ))
    THREAD(1, STORE(y, 1, REL); r[1] = LOAD(x, ACQ)),
    {"0,0", "release and acquire do not forbid it"}, {"0,1", ""}, {"1,0", ""}, {"1,1", ""});

LITMUS(sb_seq_cst, "SB+sc", "store buffering, seq_cst", 2, 2, 0,
    THREAD(0, STORE(x, 1, SC); r[0] = LOAD(y, SC))
    THREAD(1, STORE(y, 1, SC); r[1] = LOAD(x, SC)),
    {"0,1", ""}, {"1,0", ""}, {"1,1", ""});

LITMUS(sb_fences, "SB+fences", "store buffering with seq_cst fences", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); FENCE(SC); r[0] = LOAD(y, RLX))
    THREAD(1, STORE(y, 1, RLX); FENCE(SC); r[1] = LOAD(x, RLX)),
    {"0,1", ""}, {"1,0", ""}, {"1,1", ""});

LITMUS(sb_one_fence, "SB+fence", "store buffering with a seq_cst fence in one thread only", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); FENCE(SC); r[0] = LOAD(y, RLX))
    THREAD(1, STORE(y, 1, RLX); r[1] = LOAD(x, RLX)),
    {"0,0", "one fence does not help"}, {"0,1", ""}, {"1,0", ""}, {"1,1", ""});

LITMUS(sb_acq_rel_fences, "SB+fences-ar", "store buffering with acq_rel fences", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); FENCE(AR); r[0] = LOAD(y, RLX))
    THREAD(1, STORE(y, 1, RLX); FENCE(AR); r[1] = LOAD(x, RLX)),
    {"0,0", "such a fence does not order a store before a load"}, {"0,1", ""}, {"1,0", ""}, {"1,1", ""});

LITMUS(sb_rmws, "SB+rmws", "store buffering with read-modify-writes in place of the stores", 2, 2, 0,
    THREAD(0, SWAP(x, 1, AR); r[0] = LOAD(y, ACQ))
    THREAD(1, SWAP(y, 1, AR); r[1] = LOAD(x, ACQ)),
    {"0,0", "x86 forbids it, C11 does not"}, {"0,1", ""}, {"1,0", ""}, {"1,1", ""});

LITMUS(sb_one_variable, "SB+rmws-same", "two exchanges of one variable: one comes first", 2, 2, 1,
    THREAD(0, r[0] = SWAP(x, 1, RLX))
    THREAD(1, r[1] = SWAP(x, 2, RLX)),
    {"0,1,2", ""}, {"2,0,1", ""});
// clang-format on
