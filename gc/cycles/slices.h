/*
 * slices.h: the collector that judges in slices, so that the world never stands still for long. slices.c finds
 * what may be garbage, batches.c proves it.
 */
#ifndef RC_GC_CYCLES_SLICES_H
#define RC_GC_CYCLES_SLICES_H

#include "gc/cycles/round.h"

/*
 * Where old objects stand while such a collection is under way, beside the shards' lists; lists of a shard
 * too.
 *
 *   COUNTED    its references have been counted
 *   PROPOSED   no reference from outside was found
 *   AGAIN      proposed, and judged once: it is referred to by what was not judged with it
 */
typedef enum rc_work { RC_COUNTED, RC_PROPOSED, RC_AGAIN } rc_work;
#define RC_WORKS 3u

/* All but `limit` is guarded by all shards' locks; changed by the collector, while the world stands still. */
typedef struct rc_slices {
    rc_track work[RC_SHARDS][RC_WORKS];
    size_t young[RC_SHARDS]; /* newborn objects that are still to be made old */
    bool open;               /* false once somebody has abandoned it */
    bool again;              /* the second look: only proposals are candidates */
    unsigned stage;
    uint64_t live;     /* the state of what has been reached */
    size_t limit;      /* objects and references to look at in one stop, about */
    size_t looked;     /* in this stop */
    size_t candidates; /* looked at in all */
} rc_slices;

extern rc_slices rc_slices_state;

/* Collects; the caller is the collector. Adds to the sums of the round. */
void rc_slices_collect(rc_round *r);

/*
 * The collection that is under way, if there is one, finds nothing more: its objects are old ones like all
 * others. All shards' locks are held. O(old objects).
 */
void rc_slices_abandon(void);

/*
 * For batches.c: begins and ends a stop in which a slice is done, and lets the others run as long as it took.
 */
void rc_slices_stop(rc_slices *s, rc_round *r);
void rc_slices_start(rc_slices *s, rc_round *r);

/* Judges all that is proposed, and ends what is garbage. */
void rc_slices_prove(rc_slices *s, rc_round *r);

static inline unsigned rc_shard_number(const rc_track *track)
{
    return (unsigned)(rc_load_relaxed(&track->prev) & RC_TRACK_SHARD);
}

/* A member of a shard's list goes to the end of another one's of the same shard. */
static inline void rc_slices_move(rc_track *track, rc_track *head)
{
    list_unlink(track);
    list_append(head, track);
}

#endif
