/*
 * round.h: what becomes of objects that were judged garbage together: collect.c. Both collectors use it.
 *
 *   begin --> stop --> (judge, detach the garbage) --> judged --> start --> end
 */
#ifndef RC_GC_CYCLES_ROUND_H
#define RC_GC_CYCLES_ROUND_H

#include "gc/cycles/lists.h"
#include "gc/cycles/state.h"

typedef struct rc_round {
    rc_trial trial, judged;
    rc_track limbo, kept, revived; /* heads; circular */
    uint64_t pause_began;
    size_t candidates, collected, uncollectable, resurrected; /* sums, over all rounds */
    bool full, sliced, unclearable, findable, finalizers;
} rc_round;

/* Nothing is in limbo. The sums stay. */
void rc_round_begin(rc_round *r);

/* The world stands still, and counts are exact; it goes on. How long it stood, which is counted as a pause. */
void rc_round_stop(rc_round *r);
uint64_t rc_round_start(rc_round *r);

/* The state that "live" is in a full collection that begins now. */
uint64_t rc_round_next_live(void);

/* Judges, in the order and with the second opinion that the debug flags want. While the world stands still. */
void rc_round_judge(rc_trial *trial);

/* Takes an object that is in no list into limbo: for rc_trial_sift. While the world stands still. */
void rc_round_detach(rc_track *track, void *round);

/* In the stop in which limbo was judged: sets aside what cannot be taken apart, ends weak references. */
void rc_round_judged(rc_round *r);

/* With the world running: finalizers, the second judgement in a stop of its own, clear, the last releases. */
void rc_round_end(rc_round *r);

/* One collection that judges everything, or all that is young, in one stop. */
void rc_round_collect(rc_round *r);

#endif
