/*
 * control_test.c: what a program may ask of the collector and set, what it makes of types that break their
 * contract, when it comes by itself, and its torture modes. Compiled once per backend.
 *
 * Of the catalogue this does not apply here: a list of uncollectable objects (they are reported and counted
 * instead), a list of all objects or of what refers to one (there is none: C13; RC_GC_EDGE tells of garbage
 * only), a report at the end of the process (there is no such moment: a program may collect before it ends).
 */
#include "refcount/tool/scale.h"
#include "stress/cycles/cells.h"
#include "stress/support/threads.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "stress/cycles/recorder.h"

#include "stress/cycles/contracts.h"
#include "stress/cycles/control.h"
#include "stress/cycles/pacing.h"
#include "stress/cycles/torture.h"

int main(void)
{
    uint64_t seed = stress_seed();
    CHECK(rc_gc_is_enabled() && rc_gc_get_threshold() == RC_GC_THRESHOLD);
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a test asks for them */
    control_tests();
    contract_tests();
    pacing_tests();
    torture_tests(seed);
    rc_thread_detach();
    return tap_done();
}
