/*
 * coroutine.h: a coroutine as the scenarios play with it: it notices two that are in it at once.
 */
#ifndef STRESS_SCENARIOS_COROUTINE_H
#define STRESS_SCENARIOS_COROUTINE_H

#include "refcount/types/ops.h"
#include "stress/oracles/faults.h"

/* What the body writes is ordinary memory: whoever has claimed the coroutine is alone with it. */
typedef struct stress_play {
    const rc_types_ops *types;
    uint64_t steps, endings;
    _Atomic uint32_t inside;
    rc_coroutine *coroutine; /* what the actors use: it, or one that delegates to it */
} stress_play;

/* A new one, with one reference; inside another one that delegates to it if `nested`. False: no memory. */
bool stress_play_new(stress_play *play, const rc_ops *ops, bool nested);

/* What came out, which is given back: a reason for a fault is reported. True if it yielded. */
bool stress_play_send(stress_play *play, const rc_ops *ops);

/* True if it is closed now by the caller. */
bool stress_play_close(stress_play *play, const rc_ops *ops);

#endif
