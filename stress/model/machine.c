/*
 * machine.c: one execution: fibers for threads, and the phases of a program.
 *
 * Thread-local variables. The program under test is compiled for real threads, and its fibers are all on
 * one. So each fiber has a copy of the executable's thread-local block, which is put in place when the fiber
 * goes on: a hundred bytes or two. errno, which is the C library's, is kept in the same way.
 *
 * Between executions everything is as it was: fibers start again on their stacks, thread-local blocks are
 * the initial image, global variables are put back from a log of what was overwritten (cells.c), and the heap
 * begins at the same addresses (heap.c). So an execution is a function of its decisions. What threads do before
 * the play is the same in each: it is done once (prepared.h).
 */
#include "stress/model/machine.h"

#include "stress/model/grace.h"
#include "stress/model/prepared.h"
#include "stress/model/schemes.h"

#include <errno.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

model_state model;
const rc_ops *rc;

static char *tls_block, *tls_image;
size_t model_tls_size;
static unsigned tls_of; /* whose variables are in place; MODEL_THREADS: nobody's */
static bool on_fiber;

/* ------------------------------------------------------------------------------------ switching */

static void put_tls_away(void)
{
    if (tls_of == MODEL_THREADS)
        return;
    memcpy(model.thread[tls_of].tls, tls_block, model_tls_size);
    model.thread[tls_of].error = errno;
    tls_of = MODEL_THREADS;
}

static void load_tls(unsigned thread)
{
    if (tls_of == thread)
        return;
    put_tls_away();
    memcpy(tls_block, model.thread[thread].tls, model_tls_size);
    errno = model.thread[thread].error;
    tls_of = thread;
}

static void go_to(model_fiber *from, unsigned thread)
{
    load_tls(thread);
    model.current = thread;
    on_fiber = true;
    model_fiber_switch(from, &model.thread[thread].fiber);
}

static void go_to_main(void)
{
    on_fiber = false;
    model_fiber_switch(&model_self()->fiber, &model.main);
}

/* The next thread goes on, or the execution is over. Returns when the calling thread's turn has come. */
static void let_go_on(void)
{
    unsigned next = model_next_thread();
    if (next == MODEL_THREADS)
        go_to_main();
    else if (next != model.current)
        go_to(&model_self()->fiber, next);
}

void model_step(const model_op *op)
{
    model_self()->op = *op;
    model.quiet = 0;
    if (model.starting)
        go_to_main();
    else
        let_go_on();
    model_self()->steps++;
}

void model_leave(model_end end)
{
    model.end = end;
    if (on_fiber)
        go_to_main();
}

static void fiber_main(void)
{
    for (;;) {
        model_self()->job(model.current);
        if (model.alone) {
            go_to_main();
            continue;
        }
        model_self()->done = true;
        if (model.starting)
            go_to_main();
        else
            let_go_on();
    }
}

/* -------------------------------------------------------------------------------------- phases */

/* True if the thread came to the end of it. */
static bool run(unsigned thread, void (*job)(unsigned thread))
{
    model.thread[thread].job = job;
    model.quiet = 0;
    go_to(&model.main, thread);
    return model.end == MODEL_COMPLETE;
}

/* As POSIX has it: each value is cleared before its function is called, in up to four rounds. */
static void run_exit_functions(unsigned thread)
{
    enum { ROUNDS = 4 };
    model_thread *t = &model.thread[thread];
    bool again = true;
    for (int round = 0; again && round < ROUNDS; round++) {
        again = false;
        for (unsigned key = 0; key < model.keys; key++) {
            void *value = (void *)(uintptr_t)t->value[key];
            t->value[key] = NULL;
            if (value != NULL && model.at_exit[key] != NULL) {
                model.at_exit[key](value);
                again = true;
            }
        }
    }
    t->gone = true;
}

void model_exit_thread(void)
{
    run_exit_functions(model.current);
}

static bool in_turn(void (*job)(unsigned thread))
{
    for (unsigned t = 0; job != NULL && t < model.threads; t++) {
        if (!model.thread[t].gone && !run(t, job))
            return false;
    }
    return true;
}

static void judge(unsigned thread)
{
    (void)thread;
    model.program->judge();
}

