/*
 * collect-mutation: a thread collects while another one changes who refers to whom.
 *
 * Two boxes are in use, and a treasure, which refers to itself, is in the first of them.
 *
 *   0 move    the treasure goes from one box into the other: no count changes, and a scan that has seen the
 *             second box before and the first one afterwards does not meet it (dumpster, samsara: a moved
 *             reference)
 *   1 copy    a reference is taken and given back, again and again: the net is nothing (samsara: graph tearing)
 *   2 detour  the reference is taken from the box, held by a variable alone, and put back
 *   3 drop    the box loses the treasure, which is garbage from then on
 *   4 grow    the treasure gets a new object as its member, which refers to it: the links of what may be
 *             garbage already change no more, those of what is in use do
 *   5 both    both threads collect, and drop a ring of their own before
 *   6 torture nobody asks for a collection, but every release that leaves an object alive brings one, which is
 *             verified
 *
 *   T1 collects                    T2
 *   scans the second box: empty
 *                                  moves the treasure: into the second box, out of the first
 *   scans the first box: empty
 *   one reference, none found: alive. But with the count read before, and the links afterwards:
 *   one counted, none held: dead   <- use after free
 *
 * Hunts: counts and links of different moments, objects that are found twice or never, an end while somebody
 * holds a reference. Passes: no fault; what is in use lives, and what was dropped is gone after one more
 * collection.
 *
 *   collect-mutation  atomic   sound
 */
#include "gc/cycles/ops.h"
#include "stress/oracles/ledger.h"

#include "refcount/atomics.h"

#include <inttypes.h>

enum { MOVE, COPY, DETOUR, DROP, GROW, BOTH, TORTURE, VARIANTS };
enum { FIRST, SECOND, TREASURE, EXTRA, OBJECTS };

typedef struct world {
    stress_subject object[OBJECTS];
} world;

static void make_one(stress_stage *stage, unsigned index)
{
    world *w = stage->world;
    stress_make(stage, &w->object[index], &stress_knot_type);
}

/* The caller's reference becomes an edge; another one is made where the object has to be held twice. */
static void link_to(stress_stage *stage, unsigned owner, unsigned edge, unsigned target)
{
    world *w = stage->world;
    stress_link(stage, &w->object[owner], edge, &w->object[target]);
}

static void report(const rc_gc_event *event, void *arg)
{
    (void)arg;
    if (event->kind == RC_GC_COUNT_TOO_SMALL || event->kind == RC_GC_MISJUDGED)
        stress_fault(STRESS_CONTRACT,
                     "the collector finds %" PRIu64 " references, and counts %" PRIu64,
                     event->found, event->count);
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    bool torture = stage->variant == TORTURE;
    const rc_cycles_ops *cycles = rc_cycles_ops_of(stage->ops);
    cycles->gc_set_debug(torture ? RC_GC_TORTURE_RELEASE | RC_GC_DEBUG_VERIFY : 0, report, NULL);
    for (unsigned i = 0; i < EXTRA; i++)
        make_one(stage, i);
    stress_retain(stage, &w->object[TREASURE]);
    link_to(stage, TREASURE, 0, TREASURE);
    link_to(stage, FIRST, 0, TREASURE);
    stress_hand_over(&w->object[FIRST], stress_self(), 1);
    stress_hand_over(&w->object[SECOND], stress_self(), stage->variant >= BOTH ? 0 : 1);
    if (stage->variant == BOTH) { /* each box a ring of its own */
        stress_retain(stage, &w->object[SECOND]);
        link_to(stage, SECOND, 0, SECOND);
        stress_retain(stage, &w->object[FIRST]);
        link_to(stage, FIRST, 1, FIRST);
    }
}

static void move(stress_stage *stage, unsigned from, unsigned to)
{
    world *w = stage->world;
    stress_unlink(stage, &w->object[from], 0, &w->object[TREASURE]);
    link_to(stage, to, 0, TREASURE);
}

static void mutate(stress_stage *stage, world *w)
{
    switch (stage->variant) {
    case MOVE:
        move(stage, FIRST, SECOND);
        break;
    case COPY:
    case TORTURE:
        for (int i = 0; i < 2; i++) {
            stress_retain(stage, &w->object[TREASURE]);
            stress_use(stage, &w->object[TREASURE]);
            stress_release(stage, &w->object[TREASURE]);
        }
        break;
    case DETOUR:
        stress_unlink(stage, &w->object[FIRST], 0, &w->object[TREASURE]);
        stage->ops->thread_poll(); /* a collection sees it like this, at most */
        stress_use(stage, &w->object[TREASURE]);
        link_to(stage, SECOND, 0, TREASURE);
        break;
    case DROP:
        stress_unlink(stage, &w->object[FIRST], 0, &w->object[TREASURE]);
        stress_release(stage, &w->object[TREASURE]);
        break;
    case GROW:
        make_one(stage, EXTRA);
        stress_retain(stage, &w->object[TREASURE]);
        link_to(stage, EXTRA, 0, TREASURE);
        link_to(stage, TREASURE, 1, EXTRA);
        break;
    default:
        stress_release(stage, &w->object[FIRST]);
        rc_cycles_ops_of(stage->ops)->collect();
    }
    stage->ops->thread_poll();
}

static bool torture(stress_stage *stage, world *w)
{
    if (stage->variant != TORTURE)
        return false;
    stress_retain(stage, &w->object[SECOND]);
    stress_release(stage, &w->object[SECOND]);
    return true;
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 1) {
        mutate(stage, w);
        return;
    }
    if (torture(stage, w))
        return;
    if (stage->variant == BOTH)
        stress_release(stage, &w->object[SECOND]);
    stress_self_begins("rc_collect");
    rc_cycles_ops_of(stage->ops)->collect();
    stress_self_ends();
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    const rc_cycles_ops *collector = rc_cycles_ops_of(stage->ops);
    collector->gc_set_debug(0, report, NULL);
    collector->collect();
    for (unsigned i = 0; i < OBJECTS; i++) {
        stress_subject *s = &w->object[i];
        if (rc_load_relaxed(&s->made) == 0) /* relaxed, all: at rest */
            continue;
        if (!stress_destroyed(s))
            stress_fault(STRESS_LEAK, "object %u was not collected", i);
        else if (rc_load_relaxed(&s->finalized) != 1)
            stress_fault(STRESS_CONTRACT, "object %u was finalized %u times", i,
                         (unsigned)rc_load_relaxed(&s->finalized));
    }
}

STRESS_SCENARIO(collect_mutation) = {
    .name = "collect-mutation",
    .summary = "a thread collects while another one changes who refers to whom",
    .actors = 2,
    .variants = VARIANTS,
    .makers = STRESS_MAKERS_ALL,
    .stops = true,
    .subjects = OBJECTS,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
};
