/*
 * coroutine-migrates: three threads resume one coroutine, and each gives up a reference to it.
 *
 * Whoever finds it suspended runs it, on whatever thread that is; whoever finds it running is refused. Hunts:
 * two that are in it at once; what one has written and the next does not see; a step that is lost; a frame
 * that is used after its last reference; an end that comes twice or never.
 *
 *   T1                           T2
 *   SUSPENDED -> RUNNING
 *   body writes                  RUNNING: ValueError
 *   RUNNING -> SUSPENDED
 *                                SUSPENDED -> RUNNING: sees what T1 wrote
 *   releases                     releases: the last one closes it
 *
 * Variants: one coroutine; one that delegates to it.
 *
 * Passes: no fault, and a coroutine was resumed by two threads.
 *
 *   coroutine-migrates  plain   broken
 *   coroutine-migrates  biased  sound
 */
#include "stress/scenario.h"
#include "stress/scenarios/coroutine.h"

#include <inttypes.h>

enum { ACTORS = 3 };

typedef struct world {
    stress_play play;
    uint64_t yielded[ACTORS];
} world;

static const rc_ops *base(const stress_stage *stage)
{
    return rc_ops_find(stage->ops->get_backend()->name);
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    if (!stress_play_new(&w->play, base(stage), stage->variant == 1)) {
        stress_fault(STRESS_CONTRACT, "no coroutine, though there is memory");
        return;
    }
    for (int i = 1; i < ACTORS; i++)
        base(stage)->retain(w->play.coroutine);
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    for (int i = 0; i < 2; i++)
        w->yielded[actor] += stress_play_send(&w->play, base(stage));
    stress_self_begins("rc_release");
    base(stage)->release(w->play.coroutine);
    stress_self_ends();
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    uint64_t yielded = 0, threads = 0;
    for (int i = 0; i < ACTORS; i++) {
        yielded += w->yielded[i];
        threads += w->yielded[i] > 0;
    }
    if (w->play.steps != yielded)
        stress_fault(STRESS_CONTRACT, "%" PRIu64 " steps, of which %" PRIu64 " came out",
                     w->play.steps, yielded);
    if (w->play.endings != 1)
        stress_fault(STRESS_CONTRACT, "a coroutine was closed %" PRIu64 " times", w->play.endings);
    if (threads > 1)
        stress_witness();
}

STRESS_SCENARIO(coroutine_migrates) = {
    .name = "coroutine-migrates",
    .summary = "three threads resume one coroutine and give it up",
    .shares = true,
    .actors = ACTORS,
    .variants = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "coroutines that two threads have resumed",
};
