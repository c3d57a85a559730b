/*
 * model.c: one operation, put together: references, threads, deaths, statistics.
 */
#include "stress/sequences/step.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#define DEVIATION_TEXT(name, text) text,
static const char *const deviation_texts[] = {STRESS_SEQ_DEVIATIONS(DEVIATION_TEXT)};

const char *stress_seq_deviation_name(stress_seq_deviation_kind kind)
{
    return deviation_texts[kind];
}

bool stress_seq_deviates(stress_seq_step *s, stress_seq_deviation_kind kind, const char *format,
                         ...)
{
    va_list arguments;
    s->deviation->kind = kind;
    va_start(arguments, format);
    vsnprintf(s->deviation->text, sizeof s->deviation->text, format, arguments);
    va_end(arguments);
    return false;
}

uint64_t stress_seq_model_size(stress_seq_type type)
{
    switch (type) {
    case STRESS_SEQ_LEAF:
        return STRESS_SEQ_LEAF_SIZE;
    case STRESS_SEQ_SIZED:
        return STRESS_SEQ_SIZED_SIZE;
    case STRESS_SEQ_COUNTER:
        return 0;
    default:
        return STRESS_SEQ_NODE_SIZE;
    }
}

void stress_seq_model_init(stress_seq_model *m, bool deferred_death)
{
    *m = (stress_seq_model){.deferred_death = deferred_death};
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++)
        m->object[x].child[0] = m->object[x].child[1] = -1;
}

void stress_seq_model_start(stress_seq_model *m, unsigned thread, uint64_t identity)
{
    stress_seq_model_thread *t = &m->thread[thread];
    t->started = true;
    t->identity = identity;
    t->attached = 1;
    t->blocked = t->hollow = 0;
}

/* --------------------------------------------------------------------------------- threads */

/* Before anything ends: what the operation makes the thread look after. */
static void before(stress_seq_step *s)
{
    const stress_seq_model_thread *t = s->thread;
    bool leaves = s->op.kind == STRESS_SEQ_DETACH && t->attached == 1;
    bool safepoint = leaves || s->op.kind == STRESS_SEQ_POLL ||
                     s->op.kind == STRESS_SEQ_BLOCK_BEGIN || s->op.kind == STRESS_SEQ_EXIT;
    if (safepoint && t->attached > 0 && t->blocked == 0)
        stress_seq_step_safepoint(s);
}

/* Afterwards: until then a thread that leaves still is who it was. */
static void after(stress_seq_step *s)
{
    stress_seq_model_thread *t = s->thread;
    switch ((stress_seq_kind)s->op.kind) {
    case STRESS_SEQ_ATTACH:
        t->attached++;
        break;
    case STRESS_SEQ_DETACH:
        t->attached--;
        break;
    case STRESS_SEQ_BLOCK_BEGIN:
        ++*(t->attached > 0 ? &t->blocked : &t->hollow);
        break;
    case STRESS_SEQ_BLOCK_END:
        --*(t->attached > 0 ? &t->blocked : &t->hollow);
        break;
    case STRESS_SEQ_EXIT:
        t->started = false;
        t->attached = t->blocked = t->hollow = 0;
        break;
    default:
        break;
    }
}

static bool do_operation(stress_seq_step *s)
{
    stress_seq_model_thread *t = s->thread;
    switch ((stress_seq_kind)s->op.kind) {
    case STRESS_SEQ_GIVE:
        t->held[s->op.object]--;
        s->m->thread[s->op.other].held[s->op.object]++;
        return true;
    case STRESS_SEQ_WEAK_FREE:
        s->m->weak[s->op.other].exists = false;
        return true;
    case STRESS_SEQ_ATTACH:
        return s->seen->yes || stress_seq_deviates(s, STRESS_SEQ_DEVIATION_RESULT, "not 0");
    case STRESS_SEQ_DETACH:
    case STRESS_SEQ_POLL:
    case STRESS_SEQ_BLOCK_BEGIN:
    case STRESS_SEQ_BLOCK_END:
    case STRESS_SEQ_EXIT:
        before(s);
        return true;
    default:
        return stress_seq_step_references(s);
    }
}

