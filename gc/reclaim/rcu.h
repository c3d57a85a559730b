/*
 * rcu.h: what the schemes over liburcu keep of a thread. liburcu keeps the rest, in the thread's own storage.
 */
#ifndef RC_RECLAIM_RCU_H
#define RC_RECLAIM_RCU_H

#include "gc/names.h"
#include "gc/reclaim/flavour.h"
#include "gc/reclaim/urcu/urcu.h"

typedef struct rc_scheme_thread {
    uint64_t wanted; /* the last grace period that it has asked for */
} rc_scheme_thread;

#include "gc/reclaim/record.h"

struct rc_guard {
    rc_reclaim_thread *thread;
};

#endif
