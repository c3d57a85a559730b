/*
 * deaths.c: what may end in an operation of the model, and what must.
 */
#include "stress/sequences/step.h"

#include <inttypes.h>

/* Whoever has the identity that the object was made under counts, and can be asked. */
static bool owner_is_open(const stress_seq_model *m, const stress_seq_model_object *o)
{
    for (unsigned i = 0; i < STRESS_SEQ_THREADS; i++) {
        const stress_seq_model_thread *t = &m->thread[i];
        if (t->started && t->identity == o->maker)
            return t->attached > 0 && t->blocked == 0;
    }
    return false;
}

void stress_seq_step_drop(stress_seq_step *s, unsigned object, uint64_t times)
{
    stress_seq_model_object *o = &s->m->object[object];
    o->references -= times;
    if (s->thread->identity != o->maker) {
        o->wandered = true;
        s->m->foreign += times;
        if (owner_is_open(s->m, o))
            o->left += times;
    }
    s->dying[object] |= o->references == 0;
}

void stress_seq_step_safepoint(stress_seq_step *s)
{
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        stress_seq_model_object *o = &s->m->object[x];
        if (o->life != STRESS_SEQ_ALIVE || o->maker != s->thread->identity)
            continue;
        o->left = 0;
        s->dying[x] |= o->references == 0;
    }
}

static bool has_ended(const stress_seq_model_object *o)
{
    return o->life == STRESS_SEQ_ALIVE && o->references == 0 && !o->immortal;
}

bool stress_seq_step_waits(const stress_seq_model *m, unsigned object)
{
    return m->deferred_death && has_ended(&m->object[object]) && m->object[object].left > 0;
}

/* --------------------------------------------------------------------------- what an end does */

static void end_weaks(stress_seq_step *s, unsigned object)
{
    for (unsigned w = 0; w < STRESS_SEQ_WEAKS; w++)
        s->m->weak[w].ended |= s->m->weak[w].object == object;
}

/* Nobody waits for an object any more whose finalizer runs. */
static void finalize(stress_seq_step *s, unsigned object)
{
    stress_seq_model_object *o = &s->m->object[object];
    end_weaks(s, object);
    o->finalized = true;
    o->left = 0;
    /* Who knew the address has been refused; whether he may come back to it is his affair. */
    o->findable = o->had_weak = false;
    if (o->type == STRESS_SEQ_PHOENIX) {
        o->references = 1;
        s->thread->held[object]++;
        s->dying[object] = false;
    }
}

static void destroy(stress_seq_step *s, unsigned object)
{
    stress_seq_model_object *o = &s->m->object[object];
    end_weaks(s, object);
    o->life = STRESS_SEQ_DEAD;
    o->left = 0;
    if (o->type != STRESS_SEQ_COUNTER)
        s->m->destroyed++;
    s->m->live_bytes -= stress_seq_model_size(o->type);
    for (int i = 0; i < 2; i++) {
        if (o->child[i] >= 0)
            stress_seq_step_drop(s, (unsigned)o->child[i], 1);
        o->child[i] = -1;
    }
}

static bool wants_finalizer(const stress_seq_model_object *o)
{
    return stress_seq_model_has_finalizer(o->type) && !o->finalized;
}

/* ------------------------------------------------------------------------------ what was seen */

static bool check_event(stress_seq_step *s, const stress_seq_event *e)
{
    bool destroys = e->kind == STRESS_SEQ_EVENT_DESTROY;
    const char *what = destroys ? "destroyed" : "finalized";
    if (e->object >= STRESS_SEQ_OBJECTS)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_ORDER, "%s: what is no object", what);
    const stress_seq_model_object *o = &s->m->object[e->object];
    char name = (char)('a' + e->object);
    if (o->life != STRESS_SEQ_ALIVE || (!destroys && o->finalized))
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_TWICE, "%c is %s again", name, what);
    if (o->references > 0 || o->immortal)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_EARLY,
                                   "%c is %s with %" PRIu64 " references%s", name, what,
                                   o->references, o->immortal ? ", immortal" : "");
    if (e->nested)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_ORDER,
                                   "%c is %s inside another object's end", name, what);
    if (!s->dying[e->object])
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_ORDER,
                                   "%c is %s, though its owner was not asked", name, what);
    if (destroys && wants_finalizer(o))
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_ORDER,
                                   "%c is destroyed before it is finalized", name);
    return true;
}

bool stress_seq_step_deaths(stress_seq_step *s)
{
    for (unsigned i = 0; i < s->seen->events; i++) {
        const stress_seq_event *e = &s->seen->event[i];
        if (!check_event(s, e))
            return false;
        (e->kind == STRESS_SEQ_EVENT_DESTROY ? destroy : finalize)(s, e->object);
    }
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        const stress_seq_model_object *o = &s->m->object[x];
        if (!has_ended(o) || stress_seq_step_waits(s->m, x))
            continue;
        if (o->type != STRESS_SEQ_LEAF)
            return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_LATE,
                                       "%c has no references and lives on", (char)('a' + x));
        destroy(s, x); /* it tells nobody; the statistics must say so */
    }
    return true;
}

void stress_seq_step_end_all(stress_seq_step *s)
{
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        const stress_seq_model_object *o = &s->m->object[x];
        if (!has_ended(o))
            continue;
        (wants_finalizer(o) ? finalize : destroy)(s, x);
        x = UINT32_MAX; /* from the start: others may have ended with it */
    }
}
