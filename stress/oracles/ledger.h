/*
 * ledger.h: objects whose references are counted a second time, by those who hold them.
 *
 * Each thread writes down what it holds in a cell of its own: after it has taken a reference, and before
 * it gives one back. So the sum over all cells is never more than the number of references that exist, and
 * an object that is destroyed while the sum is positive was destroyed too early, whoever looks and
 * whenever. At rest the sum is exact, and the count must be equal to it.
 *
 * The cells are relaxed and apart from each other and from the object, so that the books neither order the
 * threads nor slow them down where the backend would not. An object that is dead too early is not touched
 * any more: one fault, not a hundred.
 *
 * The objects also watch how they end: once each, and one at a time on each thread.
 */
#ifndef STRESS_ORACLES_LEDGER_H
#define STRESS_ORACLES_LEDGER_H

#include "stress/scenario.h"

typedef struct stress_cell {
    _Atomic int64_t held;
} __attribute__((aligned(64))) stress_cell;

/* What is known of one object. It outlives the object, so that its end can be looked at. */
typedef struct stress_subject {
    void *object;
    const rc_ops *ops;
    _Atomic uint32_t made, destroyed, finalized, cleared;
    _Atomic bool immortal;
    bool rises; /* its finalizer takes a reference, for the thread that it runs on */
    void (*risen)(struct stress_subject *subject); /* what the finalizer does with it; or NULL */
    bool
        tried; /* others try to retain it by its address, and may succeed when a finalizer begins */
    _Atomic int64_t linked; /* references that other objects of the ledger hold */
    stress_cell cell[STRESS_SELVES];
} stress_subject;

/* Payload of the objects. Edges are strong references. */
typedef struct stress_node {
    stress_subject *subject;
    uint64_t stamp;
    uint64_t touched
        [STRESS_SELVES]; /* ordinary memory: a race with the end is a race for sanitizers too */
    void *edge[2];
} stress_node;

/* Types of the same payload: the second has a finalizer, and the third can be collected as well. */
extern const rc_type stress_node_type, stress_phoenix_type, stress_knot_type;

/* The operations of the calling thread, on the object and in the books. */
void stress_make(stress_stage *stage, stress_subject *subject, const rc_type *type);
bool stress_try_make(stress_stage *stage, stress_subject *subject, const rc_type *type);
void stress_retain(stress_stage *stage, stress_subject *subject);
void stress_release(stress_stage *stage, stress_subject *subject);
bool stress_try_retain(stress_stage *stage, stress_subject *subject);
bool stress_upgrade(stress_stage *stage, stress_subject *subject, rc_weak *weak);
void stress_make_immortal(stress_stage *stage, stress_subject *subject);

/* Looks at the object and writes to it. The caller holds a reference. */
void stress_use(stress_stage *stage, stress_subject *subject);

/* A reference that `from` holds is `to`'s now. The one that holds it calls, or both are at rest. */
void stress_hand_over(stress_subject *subject, unsigned from, unsigned to);

/* In two steps, when the two are different threads that do not rest: first the giver, then the taker. */
void stress_hand_out(stress_subject *subject);
void stress_hand_in(stress_subject *subject);

/* The caller's reference to `target` becomes `owner`'s edge. */
void stress_link(stress_stage *stage, stress_subject *owner, unsigned edge, stress_subject *target);

/* The other way round: the edge's reference is the caller's now. */
void stress_unlink(stress_stage *stage, stress_subject *owner, unsigned edge,
                   stress_subject *target);

/* References on the books. */
int64_t stress_held(const stress_subject *subject);
int64_t stress_held_by(const stress_subject *subject, unsigned place);
bool stress_destroyed(const stress_subject *subject);

/* Gives back all that `holder` has on the books, on the calling thread. */
void stress_give_back(stress_stage *stage, stress_subject *subject, unsigned holder);

/* The subject of an object of the ledger's types; NULL if its memory is not what the ledger left. */
stress_subject *stress_subject_of(const void *object);

/* At rest: the count is the number of references. */
void stress_check_count(stress_stage *stage, stress_subject *subject);

/* At rest, with one reference left: it is the only one. */
void stress_check_last(stress_stage *stage, stress_subject *subject);

/* Alive though it has no reference on the books, and is not immortal. */
bool stress_overdue(const stress_subject *subject);

#endif
