/*
 * handles.h: weak references to the ledger's objects, and what must be true of them: an upgrade gives the
 * object as long as it lives; once one has failed all fail, also if a finalizer brings the object back;
 * and when the object has ended and the last handle is freed, so is the block that they share.
 *
 * A handle is one thread's at a time. It counts in no ledger, as it keeps nothing alive.
 */
#ifndef STRESS_ORACLES_HANDLES_H
#define STRESS_ORACLES_HANDLES_H

#include "stress/oracles/ledger.h"

typedef struct stress_handle {
    rc_weak *weak;     /* NULL once freed */
    const void *block; /* what it led to, for the question at the end */
    stress_subject *subject;
    uint32_t finalized; /* how often the object had been finalized when the handle was made */
    bool failed;        /* an upgrade has */
} stress_handle;

/* Makes one. The caller holds a reference. */
void stress_handle_new(stress_stage *stage, stress_handle *handle, stress_subject *subject);
bool stress_handle_try_new(stress_stage *stage, stress_handle *handle, stress_subject *subject);

/* Upgrades it: the reference, if there is one, is on the caller's books. */
bool stress_handle_upgrade(stress_stage *stage, stress_handle *handle);

/* The object is dead: `count` upgrades, which must fail and change nothing. */
void stress_handle_fails(stress_stage *stage, stress_handle *handle, unsigned count);

void stress_handle_free(stress_stage *stage, stress_handle *handle);

/* At the very end, when all handles of the object have been freed: so has their block. */
void stress_handle_check(const stress_handle *handle);

/* What upgrades have shown, in this process: true once both a success and a failure were seen. */
bool stress_handles_went_both_ways(void);

#endif
