/*
 * same_program.c: C02. One program, written once, with the lock and without it.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/atomics.h"

enum { THREADS = 2, ITEMS = 20000, SHARED = 64 };

/* A list that both threads append to, made of what the library offers. */
typedef struct world {
    const claims_kernel *kernel;
    rc_gil *gil;
    rc_lock lock;
    claims_node *shared;
    uint64_t length, sum;
} world;

static void append(world *w, uint64_t value)
{
    const rc_ops *ops = w->kernel->ops;
    rc_section section;
    ops->section_begin(&section, &w->lock);
    w->length++;
    w->sum += value;
    ops->section_end(&section);
}

static void work(void *arg, unsigned index)
{
    world *w = arg;
    lab_enter(w->kernel->ops, w->gil);
    for (uint64_t i = 0; i < ITEMS; i++) {
        w->kernel->pairs(w->shared, 4);
        append(w, i * (index + 1));
        w->kernel->ops->thread_poll();
    }
    lab_leave(w->kernel->ops, w->gil);
}

/* True if the program did what it should on this backend. */
static bool runs(const claims_kernel *kernel, bool locked)
{
    const rc_ops *ops = kernel->ops;
    world w = {.kernel = kernel};
    lab_enter(ops, NULL);
    if (locked)
        w.gil = lab_gil(ops, &(rc_gil_options){.interval = 100});
    w.shared = kernel->make(NULL, NULL);
    team_run(THREADS, work, &w);
    uint64_t expected = (uint64_t)ITEMS * (ITEMS - 1) / 2 * 3;
    bool good = w.length == THREADS * ITEMS && w.sum == expected && ops->count(w.shared) == 1;
    uint64_t before = claims_ended();
    ops->release(w.shared);
    ops->thread_poll();
    good = good && claims_ended() == before + 1;
    ops->gil_free(w.gil);
    lab_leave(ops, NULL);
    return good;
}

static void run(claim_result *r)
{
    claim_axes(r, "backend", "the program's result is right (1) or not (0)", false);
    const claims_kernel *kernel;
    for (unsigned i = 0; (kernel = claims_kernel_at(i)) != NULL; i++) {
        const rc_backend_info *info = kernel->ops->get_backend();
        bool with = runs(kernel, true);
        claim_bar(r, "with the lock", info->name, with);
        claim_must(r, with, "%s: right with the lock", info->name);
        if (!info->thread_safe)
            continue;
        bool without = runs(kernel, false);
        claim_bar(r, "without", info->name, without);
        claim_must(r, without, "%s: right without it", info->name);
    }
}

RC_CLAIM(same_program) = {
    .id = "C02",
    .name = "same-program",
    .sentence = "The GIL belongs to an implementation (CPython), not to the language.",
    .built = "A program for two threads that knows nothing of a lock, on each way of counting.",
    .measured = "Its result, the count of the object that they share, and the object's end.",
    .run = run,
};
