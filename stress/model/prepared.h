/*
 * prepared.h: how all is when every thread has prepared, so that this is played once and not in each execution.
 *
 * Before the play nothing is chosen and nobody else runs: it is the same each time. Programs with a scheme of
 * reclamation prepare anew, because what readers and retired objects are in the books of is elsewhere.
 */
#ifndef STRESS_MODEL_PREPARED_H
#define STRESS_MODEL_PREPARED_H

#include "stress/model/machine.h"

/* Forgets it: another program is to be played, or on another backend. Global variables are as at the start. */
void model_prepared_forget(void);

/* Keeps it. */
void model_prepared_keep(void);

/* All is so again, if it was kept; says whether it was. The threads have been reset. */
bool model_prepared_restore(void);

/* What granules take over from it when an execution first comes by them. */
extern uint32_t model_prepared_number;

/* The heap's ends; heap.c. */
extern size_t model_heap_end[MODEL_THREADS];

/* Global variables are put back to how they are now, from now on; or to how they were at the start. cells.c */
void model_restore_to_now(void);
void model_restore_to_start(void);

/* The executable's block of thread-local variables; machine.c. */
extern size_t model_tls_size;

#endif
