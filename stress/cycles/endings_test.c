/*
 * endings_test.c: how objects end that the collector finds: finalizers, weak references, tables. Compiled once
 * per backend.
 *
 * Of the catalogue (sections C and D) this does not apply here:
 *
 *   callbacks of weak references, who runs them and in which order (D1 in part, D2, D3, D12): weak references
 *       have none. What remains of D1 is that all of them end before the first finalizer
 *   older generations that only young trash keeps (D4, bug1055820c and d): an old object holds what it refers to
 *       in a young collection, whatever it is itself (graphs_test.c, control.h: young_and_old)
 *   finalizers of objects that are not tracked run again after a resurrection (C8): here no finalizer does
 *   lists of all objects, or of who refers to one (C13): there are none; see control_test.c
 */
#include "stress/cycles/cells.h"
#include "stress/support/threads.h"

#include <stdlib.h>
#include <string.h>

#include "stress/cycles/finalizers.h"
#include "stress/cycles/tables.h"
#include "stress/cycles/weaks.h"

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a test asks for them */
    finalizer_tests();
    table_tests();
    weak_tests();
    rc_thread_detach();
    return tap_done();
}
