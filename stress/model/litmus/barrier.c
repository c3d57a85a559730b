/*
 * barrier.c: asymmetric barriers: one thread makes all of them pass a fence (membarrier), the others pay nothing.
 */
#include "stress/model/litmus/litmus.h"

#include "stress/model/seam_functions.h"

#include <linux/membarrier.h>
#include <sys/syscall.h>

#define BARRIER() (void)model_syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0)

// clang-format off
LITMUS(sb_barrier, "SB+barrier", "store buffering, with a barrier of all threads in one of them", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); r[0] = LOAD(y, RLX))
    THREAD(1, STORE(y, 1, RLX); BARRIER(); r[1] = LOAD(x, RLX)),
    {"0,1", ""}, {"1,0", "the barrier came before the first thread's store"}, {"1,1", ""});

LITMUS(mp_barrier, "MP+barrier", "message passing, with a barrier of all threads between the reads", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); STORE(y, 1, RLX))
    THREAD(1, r[0] = LOAD(y, RLX); BARRIER(); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,1", ""});

LITMUS(mp_barrier_writer, "MP+barrier-writer", "message passing, with a barrier of all threads between the writes", 2, 2, 0,
    THREAD(0, STORE(x, 1, RLX); BARRIER(); STORE(y, 1, RLX))
    THREAD(1, r[0] = LOAD(y, RLX); r[1] = LOAD(x, RLX)),
    {"0,0", ""}, {"0,1", ""}, {"1,1", "the reader has passed the barrier before it read y"});

LITMUS(sb_three, "SB3+barrier", "store buffering of three, with a barrier of all threads in one of them", 3, 3, 0,
    THREAD(0, STORE(x, 1, RLX); r[0] = LOAD(y, RLX))
    THREAD(1, STORE(y, 1, RLX); BARRIER(); r[1] = LOAD(z, RLX))
    THREAD(2, STORE(z, 1, RLX); r[2] = LOAD(x, RLX)),
    {"0,0,1", ""}, {"0,1,0", ""}, {"0,1,1", ""}, {"1,0,0", "the second one's barrier came first"},
    {"1,0,1", ""}, {"1,1,0", ""}, {"1,1,1", ""});
// clang-format on
