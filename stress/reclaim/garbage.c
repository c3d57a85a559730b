/*
 * garbage.c: peak unreclaimed objects of every scheme, in one table:
 *
 *   # | scheme      | reader goes on | reader stalled | bounded |
 *   # |-------------|---------------:|---------------:|---------|
 *   # | hazard_asym |            306 |            306 | yes     |
 *
 * Bounded schemes must keep their bound in both columns; the others must hold back no more than was retired, and
 * without a stalled reader much less, but for those that wait for a helper of their own to get a processor.
 */
#include "stress/reclaim/garbage.h"

#include "gc/reclaim/list.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"

#include <inttypes.h>
#include <stddef.h>

#define DECLARE(scheme) garbage_case rc_atomic_##scheme##_garbage_case;
RC_SCHEMES(DECLARE)

#define CASE(scheme) rc_atomic_##scheme##_garbage_case,
static garbage_case *const cases[] = {RC_SCHEMES(CASE)};

enum { LIMIT = 1000 };

int main(void)
{
    uint64_t replaced = rc_tool_scaled(50000) + 5000;
    tap_note("one writer replaces an object %" PRIu64 " times, one reader reads it", replaced);
    tap_note("| scheme      | reader goes on | reader stalled | bounded |");
    tap_note("|-------------|---------------:|---------------:|---------|");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        garbage g = cases[i](replaced);
        tap_note("| %-11s | %14" PRIu64 " | %14" PRIu64 " | %-7s |", g.scheme, g.running, g.stalled,
                 g.bounded ? "yes" : "no");
        tap_ok(g.left == 0, "%s: nothing is left", g.scheme);
        tap_ok(g.stalled <= (g.bounded ? LIMIT : replaced + 1), "%s: with a stalled reader",
               g.scheme);
        tap_ok(g.running <= (g.own_helper ? replaced + 1 : LIMIT), "%s: with one that goes on",
               g.scheme);
    }
    return tap_done();
}
