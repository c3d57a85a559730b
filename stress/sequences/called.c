/*
 * called.c: the functions that the library calls: destroy, finalize, dispose.
 *
 * They believe nothing: an address is looked up before it is used, and what was destroyed once releases
 * nothing a second time, so that a backend that is wrong is noted and does no more harm.
 */
#include "stress/sequences/player.h"

static _Thread_local stress_seq_player *self;

void stress_seq_act_as(stress_seq_player *p)
{
    self = p;
}

/* Notes it, and returns the object's number, or STRESS_SEQ_OBJECTS if it is none. */
static unsigned note(stress_seq_event_kind kind, const void *address)
{
    stress_seq_seen *seen = &self->seen;
    unsigned x = 0;
    while (x < STRESS_SEQ_OBJECTS && self->slot[x].object != address)
        x++;
    if (seen->events < STRESS_SEQ_EVENTS)
        seen->event[seen->events++] = (stress_seq_event){kind, x, self->depth > 0};
    return x;
}

/* True if that is news, and the play goes on. */
static bool note_end(const void *address)
{
    unsigned x = note(STRESS_SEQ_EVENT_DESTROY, address);
    if (x == STRESS_SEQ_OBJECTS || self->slot[x].ended || self->played.failed)
        return false;
    self->slot[x].ended = true;
    return true;
}

static void destroy(void *object)
{
    if (!note_end(object))
        return;
    unsigned x = 0;
    while (self->slot[x].object != object)
        x++;
    self->depth++;
    for (int i = 0; i < 2; i++) {
        int child = self->model.object[x].child[i];
        if (child >= 0)
            self->ops->release(self->slot[child].object);
    }
    self->depth--;
}

void stress_seq_act_dispose(rc_counter *counter)
{
    note_end(counter);
}

static void finalize(void *object)
{
    note(STRESS_SEQ_EVENT_FINALIZE, object);
}

static void resurrect(void *object)
{
    unsigned x = note(STRESS_SEQ_EVENT_FINALIZE, object);
    if (x < STRESS_SEQ_OBJECTS && !self->model.object[x].finalized && !self->played.failed)
        self->ops->retain(object);
}

const rc_type stress_seq_act_types[STRESS_SEQ_TYPE_COUNT] = {
    [STRESS_SEQ_LEAF] = {.name = "leaf", .size = STRESS_SEQ_LEAF_SIZE},
    [STRESS_SEQ_NODE] = {.name = "node", .size = STRESS_SEQ_NODE_SIZE, .destroy = destroy},
    [STRESS_SEQ_FINALIZED] = {.name = "finalized",
                              .size = STRESS_SEQ_NODE_SIZE,
                              .destroy = destroy,
                              .finalize = finalize},
    [STRESS_SEQ_PHOENIX] = {.name = "phoenix",
                            .size = STRESS_SEQ_NODE_SIZE,
                            .destroy = destroy,
                            .finalize = resurrect},
    [STRESS_SEQ_SIZED] = {.name = "sized", .size = 1, .destroy = destroy},
};