/* True if the play came to its end, in every thread. */
static bool act(void)
{
    model_grace_begin();
    model.alone = false;
    model.starting = true;
    for (unsigned t = 0; t < model.threads; t++) {
        if (!run(t, model.program->act))
            return false;
    }
    model.starting = false;
    unsigned first = model_next_thread();
    if (first < MODEL_THREADS)
        go_to(&model.main, first);
    model.alone = true;
    model.over = true;
    if (model.end != MODEL_COMPLETE)
        return false;
    for (unsigned t = 0; t < model.threads; t++) {
        if (!model.thread[t].done)
            return false; /* suspended for ever: nothing can be tidied up */
    }
    return true;
}

static void reset_thread(unsigned index)
{
    model_thread *t = &model.thread[index];
    model_fiber fiber = t->fiber;
    void *tls = t->tls;
    memset(t, 0, sizeof *t);
    t->fiber = fiber;
    t->tls = tls;
    t->identity = (uint8_t)index;
    t->clock.at[index] = 1;
    memcpy(t->tls, tls_image, model_tls_size);
    void *stack = (char *)model_arena + MODEL_THREADS * MODEL_HEAP + index * MODEL_STACK;
    model_fiber_make(&t->fiber, stack, MODEL_STACK, fiber_main);
}

static void reset(void)
{
    static const model_program *bound;
    static const rc_ops *bound_to;
    if (bound != model.program || bound_to != rc) {
        model_bind();
        model_prepared_forget();
        bound = model.program;
        bound_to = rc;
    }
    model.run++;
    model.alone = true;
    model.starting = model.over = model.one_bucket = false;
    model.threads = model.program->threads;
    model.end = MODEL_COMPLETE;
    model.quiet = 0;
    model.failures = model.program->no_memory;
    model.locations = model.messages = model.keys = 0;
    memset(&model.sc, 0, sizeof model.sc);
    model.said[0] = '\0';
    tls_of = MODEL_THREADS;
    for (unsigned t = 0; t < model.threads; t++)
        reset_thread(t);
    model_heap_reset();
    model_reduce_reset();
    model_grace_reset();
    model_found.oracle = MODEL_NO_FAULT;
}

/* Each thread prepares; or all is as if it had. */
static bool prepare(void)
{
    if (model_prepared_restore())
        return true;
    if (gc != NULL && !run(0, model_tell_scheme))
        return false;
    if (!in_turn(model.program->prepare))
        return false;
    if (gc == NULL) {
        put_tls_away();
        model_prepared_keep();
    }
    return true;
}

void model_play(void)
{
    reset();
    model.busy = true;
    bool ended =
        prepare() && act() && in_turn(model.program->finish) && in_turn(run_exit_functions);
    if (ended && model.program->judge != NULL)
        ended = run(0, judge);
    model.busy = false;
    if (ended && !model.program->leaks)
        model_check_leaks();
    model_restore();
}

/* ------------------------------------------------------------------------------------- beginning */

static int find_tls(struct dl_phdr_info *info, size_t size, void *unused)
{
    (void)size, (void)unused;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        if (info->dlpi_phdr[i].p_type == PT_TLS) {
            tls_block = info->dlpi_tls_data;
            model_tls_size = info->dlpi_phdr[i].p_memsz;
        }
    }
    return 1; /* the executable comes first, and it is the only one of interest */
}

/* The program under test has gone where no memory is. */
static void crashed(int signal)
{
    (void)signal;
    if (!model.busy || !on_fiber)
        _Exit(70);
    model_fault_at(MODEL_CRASH, 0, 0, "T%u was killed by a signal", model.current + 1);
}

void model_machine_init(void)
{
    static char handler_stack[1 << 16];
    stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
    struct sigaction action = {.sa_handler = crashed, .sa_flags = SA_ONSTACK | SA_NODEFER};
    sigaltstack(&stack, NULL);
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
    sigaction(SIGFPE, &action, NULL);
    sigaction(SIGILL, &action, NULL);
    model_cells_init();
    dl_iterate_phdr(find_tls, NULL);
    tls_image = malloc(model_tls_size + 1);
    for (unsigned t = 0; t < MODEL_THREADS; t++)
        model.thread[t].tls = malloc(model_tls_size + 1);
    if (tls_image == NULL || model.thread[MODEL_THREADS - 1].tls == NULL)
        abort();
    if (model_tls_size > 0)
        memcpy(tls_image, tls_block, model_tls_size);
}
