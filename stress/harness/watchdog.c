/*
 * watchdog.c: see watchdog.h.
 */
#include "stress/harness/watchdog.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/harness/self.h"
#include "stress/harness/starving.h"
#include "stress/oracles/faults.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/*
 * Between two operations a test may think for so much longer; and for so many times its patience the watchdog
 * waits at the most for threads that do not get a processor.
 */
enum { IDLE = 6, AT_THE_MOST = 12 };

double stress_patience(void)
{
    const char *text = getenv("RC_TEST_PATIENCE");
    return text != NULL ? (double)rc_cli_number("RC_TEST_PATIENCE", text, 1, 3600)
                        : (double)STRESS_PATIENCE;
}

static bool somebody_is_busy(void)
{
    for (unsigned i = 0; i < STRESS_SELVES; i++) {
        if (rc_load_relaxed(&stress_self_state_of(i)->doing) != NULL) /* relaxed: a question */
            return true;
    }
    return false;
}

static void *watch(void *arg)
{
    double limit = stress_patience(), since = rc_tool_now(), moved = since, doubted = 0;
    uint64_t operations = 0, points = 0;
    (void)arg;
    for (;;) {
        nanosleep(&(struct timespec){.tv_nsec = 50000000}, NULL);
        double now = rc_tool_now();
        uint64_t now_done = stress_self_operations(), now_passed = stress_self_points();
        bool busy = somebody_is_busy();
        if (now_passed != points)
            moved = now;
        if (now_done != operations || (!busy && now_passed != points))
            since = now;
        operations = now_done;
        points = now_passed;
        if (now - since < (busy ? 1 : 2 * IDLE) * limit / 2) {
            doubted = 0;
            continue;
        }
        /* Half of the patience is for finding out whether the threads could have got on. */
        if (doubted == 0) {
            stress_starving_begin();
            doubted = now;
        }
        if (now - doubted < limit / 2)
            continue;
        if (now - since < AT_THE_MOST * limit && stress_starving(now - doubted)) {
            doubted = 0;
            continue;
        }
        char text[STRESS_FAULT_TEXT];
        stress_self_describe(text, sizeof text);
        if (!busy)
            snprintf(text, sizeof text, "nothing has happened for %.0f s", IDLE * limit);
        /* Busy to the end, or only until they stood still? */
        stress_fault(now - moved < limit / 2 ? STRESS_LIVELOCK : STRESS_DEADLOCK, "%s", text);
        _exit(RC_EXIT_VIOLATION);
    }
    return NULL;
}

void stress_watchdog_start(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, watch, NULL) != 0)
        rc_cli_fail("the watchdog cannot start");
    pthread_detach(thread);
}
