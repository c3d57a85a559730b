/*
 * watchdog.c: see watchdog.h.
 */
#include "stress/harness/watchdog.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/harness/self.h"
#include "stress/oracles/faults.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* Between two operations a test may think for so much longer. */
enum { IDLE = 6 };

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
    double limit = stress_patience(), since = rc_tool_now(), moved = since;
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
        if (now - since < (busy ? limit : IDLE * limit))
            continue;
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
