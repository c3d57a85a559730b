/*
 * processes.c: C13a and C13b. The way out that the note names: several processes; or several interpreters, each
 * with a lock of its own.
 */
#include "bench/claims/claim.h"
#include "bench/claims/lab.h"
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STEPS = 20000000, STARTS = 20, ROUNDS = 3 };
enum { ONE_THREAD, TWO_THREADS, TWO_PROCESSES, TWO_LOCKS, NO_LOCK, WAYS };
static const char *const name[WAYS] = {"one thread", "two threads, GIL", "two processes",
                                       "two threads, a GIL each", "two threads, no lock"};

static double given; /* processors that the threads under one lock had, at the worst */

static double with_threads(unsigned threads, unsigned locks, bool locked)
{
    static const rc_gil_options options = {.interval = RC_GIL_INTERVAL};
    lab_work w = {.kernel = claims_kernel_of(locked ? "plain" : "biased"),
                  .gil = locked ? &options : NULL,
                  .locks = locks,
                  .threads = threads,
                  .steps = STEPS,
                  .counted = 16};
    team_times times = lab_run(&w).times;
    if (locks == 1 && locked && team_given(&times) < given)
        given = team_given(&times);
    return times.wall;
}

static double with_processes(void)
{
    const claims_kernel *kernel = claims_kernel_of("plain");
    double began = rc_tool_now();
    pid_t child[2];
    for (unsigned i = 0; i < 2; i++) {
        child[i] = fork();
        if (child[i] < 0)
            rc_cli_fail("cannot fork");
        if (child[i] == 0) {
            rc_tool_pin(i);
            lab_enter(kernel->ops, NULL);
            claims_node *node = kernel->make(NULL, NULL);
            kernel->steps(node, STEPS / 2, 16, true);
            _exit(0);
        }
    }
    for (unsigned i = 0; i < 2; i++)
        waitpid(child[i], NULL, 0);
    return rc_tool_now() - began;
}

static double seconds(void *arg, unsigned which)
{
    (void)arg;
    switch (which) {
    case ONE_THREAD:
        return with_threads(1, 1, true);
    case TWO_THREADS:
        return with_threads(2, 1, true);
    case TWO_PROCESSES:
        return with_processes();
    case TWO_LOCKS:
        return with_threads(2, 2, true);
    default:
        return with_threads(2, 1, false);
    }
}

/* -------------------------------------------------------------------------- what a start costs */

static void *nothing(void *arg)
{
    return arg;
}

static double start(void *arg, unsigned which)
{
    double began = rc_tool_now();
    (void)arg;
    if (which == 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, nothing, NULL) != 0)
            rc_cli_fail("cannot make a thread");
        pthread_join(thread, NULL);
    } else {
        pid_t child = fork();
        if (child == 0)
            _exit(0);
        waitpid(child, NULL, 0);
    }
    return (rc_tool_now() - began) * 1e6;
}

static void measure(claim_result *r, double speed_up[WAYS])
{
    double s[WAYS];
    given = 1;
    team_alternate(WAYS, ROUNDS, seconds, NULL, s);
    claim_axes(r, "the same work by", "times as fast as one thread", false);
    for (unsigned i = 0; i < WAYS; i++) {
        speed_up[i] = s[ONE_THREAD] / s[i];
        claim_bar(r, "speed", name[i], speed_up[i]);
        claim_number(r, name[i], s[i]);
    }
    claim_gate(r, speed_up[NO_LOCK] > 1.4,
               "two processors were there: without a lock %.2f times as fast", speed_up[NO_LOCK]);
    claim_gate(r, given > 0.75, "who held the lock had a processor for %.0f %% of the time",
               100 * given);
}

static void run_processes(claim_result *r)
{
    double speed_up[WAYS], microseconds[2];
    measure(r, speed_up);
    team_alternate(2, STARTS, start, NULL, microseconds);
    claim_number(r, "thread_start_us", microseconds[0]);
    claim_number(r, "process_start_us", microseconds[1]);
    claim_must(r, speed_up[TWO_THREADS] < 1.2,
               "two threads under one lock: %.2f times as fast as one", speed_up[TWO_THREADS]);
    claim_must(r, speed_up[TWO_PROCESSES] > 1.3, "two processes: %.2f times",
               speed_up[TWO_PROCESSES]);
    claim_limit(
        r, microseconds[1] > 2 * microseconds[0],
        "a process takes %.0f microseconds to start and end, a thread %.0f, and shares no objects",
        microseconds[1], microseconds[0]);
}

static void run_locks(claim_result *r)
{
    double speed_up[WAYS];
    measure(r, speed_up);
    claim_must(r, speed_up[TWO_LOCKS] > 1.3,
               "two threads with a lock each: %.2f times as fast as one", speed_up[TWO_LOCKS]);
    claim_must(r, speed_up[TWO_LOCKS] > 1.2 * speed_up[TWO_THREADS], "with one lock: %.2f times",
               speed_up[TWO_THREADS]);
}

RC_CLAIM(processes) = {
    .id = "C13a",
    .name = "processes",
    .sentence = "Programs that compute get around the GIL with several processes.",
    .built = "The same computation by one thread, by two under the lock, and by two processes.",
    .measured = "How much faster than one thread; what starting a thread and a process takes.",
    .run = run_processes,
};

RC_CLAIM(lock_each) = {
    .id = "C13b",
    .name = "lock-each",
    .sentence =
        "Several interpreters in one process, each with a GIL of its own, get around it too.",
    .built = "The same computation by two threads, with one lock and with two, each with objects "
             "of its own.",
    .measured = "How much faster than one thread.",
    .run = run_locks,
};
