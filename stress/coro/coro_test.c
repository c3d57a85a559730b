/*
 * coro_test.c: the catalogue of coroutines: T01 to T77, each a named case. Compiled once for every backend.
 *
 * T58, T59 and T61 need a collector: stress/coro/cycles_test.c, over gc/.
 */
#include "stress/coro/kit.h"
#include "stress/support/sanitizers.h"

#include "stress/coro/life.h"
#include "stress/coro/throw.h"
#include "stress/coro/close.h"
#include "stress/coro/delegation.h"
#include "stress/coro/matrix.h"
#include "stress/coro/counting.h"
#include "stress/coro/awaitable.h"
#include "stress/coro/threads.h"
#include "stress/coro/switches.h"
#include "stress/coro/containers.h"
#include "stress/coro/scheduler.h"

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_error_set_ignored(count_ignored);
    rc_release(new_co(&count_routine)); /* makes the two errors that stay */
    life_tests();
    throw_tests();
    close_tests();
    delegation_tests();
    matrix_tests();
    counting_tests();
    awaitable_tests();
    thread_tests();
    switch_tests();
    container_tests();
    scheduler_tests();
    rc_thread_detach();
    return tap_done();
}
