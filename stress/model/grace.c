/*
 * grace.c: see grace.h.
 *
 * The books of readers and of what was retired are one place in memory to the reduction: to retire is to write
 * it, all that readers do is to read it. That readers have left is waited for on no place: once it is so, it
 * commutes with everything; what it comes after are the steps that have left.
 */
#include "stress/model/grace.h"

#include "stress/model/modification.h"
#include "stress/model/trace.h"

#include <stddef.h>
#include <string.h>

#define HERE ((uintptr_t)__builtin_return_address(0))
#define TAGS ((uintptr_t)3)

enum { NAMES = 32, RETIRED = 64, LEFT = 64 };

/* What somebody learns who comes after others. */
typedef struct knowledge {
    model_clock clock, events;
    model_view view;
} knowledge;

typedef struct reader {
    unsigned depth;
    uint32_t used; /* set of names */
    uintptr_t name[NAMES];
} reader;

typedef struct retired {
    uintptr_t object;
    uint8_t thread;
    uint8_t hinders; /* set of threads */
    bool waited;     /* somebody hindered it once */
    bool released;
    knowledge after; /* what those did who left before, or hinder it */
} retired;

static struct books {
    bool used, sections;
    uint64_t word; /* the place */
    model_view gone;
    unsigned retired_count, left_count;
    reader reader[MODEL_THREADS];
    retired retired[RETIRED];
    knowledge sections_left;
    struct {
        uintptr_t object;
        knowledge before;
    } left[LEFT]; /* names that were given up */
} grace;

void model_grace_reset(void)
{
    if (!grace.used)
        return;
    memset(&grace, 0, offsetof(struct books, retired));
    memset(&grace.sections_left, 0, sizeof grace.sections_left);
}

void model_grace_begin(void)
{
    if (model.program->scheme != NULL && strcmp(model.program->scheme, "model") == 0)
        grace.sections = model_pick(2) != 0;
}

void model_grace_shift(unsigned location, unsigned from)
{
    if (!grace.used)
        return;
    model_view_shift(&grace.gone, location, from);
    model_view_shift(&grace.sections_left.view, location, from);
    for (unsigned i = 0; i < grace.retired_count; i++)
        model_view_shift(&grace.retired[i].after.view, location, from);
    for (unsigned i = 0; i < grace.left_count; i++)
        model_view_shift(&grace.left[i].before.view, location, from);
}

static void step(model_kind kind, uintptr_t object, uintptr_t pc)
{
    grace.used = true;
    if (model.alone)
        return;
    uintptr_t place = (uintptr_t)&grace.word;
    model_op op = {kind, MODEL_RELAXED, 8, place, model_granule_of(place), pc};
    model_step(&op);
    if (model_config.trace)
        model_trace(kind, object, 8, MODEL_RELAXED, pc);
}

static void learn(knowledge *into, const knowledge *from)
{
    model_clock_join(&into->clock, &from->clock);
    model_clock_join(&into->events, &from->events);
    model_view_join(&into->view, &from->view);
}

static knowledge own(void)
{
    const model_thread *t = model_self();
    return (knowledge){t->clock, t->events, t->view};
}

/* --------------------------------------------------------------------------------------- readers */

void model_section_enter(void)
{
    reader *r = &grace.reader[model.current];
    grace.used = true;
    if (r->depth == 0 && grace.sections) {
        step(MODEL_ENTER, 0, HERE);
        model_view_join(&model_self()->view, &grace.gone);
    }
    r->depth++;
}

static bool names(const reader *r, uintptr_t object)
{
    for (unsigned i = 0; i < NAMES; i++) {
        if ((r->used >> i & 1) && r->name[i] == object)
            return true;
    }
    return false;
}

/* The current thread does not hinder `object` any more; 0: nothing at all. */
static void stops_hindering(uintptr_t object, const knowledge *before)
{
    uint8_t me = (uint8_t)(1u << model.current);
    for (unsigned i = 0; i < grace.retired_count; i++) {
        retired *r = &grace.retired[i];
        if ((r->hinders & me) == 0 || (object != 0 && r->object != object))
            continue;
        learn(&r->after, before);
        r->hinders &= (uint8_t)~me;
    }
}

static void has_left(uintptr_t object, const knowledge *before)
{
    unsigned i = 0;
    while (i < grace.left_count && grace.left[i].object != object)
        i++;
    if (i == LEFT)
        model_fault_at(MODEL_TOO_LARGE, 0, object, "too many objects are protected");
    if (i == grace.left_count) {
        memset(&grace.left[i], 0, sizeof grace.left[i]);
        grace.left[grace.left_count++].object = object;
    }
    learn(&grace.left[i].before, before);
}

