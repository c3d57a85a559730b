/*
 * message_passing.c: MP: data, then a flag. What reads the flag must know the data if the flag was released and
 * acquired, also through read-modify-writes by others (release sequences) and fences.
 */
#include "stress/model/litmus/litmus.h"

// clang-format off
LITMUS(mp_relaxed, "MP", "message passing, relaxed", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, RLX))
    THREAD(1, r[0] = LOAD(y, RLX); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,0", "the flag, and not the data"}, {"1,1", ""});

LITMUS(mp_release, "MP+rel-acq", "message passing, release and acquire", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, REL))
    THREAD(1, r[0] = LOAD(y, ACQ); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,1", ""});

LITMUS(mp_release_only, "MP+rel-rlx", "message passing without the acquire", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, REL))
    THREAD(1, r[0] = LOAD(y, RLX); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,0", "nobody acquires"}, {"1,1", ""});

LITMUS(mp_acquire_only, "MP+rlx-acq", "message passing without the release", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, RLX))
    THREAD(1, r[0] = LOAD(y, ACQ); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,0", "nobody releases"}, {"1,1", ""});

LITMUS(mp_fences, "MP+fences", "message passing by a release fence and an acquire fence", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); FENCE(REL); STORE(y, 1, RLX))
    THREAD(1, r[0] = LOAD(y, RLX); FENCE(ACQ); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,1", ""});

LITMUS(mp_sequence, "MP+rel-seq", "a release sequence through a relaxed read-modify-write of a third thread",
    3, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, REL))
    THREAD(1, ADD(y, 1, RLX))
    THREAD(2, r[0] = LOAD(y, ACQ); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,0", "only the addition was seen, or it came first"}, {"1,1", ""}, {"2,1", ""});

LITMUS(mp_broken_sequence, "MP+rel-seq-broken", "a plain store by another thread ends a release sequence", 3, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, REL))
    THREAD(1, STORE(y, 2, RLX))
    THREAD(2, r[0] = LOAD(y, ACQ); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,1", ""}, {"2,0", "the second store tells nothing"}, {"2,1", ""});

LITMUS(mp_own_store, "MP+rel-own", "a relaxed store of the same thread ends a release sequence (C++20)", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, REL); STORE(y, 2, RLX))
    THREAD(1, r[0] = LOAD(y, ACQ); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,1", ""}, {"2,0", "C11 would forbid it, C++20 and this checker do not"}, {"2,1", ""});

LITMUS(mp_acquire_late, "MP+fence-late", "an acquire fence works for a load before it, through another load", 2, 3, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, REL))
    THREAD(1, r[0] = LOAD(y, RLX); r[1] = LOAD(x, RLX); FENCE(ACQ); r[2] = LOAD(x, RLX)),
    {"0,0,0", ""}, {"0,0,1", ""}, {"0,1,1", ""}, {"1,0,1", ""}, {"1,1,1", ""});

/* What is passed is no atomic: it would be a race without the two orders. */
LITMUS(mp_data, "MP+data", "message passing of a plain variable", 2, 2, 0,
    THREAD(0, *data = 1; STORE(y, 1, REL))
    THREAD(1, r[0] = LOAD(y, ACQ); r[1] = r[0] ? *data : 2),
    {"0,2", ""}, {"1,1", ""});
// clang-format on
