/*
 * player.h: a play in progress: for play.c, act.c and called.c alone.
 *
 * One thread at a time has it: the puppets take turns, and the driver while none of them acts. A puppet that
 * does not come back keeps it.
 */
#ifndef STRESS_SEQUENCES_PLAYER_H
#define STRESS_SEQUENCES_PLAYER_H

#include "stress/sequences/play.h"
#include "stress/support/puppet.h"

#include <semaphore.h>

typedef struct stress_seq_slot {
    void *object; /* or counter; the last one of the name */
    bool ended;   /* destroy or dispose has run */
    bool counter; /* the counter has been initialised */
} stress_seq_slot;

typedef struct stress_seq_player {
    const rc_ops *ops;
    stress_seq sequence;
    stress_seq_played played;
    stress_seq_model model;
    size_t next; /* in the sequence */
    stress_seq_op op;
    stress_seq_seen seen; /* of op */
    uint64_t misuses;     /* before op */
    rc_stats before;      /* the sequence */
    unsigned depth;       /* functions of the user's that run on top of each other */
    stress_seq_slot slot[STRESS_SEQ_OBJECTS];
    rc_weak *weak[STRESS_SEQ_WEAKS];
    rc_counter counter[STRESS_SEQ_OBJECTS];
    bool exists[STRESS_SEQ_THREADS];
    puppet puppet[STRESS_SEQ_THREADS];
    sem_t done; /* the puppet's part is over */
    /* played.at and op, for the driver when it has waited in vain: what it may read then. */
    _Atomic uint64_t progress;
} stress_seq_player;

/* From now on the calling thread plays this: what the library calls on it must find it. called.c */
void stress_seq_act_as(stress_seq_player *p);

/* The objects' types, none for counters, and the counters' end. called.c */
extern const rc_type stress_seq_act_types[STRESS_SEQ_TYPE_COUNT];
void stress_seq_act_dispose(rc_counter *counter);

/* Does p->op, whatever it is but exit, and notes what it said. act.c */
void stress_seq_act(stress_seq_player *p);

/* The objects that can be used and whose payload is not what it was, a bit each. act.c */
unsigned stress_seq_act_damaged(const stress_seq_player *p);

#endif
