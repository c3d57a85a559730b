/*
 * child.c: see child.h.
 */
#include "stress/harness/child.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/harness/watchdog.h"
#include "stress/oracles/faults.h"
#include "stress/support/sanitizers.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* In memory that both have. A literal has the same address in both. */
static _Atomic(const char *) *note;

void stress_child_is(const char *doing)
{
    rc_store_relaxed(note,
                     doing); /* relaxed, as its load: the parent reads it after the child's end */
}

bool stress_child_may_have_threads(void)
{
    return !STRESS_UNDER_TSAN;
}

static int judge(int status, const char *what)
{
    const char *doing = rc_load_relaxed(note);
    /*
     * AddressSanitizer's allocator has locks that a fork does not care for: the child stands still if another
     * thread had one. Without it the same child shows what the library does.
     */
    if (STRESS_UNDER_ASAN && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        return 0;
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
        stress_fault(STRESS_DEADLOCK, "a child, forked %s, stands still: %s", what, doing);
    else if (WIFSIGNALED(status))
        stress_fault(STRESS_CRASH, "a child, forked %s: signal %d (%s): %s", what, WTERMSIG(status),
                     strsignal(WTERMSIG(status)), doing);
    else
        return WEXITSTATUS(status);
    return -1;
}

int stress_fork(int (*body)(void *arg), void *arg, const char *what)
{
    if (note == NULL) {
        note = mmap(NULL, sizeof *note, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (note == MAP_FAILED)
            rc_cli_fail("no memory to share with a child");
    }
    stress_child_is("begins");
    pid_t pid = fork();
    if (pid < 0)
        rc_cli_fail("cannot fork: %s", strerror(errno));
    if (pid == 0) {
        alarm(3 *
              (unsigned)stress_patience()); /* it has no watchdog that asks whether it starves */
        _exit(body(arg));
    }
    int status;
    while (waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            rc_cli_fail("cannot wait: %s", strerror(errno));
    }
    return judge(status, what);
}
