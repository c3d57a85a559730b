/*
 * coherence.c: one variable alone: all threads agree on the order of its values, and never go back in it.
 */
#include "stress/model/litmus/litmus.h"

// clang-format off
LITMUS(corr, "CoRR", "two reads of one variable do not go back", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(x, 2, RLX))
    THREAD(1, r[0] = LOAD(x, RLX); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"0,2", ""}, {"1,1", ""}, {"1,2", ""}, {"2,2", ""});

LITMUS(corr2, "CoRR2", "two readers see two stores in one order", 4, 4, 0,
    THREAD(0, STORE(x, 1, RLX))
    THREAD(1, STORE(x, 2, RLX))
    THREAD(2, r[0] = LOAD(x, RLX); r[1] = LOAD(x, RLX))
    THREAD(3, r[2] = LOAD(x, RLX); r[3] = LOAD(x, RLX)),
    {"0,0,0,0", ""}, {"0,0,0,1", ""}, {"0,0,0,2", ""}, {"0,0,1,1", ""}, {"0,0,1,2", ""}, {"0,0,2,1", ""},
    {"0,0,2,2", ""}, {"0,1,0,0", ""}, {"0,1,0,1", ""}, {"0,1,0,2", ""}, {"0,1,1,1", ""}, {"0,1,1,2", ""},
    {"0,1,2,1", ""}, {"0,1,2,2", ""}, {"0,2,0,0", ""}, {"0,2,0,1", ""}, {"0,2,0,2", ""}, {"0,2,1,1", ""},
    {"0,2,1,2", ""}, {"0,2,2,1", ""}, {"0,2,2,2", ""}, {"1,1,0,0", ""}, {"1,1,0,1", ""}, {"1,1,0,2", ""},
    {"1,1,1,1", ""}, {"1,1,1,2", ""}, {"1,1,2,1", ""}, {"1,1,2,2", ""}, {"1,2,0,0", ""}, {"1,2,0,1", ""},
    {"1,2,0,2", ""}, {"1,2,1,1", ""}, {"1,2,1,2", ""}, {"1,2,2,2", ""}, {"2,1,0,0", ""}, {"2,1,0,1", ""},
    {"2,1,0,2", ""}, {"2,1,1,1", ""}, {"2,1,2,1", ""}, {"2,1,2,2", ""}, {"2,2,0,0", ""}, {"2,2,0,1", ""},
    {"2,2,0,2", ""}, {"2,2,1,1", ""}, {"2,2,1,2", ""}, {"2,2,2,1", ""}, {"2,2,2,2", ""});

LITMUS(cowr, "CoWR", "a thread does not read what its own store has overwritten", 2, 1, 1,
    THREAD(0, STORE(x, 1, RLX); r[0] = LOAD(x, RLX))
    THREAD(1, STORE(x, 2, RLX)),
    {"1,1", ""}, {"1,2", ""}, {"2,2", ""});

LITMUS(corw, "CoRW", "a thread's store comes after what it has read", 2, 1, 1,
    THREAD(0, r[0] = LOAD(x, RLX); STORE(x, 1, RLX))
    THREAD(1, STORE(x, 2, RLX)),
    {"0,1", ""}, {"0,2", ""}, {"2,1", ""});

LITMUS(coww, "CoWW", "two stores of a thread stay in their order", 2, 2, 1,
    THREAD(0, STORE(x, 1, RLX); STORE(x, 2, RLX))
    THREAD(1, r[0] = LOAD(x, RLX); r[1] = SWAP(x, 3, RLX)),
    {"0,0,2", ""}, {"0,1,2", ""}, {"0,2,3", ""}, {"1,1,2", ""}, {"1,2,3", ""}, {"2,2,3", ""});

LITMUS(rmw_atomic, "RMW", "three additions: none is lost", 3, 0, 1,
    THREAD(0, ADD(x, 1, RLX))
    THREAD(1, ADD(x, 1, RLX))
    THREAD(2, ADD(x, 1, RLX)),
    {"3", ""});

LITMUS(rmw_store, "RMW+store", "no store comes between the two halves of an exchange", 2, 1, 1,
    THREAD(0, r[0] = SWAP(x, 2, RLX))
    THREAD(1, STORE(x, 1, RLX)),
    {"0,1", ""}, {"1,2", ""});

LITMUS(two_plus_two, "2+2W", "two variables written in opposite order: both may keep the first value", 2, 0, 2,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 2, RLX))
    THREAD(1, STORE(y, 1, RLX); STORE(x, 2, RLX)),
    {"1,1", "the order of stores is not that of time"}, {"1,2", ""}, {"2,1", ""}, {"2,2", ""});

LITMUS(two_plus_two_release, "2+2W+rel", "the same with release stores, which do not help", 2, 0, 2,
    THREAD(0, STORE(x, 1, REL); STORE(y, 2, REL))
    THREAD(1, STORE(y, 1, REL); STORE(x, 2, REL)),
    {"1,1", "the order of stores is not that of time"}, {"1,2", ""}, {"2,1", ""}, {"2,2", ""});

LITMUS(two_plus_two_seq_cst, "2+2W+sc", "the same with seq_cst stores, which do", 2, 0, 2,
    THREAD(0, STORE(x, 1, SC); STORE(y, 2, SC))
    THREAD(1, STORE(y, 1, SC); STORE(x, 2, SC)),
    {"1,2", ""}, {"2,1", ""}, {"2,2", ""});
// clang-format on