static void forget(uint32_t set, uintptr_t pc)
{
    reader *r = &grace.reader[model.current];
    if (set == 0)
        return;
    step(MODEL_LEAVE, 0, pc);
    knowledge before = own();
    model_self()->clock.at[model.current]++;
    r->used &= ~set;
    for (unsigned i = 0; i < NAMES; i++) {
        if ((set >> i & 1) == 0)
            continue;
        has_left(r->name[i], &before);
        if (!names(r, r->name[i]))
            stops_hindering(r->name[i], &before);
    }
}

void model_section_exit(uint32_t set)
{
    reader *r = &grace.reader[model.current];
    forget(set, HERE);
    if (r->depth > 1 || !grace.sections) {
        r->depth--;
        return;
    }
    step(MODEL_LEAVE, 0, HERE);
    r->depth--;
    knowledge before = own();
    model_self()->clock.at[model.current]++;
    learn(&grace.sections_left, &before);
    stops_hindering(0, &before);
}

void model_section_forget(uint32_t *set)
{
    forget(*set, HERE);
    *set = 0;
}

/* The newest store to a place that the current thread knows of, by its number. */
static unsigned seen(const void *place)
{
    model_granule *g = model_granule_of((uintptr_t)place);
    unsigned location = g != NULL ? model_cell_at(g, (uintptr_t)place & 7)->location : 0;
    return location != 0 ? model_self()->view.at[location - 1] : 0;
}

bool model_section_name(const void *place, uintptr_t word, uint32_t *set)
{
    reader *r = &grace.reader[model.current];
    uintptr_t object = word & ~TAGS;
    if (grace.sections || object == 0)
        return true;
    step(MODEL_PROTECT, object, HERE);
    unsigned before = seen(place), free = 0;
    model_view_join(&model_self()->view, &grace.gone);
    if (seen(place) != before)
        return false;
    while (free < NAMES && (r->used >> free & 1))
        free++;
    if (free == NAMES)
        model_fault_at(MODEL_TOO_LARGE, HERE, object, "a thread protects too much");
    r->name[free] = object;
    r->used |= UINT32_C(1) << free;
    *set |= UINT32_C(1) << free;
    return true;
}

bool model_section_is_open(void)
{
    const reader *r = &grace.reader[model.current];
    return r->used != 0 || r->depth > 0;
}

/* --------------------------------------------------------------------------------------- writers */

/* Who protects it now. */
static uint8_t hinderers(uintptr_t object)
{
    unsigned set = 0;
    for (unsigned t = 0; t < model.threads; t++) {
        const reader *r = &grace.reader[t];
        set |= (unsigned)(grace.sections ? r->depth > 0 : names(r, object)) << t;
    }
    return (uint8_t)set;
}

/* Waits until nobody hinders it. `patient`: it is no choice whether to wait. */
static void await(retired *r, bool patient, uintptr_t pc)
{
    model_thread *t = model_self();
    if (r->waited && !model.alone) {
        t->hindered = &r->hinders;
        t->in_vain = !patient;
        model_op op = {.kind = MODEL_GRACE, .pc = pc};
        model_step(&op);
        t->in_vain = false;
        if (model_config.trace)
            model_trace(MODEL_GRACE, r->object, 8, MODEL_RELAXED, pc);
        model_clock_join(&t->events, &r->after.events);
        model.event[model.events - 1].clock = t->events;
    }
    model_clock_join(&t->clock, &r->after.clock);
    model_view_join(&t->view, &r->after.view);
    r->released = true;
}

bool model_grace_retire(void *object)
{
    uintptr_t pc = HERE;
    step(MODEL_RETIRE, (uintptr_t)object, pc);
    if (grace.retired_count == RETIRED)
        model_fault_at(MODEL_TOO_LARGE, pc, (uintptr_t)object, "too much is retired");
    retired *r = &grace.retired[grace.retired_count++];
    memset(r, 0, sizeof *r);
    r->object = (uintptr_t)object;
    r->thread = (uint8_t)model.current;
    r->hinders = hinderers(r->object);
    r->waited = r->hinders != 0;
    model_view_join(&grace.gone, &model_self()->view);
    if (grace.sections)
        learn(&r->after, &grace.sections_left);
    for (unsigned i = 0; i < grace.left_count; i++) {
        if (grace.left[i].object == r->object)
            learn(&r->after, &grace.left[i].before);
    }
    bool inside = model_section_is_open();
    bool own_too = (r->hinders >> model.current & 1) != 0;
    if (own_too || (inside && r->hinders != 0) || model.alone || model_pick(2) != 0)
        return false;
    await(r, false, pc);
    return true;
}

void *model_grace_next(void)
{
    for (unsigned i = 0; i < grace.retired_count; i++) {
        retired *r = &grace.retired[i];
        if (r->released || r->thread != model.current)
            continue;
        await(r, true, HERE);
        return (void *)r->object;
    }
    return NULL;
}
