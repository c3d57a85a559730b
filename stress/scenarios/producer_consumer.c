/*
 * producer-consumer: one thread makes objects and passes them through a small ring; the other one uses
 * them and gives them up.
 *
 * Every object is fresh and its last release is a stranger's: the worst case of a backend with owners, as
 * each object goes through its owner's queue. Hunts: objects lost in the queue or left out of it (leaks),
 * taken twice from it, or used by the destructor before the consumer's last use is visible.
 *
 *   T1 (owner)                     T2
 *   makes 1, 2                     takes 1, gives it up: finds no count here, leaves it to T1
 *   safepoint: takes the queue     takes 2, gives it up: pushes behind or beside that
 *
 * Variants: the producer keeps no reference; it keeps one for a while; the consumer gives every second
 * object back to the producer.
 *
 * Passes: no fault, and the consumer has given up a last reference.
 *
 *   producer-consumer  plain   broken    leak, late-garbage
 *   producer-consumer  biased  sound
 */
#include "stress/oracles/ledger.h"
#include "stress/schedule/points.h"

enum { RING = 2, BY_SCHEDULE = 2, BY_CHANCE = 6 };
enum { FRESH, KEPT, RETURNED, VARIANTS };

typedef struct world {
    stress_subject item[BY_CHANCE];
    _Atomic uint32_t passed, taken;
} world;

static void make(stress_stage *stage)
{
    (void)stage; /* the producer does */
}

static bool comes_back(const stress_stage *stage, unsigned i)
{
    return stage->variant == RETURNED && i % 2 != 0;
}

static void produce(stress_stage *stage, world *w, unsigned items)
{
    for (unsigned i = 0; i < items; i++) {
        if (i >= RING)
            stress_await(&w->taken, i + 1 - RING);
        stress_make(stage, &w->item[i], &stress_node_type);
        if (stage->variant == KEPT)
            stress_retain(stage, &w->item[i]);
        stress_use(stage, &w->item[i]);
        stress_hand_out(&w->item[i]);
        stress_announce(&w->passed, i + 1);
        if (stage->variant == KEPT)
            stress_release(stage, &w->item[i]);
        stage->ops->thread_poll();
    }
    for (unsigned i = 0; i < items; i++) {
        if (!comes_back(stage, i))
            continue;
        stress_await(&w->taken, i + 1);
        stress_hand_in(&w->item[i]);
        stress_release(stage, &w->item[i]);
    }
}

static void consume(stress_stage *stage, world *w, unsigned items)
{
    for (unsigned i = 0; i < items; i++) {
        stress_await(&w->passed, i + 1);
        stress_hand_in(&w->item[i]);
        stress_use(stage, &w->item[i]);
        if (comes_back(stage, i)) {
            stress_retain(stage, &w->item[i]);
            stress_hand_out(&w->item[i]);
            stress_announce(&w->taken, i + 1);
        }
        if (stress_held(&w->item[i]) == 1)
            stress_witness();
        stress_release(stage, &w->item[i]);
        stress_announce(&w->taken, i + 1);
    }
}

static void act(stress_stage *stage, unsigned actor)
{
    unsigned items = stage->scripted ? BY_SCHEDULE : BY_CHANCE;
    (actor == 0 ? produce : consume)(stage, stage->world, items);
}

STRESS_SCENARIO(producer_consumer) = {
    .name = "producer-consumer",
    .summary = "one thread makes objects, another one gives them up",
    .shares = true,
    .actors = 2,
    .variants = VARIANTS,
    .makers = 1u << STRESS_MADE_BY_BYSTANDER,
    .subjects = BY_CHANCE,
    .world_size = sizeof(world),
    .make = make,
    .act = act,
    .witness = "no object was given up for good by the consumer",
};
