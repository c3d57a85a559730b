/*
 * modification.c: modification orders, and what threads may see of them.
 *
 * Every store to a location that threads share stays, in the location's modification order. A thread's view
 * says how far it has come in each; it may read any store from there on, and never goes back. A release
 * store takes its thread's view and clock along, an acquire load learns both; a relaxed store takes along
 * those of the last release fence, a relaxed load keeps what it learns for the next acquire fence. A
 * read-modify-write writes directly behind what it has read, and passes on what that took along: release
 * sequences.
 *
 * Stores need not be modified in the order in which they are executed: a store may stand anywhere behind the
 * thread's own view, but for the place between a store and the read-modify-write that has read it. The
 * litmus test 2+2W needs this, and little else does.
 *
 * Plain stores to a location (before it is shared, or after) join the order as well. Their value is not known
 * when they are announced, so that it is taken from memory when the location is next looked at.
 */
#include "stress/model/modification.h"

#include "stress/model/grace.h"
#include "stress/model/trace.h"

#include <string.h>

uint64_t model_memory_get(uintptr_t address, unsigned size)
{
    uint64_t value = 0;
    switch (size) {
    case 1:
        return *(const uint8_t *)address;
    case 2:
        return *(const uint16_t *)address;
    case 4:
        return *(const uint32_t *)address;
    case 8:
        return *(const uint64_t *)address;
    default:
        return value;
    }
}

void model_memory_set(uintptr_t address, unsigned size, uint64_t value)
{
    model_remember(address, size);
    switch (size) {
    case 1:
        *(uint8_t *)address = (uint8_t)value;
        break;
    case 2:
        *(uint16_t *)address = (uint16_t)value;
        break;
    case 4:
        *(uint32_t *)address = (uint32_t)value;
        break;
    default:
        *(uint64_t *)address = value;
        break;
    }
}

static void settle(const model_location *l)
{
    model_message *newest = model_message_of(l, l->count - 1u);
    if (newest->pending) {
        newest->pending = false;
        newest->value = model_memory_get(l->address, l->size);
    }
}

/* A store comes in between: whoever has seen what stands from `from` on has seen what stands one further. */
static void shift_views(unsigned location, unsigned from)
{
    model_grace_shift(location, from);
    model_view_shift(&model.sc, location, from);
    for (unsigned i = 0; i < model.messages; i++)
        model_view_shift(&model.message[i].view, location, from);
    for (unsigned i = 0; i < model.locks; i++)
        model_view_shift(&model_annex_of(model.lock[i])->lock_view, location, from);
    for (unsigned i = 0; i < model.threads; i++) {
        model_thread *t = &model.thread[i];
        model_view_shift(&t->view, location, from);
        model_view_shift(&t->acquired_view, location, from);
        model_view_shift(&t->released_view, location, from);
        if (t->awaited.location == location && t->awaited.index >= from)
            t->awaited.index++;
        for (unsigned k = 0; k < t->agains; k++)
            t->again[k].index += t->again[k].location == location && t->again[k].index >= from;
    }
}

static model_message *insert(model_location *l, unsigned index)
{
    if (l->count == MODEL_MESSAGES || model.messages == MODEL_POOL)
        model_fault_at(MODEL_LIVELOCK, 0, l->address,
                       "the execution has no end: %u stores to a location", l->count);
    if (index < l->count) {
        memmove(&l->order[index + 1], &l->order[index], (l->count - index) * sizeof l->order[0]);
        shift_views(l->index, index);
    }
    model_message *m = &model.message[model.messages];
    l->order[index] = (uint16_t)model.messages++;
    l->count++;
    *m = (model_message){
        .thread = (uint8_t)model.current, .event = MODEL_EVENTS, .step = MODEL_RECORDS};
    return m;
}

