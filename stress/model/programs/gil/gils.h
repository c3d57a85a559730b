/*
 * gils.h: what the programs about the interpreter lock share: one object, whose count is touched under the lock.
 *
 * Under the lock the plain backend is legal: so these programs are sound on every backend.
 */
#ifndef STRESS_MODEL_GILS_H
#define STRESS_MODEL_GILS_H

#include "stress/model/programs/node.h"
#include "stress/model/twins.h"

MODEL_WORLD struct {
    rc_gil *gil;
    void *object;
    unsigned uses;
} g;

/* The first thread holds the lock when the play begins, if it is to. */
static inline void gil_start(unsigned thread, const rc_gil_options *options, bool held)
{
    node_attach();
    if (thread == 0) {
        g.gil = rc->gil_new(options);
        model_assert(g.gil != NULL);
        g.object = node_new(&leaf_type, 1);
        if (held) {
            int status = rc->gil_take(g.gil);
            model_assert(status == 0);
        }
    }
}

static inline void gil_use(void)
{
    rc->retain(g.object);
    g.uses++;
    rc->release(g.object);
}

static inline void gil_take(void)
{
    int status = rc->gil_take(g.gil);
    model_assert(status == 0);
}

static inline void gil_drop(void)
{
    int status = rc->gil_drop(g.gil);
    model_assert(status == 0);
}

static inline void gil_close(unsigned thread)
{
    if (thread > 0)
        return;
    rc->release(g.object);
    rc->gil_free(g.gil);
}

/* No request was honoured in vain, but those that were taken back. */
static inline void gil_end(unsigned thread)
{
    if (thread == 0) {
        rc_gil_stats stats;
        rc->gil_get_stats(g.gil, &stats);
        model_assert(stats.retaken <= stats.withdrawn);
    }
    gil_close(thread);
}

#endif
