/*
 * instructions.c: does a pair, and creates and destroys an object, so and so many times, for callgrind to count
 * the instructions: bench/micro/instructions.sh.
 *
 *   rc-instructions BACKEND|all      what it does on stdout, a line each: case shape api backend operations
 *   rc-instructions --environment    on what, as JSON
 *   rc-instructions --list           backends and peers
 *
 * Callgrind is told to count inside rc_instructions_counted, and to write down what it has at each call of
 * rc_instructions_next. Everything is done with two numbers of blocks, whose difference is free of what is around
 * the loops.
 */
#include "bench/counts/kernel.h"
#include "bench/micro/environment.h"
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef void rc_instructions_work(const void *what, size_t blocks);

/* Callgrind knows them by their names. */
void rc_instructions_counted(rc_instructions_work *work, const void *what, size_t blocks);
void rc_instructions_next(void);

__attribute__((noinline)) void rc_instructions_counted(rc_instructions_work *work, const void *what,
                                                       size_t blocks)
{
    work(what, blocks);
    RC_BENCH_OPAQUE(what); /* and no jump instead of the call */
}

__attribute__((noinline)) void rc_instructions_next(void)
{
    __asm__ volatile("");
}

enum { FEW = 4, MANY = 8 };

static void count(const char *name, const char *backend, rc_instructions_work *work,
                  const void *what)
{
    static const size_t blocks[] = {FEW, MANY};
    work(what, 1); /* what only the first time does */
    for (int i = 0; i < 2; i++) {
        rc_instructions_next();
        rc_instructions_counted(work, what, blocks[i]);
        printf("%s %s %zu\n", name, backend, blocks[i] * RC_BENCH_BLOCK);
    }
}

/* The object that is counted at the moment. */
static void *object[1];

static void pairs(const void *what, size_t blocks)
{
    const rc_bench_pairs *kind = what;
    kind->loop[RC_BENCH_ONE](object, blocks);
}

static void count_pairs(const char *name, const char *backend, const rc_bench_pairs *kind)
{
    if (kind == NULL)
        return;
    if (!kind->make(object, 1))
        rc_cli_fail("no memory for an object");
    count(name, backend, pairs, kind);
    kind->discard(object, 1);
}

static void creations(const void *what, size_t blocks)
{
    const rc_bench_kernel *kernel = what;
    kernel->create(blocks, RC_BENCH_PAYLOAD);
}

static void count_kernel(const rc_bench_kernel *kernel)
{
    if (kernel->attach() != 0)
        rc_cli_fail("%s: cannot attach", kernel->name);
    count_pairs("pair one counter", kernel->name, kernel->counter);
    count_pairs("pair one object", kernel->name, kernel->object);
    count("create 32 -", kernel->name, creations, kernel);
    kernel->detach();
}

static void print_environment(void)
{
    rc_json_out *out = rc_json_open("-");
    rc_json_line(out, rc_bench_environment());
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != NULL; kernel++) {
        if ((*kernel)->backend != NULL)
            rc_json_line(out, rc_bench_backend((*kernel)->backend));
    }
    rc_json_close(out);
}

/* glibc and libstdc++ take short cuts in a program that has had one thread only. */
static void *bystand(void *unused)
{
    for (;;)
        pause();
    return unused;
}

int main(int argc, char **argv)
{
    rc_cli_init("rc-instructions");
    if (argc != 2)
        rc_cli_fail("usage: rc-instructions BACKEND|all|--environment|--list");
    if (strcmp(argv[1], "--environment") == 0) {
        print_environment();
        return RC_EXIT_OK;
    }
    bool list = strcmp(argv[1], "--list") == 0, found = list;
    pthread_t bystander;
    if (!list && pthread_create(&bystander, NULL, bystand, NULL) != 0)
        rc_cli_fail("cannot start a thread");
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != NULL; kernel++) {
        if (list) {
            puts((*kernel)->name);
        } else if (rc_cli_matches(argv[1], (*kernel)->name)) {
            count_kernel(*kernel);
            found = true;
        }
    }
    if (!found)
        rc_cli_fail("unknown backend '%s' (--list shows them)", argv[1]);
    rc_instructions_next(); /* for what was last */
    return RC_EXIT_OK;
}
