/*
 * coroutine-close: one thread resumes a coroutine while another one closes it; both give up a reference.
 *
 * The close finds it before a step, behind one, or in the middle: then it is refused, and the last reference
 * closes it. Hunts: a body that is run after it was closed; an exit that is raised twice, or never; a close
 * that says it is done while the body runs.
 *
 *   T1 send                      T2 close
 *   SUSPENDED -> RUNNING
 *   body                         RUNNING: ValueError
 *   RUNNING -> SUSPENDED
 *                                SUSPENDED -> RUNNING, exit raised, CLOSED
 *   CLOSED: returned
 *
 * Variants: it has begun, or not; it is alone, or another one delegates to it.
 *
 * Passes: no fault, and somebody has closed one under the other's hands.
 *
 *   coroutine-close  plain   broken
 *   coroutine-close  biased  sound
 */
#include "stress/scenario.h"
#include "stress/scenarios/coroutine.h"

#include <inttypes.h>

typedef struct world {
    stress_play play;
    uint64_t yielded[2];
    bool closed;
} world;

static const rc_ops *base(const stress_stage *stage)
{
    return rc_ops_find(stage->ops->get_backend()->name);
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    if (!stress_play_new(&w->play, base(stage), stage->variant >= 2)) {
        stress_fault(STRESS_CONTRACT, "no coroutine, though there is memory");
        return;
    }
    base(stage)->retain(w->play.coroutine);
    if (stage->variant % 2 == 0)
        w->yielded[0] += stress_play_send(&w->play, base(stage));
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    const rc_ops *ops = base(stage);
    if (actor == 0) {
        w->yielded[0] += stress_play_send(&w->play, ops);
        w->yielded[0] += stress_play_send(&w->play, ops);
    } else {
        w->closed = stress_play_close(&w->play, ops);
        if (w->closed && stress_play_send(&w->play, ops))
            stress_fault(STRESS_CONTRACT, "a closed coroutine goes on");
    }
    stress_self_begins("rc_release");
    ops->release(w->play.coroutine);
    stress_self_ends();
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    if (w->play.steps != w->yielded[0])
        stress_fault(STRESS_CONTRACT, "%" PRIu64 " steps, of which %" PRIu64 " came out",
                     w->play.steps, w->yielded[0]);
    if (w->play.endings != (w->play.steps > 0))
        stress_fault(STRESS_CONTRACT, "%" PRIu64 " steps, and closed %" PRIu64 " times",
                     w->play.steps, w->play.endings);
    if (w->closed)
        stress_witness();
}

STRESS_SCENARIO(coroutine_close) = {
    .name = "coroutine-close",
    .summary = "one thread resumes a coroutine that another one closes",
    .shares = true,
    .actors = 2,
    .variants = 4,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "coroutines that were closed beside a resume",
};
