/*
 * verify.h: the judgement once more, by another way.
 */
#ifndef RC_GC_CYCLES_VERIFY_H
#define RC_GC_CYCLES_VERIFY_H

#include "gc/cycles/judge.h"

/*
 * Compares each candidate's state with what marking from the roots says, and notes where they differ. Nothing
 * happens without memory. While the world stands still, between judgement and sifting.
 */
void rc_verify(rc_trial *trial);

#endif
