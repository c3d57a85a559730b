/*
 * resurrection: a finalizer brings the object back, while another thread tries to retain it.
 *
 * The finalizer takes a reference for the thread that it runs on. From then on the object lives like any
 * other, but that it has no weak references from before and that its next end is the last one, without the
 * finalizer. The other thread meanwhile
 *
 *   0 try      tries to retain it by an address that it knows: the risen reference stays until the end, so
 *              that the memory is readable, alive or dead
 *   1 publish  upgrades a weak reference and gives back what it got: whichever of the two was last runs the
 *              finalizer, which publishes the risen reference, for anybody to take and to release
 *   2 anew     the same, but that the risen object gets a new weak reference, which works, while the old
 *              one never does again
 *   3 rest     the same, but that the finalizer takes nothing
 *
 *   T1 last release                T2
 *   finalizer: publishes itself
 *   am I the last? no: risen
 *                                  takes the published reference, releases it: 1
 *   gives up the finalizer's own, and leaves      <- never destroyed
 *
 * Hunts: a finalizer that runs twice, a resurrection that is ignored or found by an old weak reference, an
 * object that ends twice or never. Passes: no fault; each object was finalized once and destroyed once, and
 * the second thread came both in time and too late.
 *
 *   resurrection  plain    broken        leak, double-free, premature-free ...
 *   resurrection  atomic   sound
 */
#include "stress/oracles/handles.h"

#include "refcount/atomics.h"

enum { TRY, PUBLISH, ANEW, REST, VARIANTS };

typedef struct world {
    stress_subject object;
    stress_handle old, anew;
    _Atomic bool published; /* a risen reference that is on nobody's books */
} world;

static _Atomic bool in_time, too_late;

static void publish(stress_subject *subject)
{
    world *w = (world *)subject;
    stress_hand_out(subject);
    rc_store_release(&w->published, true); /* (1) release: pairs with (2): our uses of the object */
}

static void make(stress_stage *stage)
{
    world *w = stage->world;
    stress_make(stage, &w->object, &stress_phoenix_type);
    w->object.rises = stage->variant != REST;
    w->object.risen = stage->variant == PUBLISH ? publish : NULL;
    w->object.tried = stage->variant == TRY;
    if (stage->variant != TRY)
        stress_handle_new(stage, &w->old, &w->object);
    stress_hand_over(&w->object, stress_self(), 0);
}

static void take_published(stress_stage *stage, world *w)
{
    if (!rc_exchange_acquire(&w->published, false)) /* (2) acquire: pairs with (1) */
        return;
    stress_hand_in(&w->object);
    stress_release(stage, &w->object);
}

static void end(stress_stage *stage, world *w)
{
    stress_release(stage, &w->object);
    if (stage->variant != ANEW || stress_held_by(&w->object, stress_self()) == 0)
        return; /* the finalizer has not run on this thread */
    stress_handle_new(stage, &w->anew, &w->object);
    if (!stress_handle_upgrade(stage, &w->anew))
        stress_fault(STRESS_CONTRACT, "a new weak reference to a risen object does not work");
    else
        stress_release(stage, &w->object);
    stress_release(stage, &w->object);
    stress_handle_fails(stage, &w->anew, 1);
}

static void meddle(stress_stage *stage, world *w)
{
    bool got = stage->variant == TRY ? stress_try_retain(stage, &w->object)
                                     : stress_handle_upgrade(stage, &w->old);
    rc_store_relaxed(got ? &in_time : &too_late, true); /* relaxed: a note */
    if (got)
        stress_release(stage, &w->object);
    take_published(stage, w);
}

static void act(stress_stage *stage, unsigned actor)
{
    if (actor == 0)
        end(stage, stage->world);
    else
        meddle(stage, stage->world);
}

static void finish(stress_stage *stage, unsigned place)
{
    world *w = stage->world;
    if (place == 0)
        take_published(stage, w);
    stress_give_back(stage, &w->object, place);
}

static void judge(stress_stage *stage)
{
    world *w = stage->world;
    if (rc_load_relaxed(&in_time) && rc_load_relaxed(&too_late))
        stress_witness();
    uint32_t finalized = rc_load_relaxed(&w->object.finalized); /* relaxed: at rest */
    if (stress_destroyed(&w->object) && finalized != 1)
        stress_fault(STRESS_CONTRACT, "destroyed after %u finalizers", (unsigned)finalized);
    stress_handle_free(stage, &w->old);
    stress_handle_free(stage, &w->anew);
    stress_handle_check(&w->old);
    stress_handle_check(&w->anew);
}

STRESS_SCENARIO(resurrection) = {
    .name = "resurrection",
    .summary = "a finalizer brings the object back, while another thread tries to retain it",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .subjects = 1,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .finish = finish,
    .judge = judge,
    .witness = "the second thread always came in time, or always too late",
};
