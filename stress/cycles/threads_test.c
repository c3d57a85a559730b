/*
 * threads_test.c: collections beside other threads. Compiled once per backend; with one that is not meant
 * for threads little is left of it.
 */
#include "refcount/tool/scale.h"
#include "stress/cycles/cells.h"
#include "stress/support/puppet.h"
#include "stress/support/threads.h"

#include <inttypes.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress/cycles/forked.h"
#include "stress/cycles/forks.h"
#include "stress/cycles/stops.h"

#include "stress/cycles/owners.h"
#include "stress/cycles/storms.h"

#include "stress/cycles/corners.h"

int main(void)
{
    uint64_t seed = stress_seed();
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a test asks for them */
    if (CELLS_IN_SLICES)
        rc_gc_set_slice(1500); /* each collection is some stops */
    fork_tests();
    corner_tests();
    if (rc_get_backend()->thread_safe) {
        stop_tests();
        owner_tests();
        storm_tests(seed);
    }
    rc_thread_detach();
    return tap_done();
}
