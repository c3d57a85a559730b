/*
 * schemes.c: what a program finds beside the table of its backend: slots with its scheme of reclamation, the
 * object types, the collector.
 *
 * A scheme's constructor asks to be told of every thread. Programs without it must not pay for that, nor have
 * its steps: so where a scheme is compiled rc_observer_add_ is one of these functions (rules.mk), which only
 * remembers who has asked, and the library is asked anew before each execution of a program with that scheme.
 */
#include "stress/model/schemes.h"

#include "refcount/counters/list.h"
#include "refcount/observer.h"
#include "stress/model/machine.h"

#include <string.h>

const rc_gc_ops *gc;
const rc_types_ops *types;

#define DECLARE(backend)                                                                           \
    extern const rc_ops rc_##backend##_ops;                                                        \
    extern const rc_types_ops rc_##backend##_types_ops;                                            \
    size_t rc_##backend##_collect(void);                                                           \
    size_t rc_##backend##_gc_collect_sliced(void);                                                 \
    void rc_##backend##_gc_set_slice(size_t looks);                                                \
    void rc_##backend##_observer_add_(rc_observer *observer);
RC_BACKENDS(DECLARE)

static const struct row {
    const rc_ops *ops;
    const rc_types_ops *types;
    size_t (*collect)(void);
    size_t (*collect_sliced)(void);
    void (*set_slice)(size_t looks);
    void (*add)(rc_observer *observer);
} rows[] = {
#define ROW(backend)                                                                               \
    {&rc_##backend##_ops,         &rc_##backend##_types_ops,                                       \
     rc_##backend##_collect,      rc_##backend##_gc_collect_sliced,                                \
     rc_##backend##_gc_set_slice, rc_##backend##_observer_add_},
    RC_BACKENDS(ROW)};

enum { PAIRS = 32 };

static struct {
    const char *pair;
    rc_observer *observer;
} asked[PAIRS];
static unsigned askers;

static void ask(const char *pair, rc_observer *observer)
{
    if (askers == PAIRS)
        __builtin_trap();
    asked[askers].pair = pair;
    asked[askers++].observer = observer;
}

#define ASK(backend, scheme)                                                                       \
    void model_observe_##backend##_##scheme(rc_observer *observer);                                \
    void model_observe_##backend##_##scheme(rc_observer *observer)                                 \
    {                                                                                              \
        ask(#backend "+" #scheme, observer);                                                       \
    }
#define ASK_MODEL(backend) ASK(backend, model)
RC_BACKENDS(ASK_MODEL)
ASK(atomic, lock)
ASK(atomic, hazard_asym)

static const struct row *row;

const rc_gc_ops *model_pair(const rc_ops *ops, const char *scheme)
{
    const rc_gc_ops *pair;
    for (unsigned i = 0; (pair = rc_gc_ops_of(ops, i)) != NULL; i++) {
        if (strcmp(pair->scheme, scheme) == 0)
            return pair;
    }
    return NULL;
}

void model_bind(void)
{
    row = rows;
    while (row->ops != rc)
        row++;
    types = row->types;
    gc = model.program->scheme != NULL ? model_pair(rc, model.program->scheme) : NULL;
}

void model_tell_scheme(unsigned thread)
{
    (void)thread;
    for (unsigned i = 0; i < askers; i++) {
        if (strcmp(asked[i].pair, gc->name) == 0)
            row->add(asked[i].observer);
    }
}

size_t model_collect(void)
{
    return row->collect();
}

size_t model_collect_sliced(size_t slice)
{
    row->set_slice(slice);
    return row->collect_sliced();
}
