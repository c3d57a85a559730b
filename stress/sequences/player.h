/*
 * player.h: a play in progress: for play.c and act.c alone.
 *
 * One thread at a time has it: the puppets take turns, and the driver while none of them acts. A puppet that
 * does not come back keeps it.
 */
#ifndef STRESS_SEQUENCES_PLAYER_H
#define STRESS_SEQUENCES_PLAYER_H

#include "stress/sequences/play.h"
#include "stress/support/puppet.h"

#include <semaphore.h>

typedef struct stress_slot {
    void *object; /* or counter; the last one of the name */
    bool ended;   /* destroy or dispose has run */
    bool counter; /* the counter has been initialised */
} stress_slot;

typedef struct stress_player {
    const rc_ops *ops;
    stress_seq sequence;
    stress_played played;
    stress_model model;
    size_t next; /* in the sequence */
    stress_seq_op op;
    stress_seen seen; /* of op */
    uint64_t misuses; /* before op */
    rc_stats before;  /* the sequence */
    unsigned depth;   /* functions of the user's that run on top of each other */
    stress_slot slot[STRESS_SEQ_OBJECTS];
    rc_weak *weak[STRESS_SEQ_WEAKS];
    rc_counter counter[STRESS_SEQ_OBJECTS];
    bool exists[STRESS_SEQ_THREADS];
    puppet puppet[STRESS_SEQ_THREADS];
    sem_t done; /* the puppet's part is over */
    /* played.at and op, for the driver when it has waited in vain: what it may read then. */
    _Atomic uint64_t progress;
} stress_player;

/* From now on the calling thread plays this: its objects' functions must find it. act.c */
void stress_act_as(stress_player *p);

/* Does p->op, whatever it is but exit, and notes what it said. act.c */
void stress_act(stress_player *p);

/* The objects that can be used and whose payload is not what it was, a bit each. act.c */
unsigned stress_act_damaged(const stress_player *p);

#endif
