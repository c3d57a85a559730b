/*
 * grace.h: an abstract grace period: what gc/reclaim.h promises, and nothing more.
 *
 * It takes the place of a reclamation scheme, so that slots and structures are explored against the weakest
 * scheme that keeps the contract. An execution begins with a choice between two kinds of it:
 *
 *   names     What a reader protects is one object, from when it is protected to the guard's exit; a section by
 *             itself protects nothing. What is protected after it was retired is not what the place held: a
 *             protect sees at least what every thread knew that has retired before, and looks again if that
 *             is newer than what it has read. Hazard pointers.
 *   sections  All that a section reads stays, from its beginning to its end. A section that begins after
 *             something was retired sees what the retiring thread knew then. Epochs, RCU.
 *
 * A retired reference is released by the thread that retired it:
 *
 *   at once   in the call that retires it, when all have left that protected it then; the thread may be slow
 *             there, and so it waits for them. Not if it protects it itself, or would wait inside a section of
 *             its own.
 *   late      at its next drain, or at the thread's end.
 *
 * Which of the two is a choice. What readers did before they left happens before the release. Nothing else is
 * ordered: what a reader sees through the rule above does not happen before what it does (views move, clocks
 * do not).
 *
 * The instrumented side, which a backend is compiled with, is abstract/; this is what it asks of the checker.
 */
#ifndef STRESS_MODEL_GRACE_H
#define STRESS_MODEL_GRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A section, and the set of its names. Nested ones are told apart by their names alone. */
void model_section_enter(void);
void model_section_exit(uint32_t names);

/*
 * What was read in `place` is protected from now on, under a name that joins the set. False: something newer
 * may be there, look again.
 */
bool model_section_name(const void *place, uintptr_t word, uint32_t *names);

/* These are not protected any more. The section goes on. */
void model_section_forget(uint32_t *names);

/* The calling thread is in a section, or protects something. */
bool model_section_is_open(void);

/* Retires an object: true if its turn has come already. */
bool model_grace_retire(void *object);

/* The next one that this thread has retired, when its turn has come; NULL: there is none left. */
void *model_grace_next(void);

/* ------------------------------------------------------------------------------ for the checker */

void model_grace_reset(void);

/* The play begins: chooses the kind. */
void model_grace_begin(void);

/* A store has come to stand before others: see modification.c. */
void model_grace_shift(unsigned location, unsigned from);

#endif
