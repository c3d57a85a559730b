/*
 * lab.c: see lab.h.
 */
#include "bench/claims/lab.h"

#include "refcount/tool/cli.h"

#include <string.h>

enum { LOCKS = 8 };

typedef struct lab {
    const lab_work *work;
    rc_gil *gil[LOCKS];
    unsigned locks;
} lab;

rc_gil *lab_gil(const rc_ops *ops, const rc_gil_options *options)
{
    rc_gil *gil = ops->gil_new(options);
    if (gil == NULL)
        rc_cli_fail("cannot make an interpreter lock");
    return gil;
}

void lab_enter(const rc_ops *ops, rc_gil *gil)
{
    if (ops->thread_attach() != 0 || (gil != NULL && ops->gil_take(gil) != 0))
        rc_cli_fail("a thread cannot attach");
}

void lab_leave(const rc_ops *ops, rc_gil *gil)
{
    if (gil != NULL && ops->gil_drop(gil) != 0)
        rc_cli_fail("a thread does not hold its lock");
    ops->thread_detach();
}

static void step(void *arg, unsigned index)
{
    lab *l = arg;
    const lab_work *w = l->work;
    rc_gil *gil = w->gil != NULL ? l->gil[index % l->locks] : NULL;
    lab_enter(w->kernel->ops, gil);
    claims_node *node = w->kernel->make(NULL, NULL);
    w->kernel->steps(node, w->steps / w->threads, w->counted, true);
    w->kernel->ops->release(node);
    lab_leave(w->kernel->ops, gil);
}

static void add(rc_gil_stats *sum, const rc_gil_stats *one)
{
    uint64_t *to = (uint64_t *)sum;
    const uint64_t *from = (const uint64_t *)one;
    for (unsigned i = 0; i < sizeof *sum / sizeof *to; i++)
        to[i] += from[i];
}

lab_done lab_run(const lab_work *work)
{
    const rc_ops *ops = work->kernel->ops;
    lab l = {.work = work, .locks = work->locks > 0 ? work->locks : 1};
    lab_done done = {.gil = {0}};
    for (unsigned i = 0; work->gil != NULL && i < l.locks; i++)
        l.gil[i] = lab_gil(ops, work->gil);
    done.times = team_run(work->threads, step, &l);
    for (unsigned i = 0; work->gil != NULL && i < l.locks; i++) {
        rc_gil_stats stats;
        ops->gil_get_stats(l.gil[i], &stats);
        add(&done.gil, &stats);
        ops->gil_free(l.gil[i]);
    }
    return done;
}