/* ------------------------------------------------------------------------------- statistics */

/*
 * Exact, since nobody is busy; but whether a leaf that may wait for its owner has ended already, only they
 * can tell.
 */
static bool check_statistics(stress_seq_step *s)
{
    const stress_seq_model *m = s->m;
    const rc_stats *seen = &s->seen->stats;
    uint64_t waiting = 0;
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++)
        waiting += m->object[x].type == STRESS_SEQ_LEAF && stress_seq_step_waits(m, x);
    if (seen->created != m->created)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_STATISTICS,
                                   "created: %" PRIu64 " instead of %" PRIu64, seen->created,
                                   m->created);
    uint64_t ended = seen->destroyed - m->destroyed;
    if (ended > waiting)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_STATISTICS,
                                   "destroyed: %" PRIu64 " instead of %" PRIu64, seen->destroyed,
                                   m->destroyed);
    if (seen->live_objects != m->created - seen->destroyed)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_STATISTICS, "live_objects: %" PRIu64,
                                   seen->live_objects);
    uint64_t bytes = m->live_bytes - ended * STRESS_SEQ_LEAF_SIZE;
    if (seen->live_bytes != bytes)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_STATISTICS,
                                   "live_bytes: %" PRIu64 " instead of %" PRIu64, seen->live_bytes,
                                   bytes);
    if (seen->queued > m->foreign || seen->merged > m->created + m->counters)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_STATISTICS,
                                   "queued or merged: more than could be");
    return true;
}

/* ------------------------------------------------------------------------------ an operation */

/* The library looks at the object. */
static bool uses_object(stress_seq_kind kind)
{
    return kind == STRESS_SEQ_UPGRADE || (stress_seq_has_object(kind) && kind != STRESS_SEQ_GIVE &&
                                          kind != STRESS_SEQ_LINK && kind != STRESS_SEQ_UNLINK);
}

static stress_seq_step step_of(stress_seq_model *m, stress_seq_op op, const stress_seq_seen *seen,
                               stress_seq_deviation *deviation)
{
    stress_seq_step s = {.m = m, .op = op, .seen = seen, .deviation = deviation};
    s.thread = &m->thread[op.thread];
    if (op.kind == STRESS_SEQ_UPGRADE)
        s.op.object = (uint8_t)m->weak[op.other].object;
    s.object = &m->object[s.op.object];
    if (uses_object((stress_seq_kind)op.kind) && s.object->maker != s.thread->identity)
        s.object->wandered = true;
    return s;
}

bool stress_seq_model_check(stress_seq_model *m, stress_seq_op op, const stress_seq_seen *seen,
                            stress_seq_deviation *deviation)
{
    stress_seq_step s = step_of(m, op, seen, deviation);
    if (!do_operation(&s) || !stress_seq_step_deaths(&s) || !check_statistics(&s))
        return false;
    after(&s);
    if (seen->damaged != 0)
        return stress_seq_deviates(&s, STRESS_SEQ_DEVIATION_MEMORY, "the payload of %c has changed",
                                   (char)('a' + __builtin_ctz(seen->damaged)));
    return seen->misuses == 0 || stress_seq_deviates(&s, STRESS_SEQ_DEVIATION_MISUSE,
                                                     "%" PRIu64 " reports", seen->misuses);
}

void stress_seq_model_imagine(stress_seq_model *m, stress_seq_op op)
{
    stress_seq_deviation ignored;
    stress_seq_seen seen = {.itself = true, .pristine = true, .times = STRESS_SEQ_MANY};
    stress_seq_step s = step_of(m, op, &seen, &ignored);
    bool ended = op.kind == STRESS_SEQ_UPGRADE && m->weak[op.other].ended;
    seen.yes = op.kind == STRESS_SEQ_NEW || (!ended && stress_seq_model_usable(s.object));
    do_operation(&s);
    stress_seq_step_end_all(&s);
    after(&s);
}
