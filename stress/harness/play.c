/*
 * play.c: see play.h.
 *
 * A broken backend may do anything to the process that plays with it. So each play has a process of its
 * own, and the report lies in memory that both share: what was found before a crash is kept, and the crash
 * itself is one fault more.
 */
#include "stress/harness/play.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/harness/watchdog.h"
#include "stress/oracles/quarantine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * ThreadSanitizer waits for a second at each exit, for threads that may still have something to report. When
 * a play exits there are none.
 */
const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
    return "atexit_sleep_ms=0";
}

bool stress_schedulable(const rc_gc_ops *pair)
{
    return strncmp(pair->scheme, "rcu_", 4) != 0;
}

void stress_play(const stress_scenario *scenario, const stress_options *options,
                 stress_report *report)
{
    stress_faults_open(&report->faults);
    stress_report_open(report);
    stress_quarantine_install();
    stress_quarantine_keep_headers(options->ops->get_backend()->header_size);
    if (scenario->run != NULL) {
        scenario->run(options, report);
    } else {
        if (options->gc == NULL || stress_schedulable(options->gc))
            stress_play_scripted(scenario, options, report);
        bool enough = options->replay != NULL || (options->stop && stress_faulty());
        stress_faults_phase(STRESS_BY_CHANCE);
        if (!enough)
            stress_play_by_chance(scenario, options, report);
    }
    report->operations += stress_self_operations();
    report->points = stress_self_points();
    stress_quarantine_empty();
    report->finished = true;
}

static void judge_status(int status)
{
    if (WIFSIGNALED(status))
        stress_fault(STRESS_CRASH, "killed by signal %d (%s)", WTERMSIG(status),
                     strsignal(WTERMSIG(status)));
    else if (WEXITSTATUS(status) == RC_EXIT_USAGE)
        exit(RC_EXIT_USAGE); /* it has said why */
    else if (WEXITSTATUS(status) != RC_EXIT_OK && WEXITSTATUS(status) != RC_EXIT_VIOLATION)
        stress_fault(STRESS_CRASH, "ended with status %d: see the report of the sanitizer above",
                     WEXITSTATUS(status));
    else if (!stress_faulty() && WEXITSTATUS(status) != RC_EXIT_OK)
        stress_fault(STRESS_CRASH, "ended with status %d and no fault", WEXITSTATUS(status));
}

void stress_play_apart(const stress_scenario *scenario, const stress_options *options,
                       stress_report *report)
{
    stress_report *shared =
        mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (shared == MAP_FAILED)
        rc_cli_fail("no memory for a report");
    fflush(NULL);
    pid_t pid = fork();
    if (pid < 0)
        rc_cli_fail("cannot fork: %s", strerror(errno));
    if (pid == 0) {
        if (!scenario->forks)
            stress_watchdog_start();
        stress_play(scenario, options, shared);
        exit(stress_faulty() ? RC_EXIT_VIOLATION : RC_EXIT_OK);
    }
    int status;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            rc_cli_fail("cannot wait: %s", strerror(errno));
    }
    stress_faults_sink(&shared->faults);
    judge_status(status);
    memcpy(report, shared, sizeof *report);
    munmap(shared, sizeof *shared);
}