model_location *model_location_of(model_cell *cell, uintptr_t address, unsigned size)
{
    if (cell->location != 0) {
        model_location *l = &model.location[cell->location - 1];
        settle(l);
        return l;
    }
    if (model.locations == MODEL_LOCATIONS)
        model_fault_at(MODEL_TOO_LARGE, 0, address, "too many atomic locations");
    model_location *l = &model.location[model.locations];
    l->address = address;
    l->size = (uint8_t)size;
    l->index = (uint8_t)model.locations++;
    l->count = 0;
    cell->location = (uint16_t)model.locations;
    insert(l, 0)->value = model_memory_get(address, size);
    return l;
}

unsigned model_oldest(const model_location *l, unsigned order)
{
    if (model_config.strong)
        return l->count - 1u;
    unsigned oldest = model_self()->view.at[l->index];
    if (order == MODEL_SEQ_CST && model.sc.at[l->index] > oldest)
        oldest = model.sc.at[l->index];
    return oldest;
}

/* A round that has seen two values of one location has not seen all of it with the newer one: it goes once more. */
static void note_read(model_thread *t, uint8_t location, uint64_t value, bool written)
{
    for (unsigned i = 0; i < t->reads && i < MODEL_READS; i++) {
        if (t->read[i].location == location) {
            t->undirected |= t->read[i].value != value && !t->read[i].written;
            t->read[i].value = value;
            t->read[i].written = written;
            return;
        }
    }
    if (t->reads < MODEL_READS)
        t->read[t->reads] = (model_read){.location = location, .written = written, .value = value};
    t->reads++;
}

unsigned model_next_change(unsigned location, unsigned index, uint64_t value)
{
    const model_location *l = &model.location[location];
    for (unsigned i = index + 1; i < l->count; i++) {
        const model_message *m = model_message_of(l, i);
        if (m->pending || m->value != value)
            return i;
    }
    return 0;
}

static void raise_view(model_view *view, unsigned location, unsigned index)
{
    if (view->at[location] < index)
        view->at[location] = (uint8_t)index;
}

void model_read_message(model_location *l, unsigned index, unsigned order)
{
    model_thread *t = model_self();
    const model_message *m = model_message_of(l, index);
    raise_view(&t->view, l->index, index);
    model_view_join(&t->acquired_view, &m->view);
    model_clock_join(&t->acquired, &m->clock);
    if (model_acquires(order)) {
        model_view_join(&t->view, &m->view);
        model_clock_join(&t->clock, &m->clock);
    }
    if (order == MODEL_SEQ_CST)
        raise_view(&model.sc, l->index, index);
    note_read(t, l->index, m->value, false);
    model_reduce_reads_from(m);
}

void model_write_message(model_location *l, unsigned index, uint64_t value, unsigned order,
                         const model_message *from)
{
    model_thread *t = model_self();
    model_message *m = insert(l, index);
    m->value = value;
    m->event = (uint16_t)(model.events - 1);
    m->rmw = from != NULL;
    if (model_config.trace)
        m->step = (uint16_t)(model_recorded - 1);
    t->view.at[l->index] = (uint8_t)index;
    t->agains = 0;
    t->reads = 0; /* a round of a waiting loop writes nothing, or what it has just read */
    if (from != NULL)
        note_read(t, l->index, from->value, true);
    m->view = model_releases(order) ? t->view : t->released_view;
    m->clock = model_releases(order) ? t->clock : t->released;
    raise_view(&m->view, l->index, index);
    if (from != NULL) {
        model_view_join(&m->view, &from->view);
        model_clock_join(&m->clock, &from->clock);
    }
    if (order == MODEL_SEQ_CST)
        raise_view(&model.sc, l->index, index);
    if (index + 1u == l->count)
        model_memory_set(l->address, l->size, value);
    if (model_releases(order))
        t->clock.at[model.current]++;
}

void model_plain_write_to(model_location *l, unsigned thread)
{
    settle(l);
    model_message *m = insert(l, l->count);
    model_thread *t = &model.thread[thread];
    t->view.at[l->index] = (uint8_t)(l->count - 1);
    m->pending = true;
    m->view = t->view;
    m->clock = t->clock;
    if (model_config.trace)
        m->step = (uint16_t)(model_recorded - 1);
}
