/*
 * endings_test.c: how objects end that the collector finds: finalizers and weak references. Compiled once
 * per backend.
 */
#include "stress/cycles/cells.h"
#include "stress/support/threads.h"

#include <stdlib.h>
#include <string.h>

#include "stress/cycles/finalizers.h"
#include "stress/cycles/weaks.h"

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a test asks for them */
    finalizer_tests();
    weak_tests();
    rc_thread_detach();
    return tap_done();
}
