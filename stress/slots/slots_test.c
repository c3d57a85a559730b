/*
 * slots_test.c: what slots and structures must do, on every scheme of the backend that the program is linked
 * with.
 */
#include "stress/slots/suite.h"

int main(void)
{
    uint64_t seed = stress_seed();
    for (unsigned i = 0; (gc = rc_gc_ops_at(i)) != NULL; i++) {
        rc = gc->count;
        if (!tap_ok(rc->thread_attach() == 0, "%s: attach", gc->name))
            break;
        uint64_t live = objects_live();
        slot_tests();
        tagged_tests();
        weak_slot_tests();
        structure_tests();
        if (rc->get_backend()->thread_safe) {
            reader_tests();
            sharing_tests(seed + i);
        }
        settle();
        tap_ok(objects_live() == live, "%s: nothing is left", gc->name);
        rc->thread_detach();
    }
    return tap_done();
}
