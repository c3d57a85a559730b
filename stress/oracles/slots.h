/*
 * slots.h: operations on slots whose objects are the ledger's.
 *
 * What a thread loads from a slot goes on its books like any reference. The slot's own reference is on no books
 * while threads act: nobody knows at every moment which object it is of. So there are more references than on
 * the books, never fewer, and the ledger's rule holds. At rest stress_slot_rest puts the slot's reference on the
 * books, so that counts are exact, and stress_slot_end takes it off again and destroys the slot.
 *
 * Whatever a slot gives must be alive, and a borrowed object stays so: looked at again before the guard exits.
 */
#ifndef STRESS_ORACLES_SLOTS_H
#define STRESS_ORACLES_SLOTS_H

#include "stress/oracles/ledger.h"

/* The caller has just made the subject: its reference becomes the slot's. Nobody else sees the slot yet. */
void stress_slot_make(stress_stage *stage, rc_slot *slot, stress_subject *subject);

/* What was loaded is on the caller's books. NULL if the slot was empty. */
stress_subject *stress_slot_load(stress_stage *stage, rc_slot *slot);

/* The caller holds `subject`, or it is NULL; it keeps its reference, or gives it. */
void stress_slot_store(stress_stage *stage, rc_slot *slot, stress_subject *subject);
void stress_slot_give(stress_stage *stage, rc_slot *slot, stress_subject *subject);
stress_subject *stress_slot_exchange(stress_stage *stage, rc_slot *slot, stress_subject *subject);

/* The caller holds both, or they are NULL. `give`: its reference to `desired` is the slot's, if true. */
bool stress_slot_compare(stress_stage *stage, rc_slot *slot, stress_subject *expected,
                         stress_subject *desired, bool give);

/* Borrows, looks, lets others act, and looks again. What was found; on no books. */
stress_subject *stress_slot_look(stress_stage *stage, rc_slot *slot);

/* Looks at an object that the caller has borrowed, and nobody has destroyed. */
void stress_look(stress_stage *stage, stress_subject *subject);

/* The subject of what an operation gave, which must be alive; on the books if `held`. NULL for NULL. */
stress_subject *stress_given(void *object, const char *operation, bool held);

/*
 * All that this thread has retired is released: in the middle of what others do, so that a premature release
 * shows. Where threads would have to come by safepoints meanwhile, only a safepoint.
 */
void stress_drain(stress_stage *stage);

/* At rest; and for the last time, on one thread. */
void stress_slot_rest(stress_stage *stage, rc_slot *slot);
void stress_slot_end(stress_stage *stage, rc_slot *slot);

/*
 * At rest an object of the ledger belongs to something else than a slot: to a structure. And the same taken back,
 * before the structure is destroyed.
 */
void stress_belongs(stress_subject *subject, bool belongs);

#endif
