/*
 * risen-reuse: a finalizer publishes its object; another thread takes it, ends it and makes a new object at
 * the same address, while the first thread is still on its way out of the finalizer.
 *
 * When the finalizer has returned, the library gives back the reference that it worked with. From then on
 * the object is as anybody's, and may be gone. Hunts: an end of life that looks at the object, or writes to
 * it, once more after that. The allocator hands out a thread's last block again at once, so that the late
 * write reaches a living object, and what it changes there is seen: a flag that says that the finalizer has
 * run is enough.
 *
 *   T1 last release                T2
 *   finalizer: publishes itself
 *   gives back its own: 2 -> 1
 *                                  takes the published reference, releases it: 1 -> 0, freed
 *                                  new object, at the same address
 *   writes "finalized"                                    <- the new one never is
 *
 * Passes: no fault; each object was finalized once and destroyed once, and the address was used again. (With
 * AddressSanitizer it is not: there the late write itself is seen.)
 *
 *   risen-reuse  plain    broken        leak, double-free, contract ...
 *   risen-reuse  atomic   sound
 */
#include "stress/oracles/ledger.h"
#include "stress/oracles/quarantine.h"
#include "stress/support/sanitizers.h"

#include "refcount/atomics.h"
#include "stress/schedule/points.h"

typedef struct world {
    stress_subject object, successor;
    _Atomic bool published; /* a risen reference that is on nobody's books */
    const void *address;    /* of the object, which may be gone */
} world;

static void publish(stress_subject *subject)
{
    world *w = (world *)subject;
    stress_hand_out(subject);
    rc_store_release(&w->published, true); /* (1) release: pairs with (2): our uses of the object */
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_quarantine_reuse();
    stress_make(stage, &w->object, &stress_phoenix_type);
    w->address = w->object.object;
    w->object.rises = true;
    w->object.risen = publish;
    stress_hand_over(&w->object, stress_self(), 0);
}

static void replace(stress_stage *stage, world *w)
{
    unsigned turns = 0;
    while (!rc_exchange_acquire(&w->published, false)) { /* (2) acquire: pairs with (1) */
        stage->ops->thread_poll(); /* the owner's end of the object waits for this one */
        stress_waiting(&turns);
    }
    stress_hand_in(&w->object);
    stress_release(stage, &w->object);
    stress_make(stage, &w->successor, &stress_phoenix_type);
    if (STRESS_UNDER_ASAN || w->successor.object == w->address)
        stress_witness();
}

static void act(stress_stage *stage, unsigned actor)
{
    world *w = stage->world;
    if (actor == 0)
        stress_release(stage, &w->object);
    else
        replace(stage, w);
}

static void once(const stress_subject *subject)
{
    uint32_t finalized = rc_load_relaxed(&subject->finalized); /* relaxed: at rest */
    if (stress_destroyed(subject) && finalized != 1)
        stress_fault(STRESS_CONTRACT, "destroyed after %u finalizers", (unsigned)finalized);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    once(&w->object);
    once(&w->successor);
}

STRESS_SCENARIO(risen_reuse) = {
    .name = "risen-reuse",
    .summary = "a new object takes the address of one that its finalizer has brought back",
    .shares = true,
    .actors = 2,
    .makers = 1 << STRESS_MADE_BY_FIRST | 1 << STRESS_MADE_BY_LAST | 1 << STRESS_MADE_BY_GONE,
    .subjects = 2,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .judge = judge,
    .witness = "no address was used again",
};
