/*
 * isolate.h: garbage that cannot be taken apart.
 */
#ifndef RC_GC_CYCLES_ISOLATE_H
#define RC_GC_CYCLES_ISOLATE_H

#include "gc/cycles/judge.h"

/*
 * Of one list of garbage: the state of what must be kept becomes LIVE, of all else GARBAGE. While the world
 * stands still. O(objects and references); no memory. The list must be sifted afterwards.
 */
void rc_isolate(rc_trial *trial);

#endif
