/*
 * report.c: what the collector tells of its work, and the order that torture gives it.
 */
#include "gc/cycles/state.h"

#include <inttypes.h>
#include <stdio.h>

static const char *name_of(const rc_type *type)
{
    return type != NULL && type->name != NULL ? type->name : "?";
}

/* One write, so that lines of several threads do not mix. */
static void print_problem(const rc_gc_event *e)
{
    char text[256];
    if (e->kind == RC_GC_COUNT_TOO_SMALL)
        snprintf(text, sizeof text,
                 "refcount: object %p of type %s has count %" PRIu64 ", but %" PRIu64
                 " references to it were found, one of them in %p of type %s\n",
                 e->object, name_of(e->type), e->count, e->found, e->from, name_of(e->from_type));
    else
        snprintf(text, sizeof text,
                 "refcount: object %p of type %s was judged %s, but marking says otherwise\n",
                 e->object, name_of(e->type), e->found ? "garbage" : "alive");
    fputs(text, stderr);
}

static bool wanted(rc_gc_event_kind kind)
{
    switch (kind) {
    case RC_GC_BEGIN:
    case RC_GC_END:
        return rc_gc_flag(RC_GC_DEBUG_PHASES);
    case RC_GC_COLLECTED:
    case RC_GC_EDGE:
    case RC_GC_RESURRECTED:
        return rc_gc_flag(RC_GC_DEBUG_COLLECTED);
    default:
        return true;
    }
}

void rc_gc_emit(const rc_gc_event *event)
{
    bool problem = event->kind == RC_GC_COUNT_TOO_SMALL || event->kind == RC_GC_MISJUDGED;
    if (problem) {
        rc_mutex_lock(&rc_gc_state.mutex);
        rc_gc_state.stats.problems++;
        rc_mutex_unlock(&rc_gc_state.mutex);
    }
    if (!wanted(event->kind))
        return;
    if (rc_gc_state.report != NULL)
        rc_gc_state.report(event, rc_gc_state.report_arg);
    else if (problem)
        print_problem(event);
}

void rc_gc_emit_phase(rc_gc_event_kind kind, uint64_t count, uint64_t found)
{
    rc_gc_emit(&(rc_gc_event){.kind = kind, .count = count, .found = found});
}

void rc_gc_emit_problems(const rc_trial *trial)
{
    for (unsigned i = 0; i < trial->problems; i++) {
        const rc_problem *p = &trial->problem[i];
        rc_gc_emit(&(rc_gc_event){.kind = p->misjudged ? RC_GC_MISJUDGED : RC_GC_COUNT_TOO_SMALL,
                                  .object = p->object,
                                  .type = p->type,
                                  .count = p->count,
                                  .found = p->found,
                                  .from = p->from,
                                  .from_type = p->from_type});
    }
}

static void visit_to_emit(void *object, void *arg)
{
    const rc_track *from = arg;
    rc_track *track = object != NULL ? rc_candidate(object, 1u << RC_DETACHED) : NULL;
    if (track != NULL)
        rc_gc_emit(&(rc_gc_event){.kind = RC_GC_EDGE,
                                  .object = object,
                                  .type = rc_track_type(track),
                                  .from = rc_track_object(from),
                                  .from_type = rc_track_type(from)});
}

/* Nobody else can reach what is in limbo: its members may be looked at with the world running. */
void rc_gc_emit_garbage(const rc_track *head, uint64_t pins)
{
    for (rc_track *track = rc_track_next(head); track != head; track = rc_track_next(track)) {
        uint64_t count = rc_counter_read(&rc_track_header(track)->counter) - pins;
        rc_gc_emit(&(rc_gc_event){.kind = RC_GC_COLLECTED,
                                  .object = rc_track_object(track),
                                  .type = rc_track_type(track),
                                  .count = count,
                                  .found = count});
        rc_track_type(track)->traverse(rc_track_object(track), visit_to_emit, track);
    }
}

/* -------------------------------------------------------------------------------- torture */

static uint64_t next_random(void)
{
    uint64_t x = rc_gc_state.seed += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* Deals the members onto two heaps by coin, and lays one on the other: a few collections mix well. */
void rc_gc_shuffle(rc_track *head)
{
    rc_track heap[2];
    rc_track *last[2] = {&heap[0], &heap[1]};
    for (unsigned i = 0; i < 2; i++)
        heap[i].next = heap[i].prev = 0;
    for (rc_track *track = rc_track_next(head), *next; track != head; track = next) {
        next = rc_track_next(track);
        unsigned coin = (unsigned)(next_random() >> 63);
        rc_track_join(last[coin], track);
        last[coin] = track;
    }
    if (last[0] == &heap[0]) {
        last[0] = last[1];
        rc_track_join(head, rc_track_next(&heap[1]));
    } else {
        rc_track_join(head, rc_track_next(&heap[0]));
        if (last[1] != &heap[1]) {
            rc_track_join(last[0], rc_track_next(&heap[1]));
            last[0] = last[1];
        }
    }
    rc_track_join(last[0], head);
}
