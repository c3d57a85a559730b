/*
 * reduce.c: dynamic partial order reduction: which of the steps so far have to be tried in another order.
 *
 * Two executions that differ only in the order of steps that do not depend on each other are one. Source-set
 * reduction (Abdulla, Aronis, Jonsson, Sagonas, "Optimal Dynamic Partial Order Reduction", POPL 2014) runs
 * each at least once: whenever a step depends on an earlier one of another thread, and nothing in between
 * orders the two, some thread that can begin the reversed order is added to those that are to be tried
 * where the earlier one was. Sleep sets keep an order that has been tried from being tried again.
 *
 * Steps depend on each other if they are on the same bytes and one of them writes; so do locks, seq_cst fences
 * with whatever is seq_cst, and a barrier, which is a fence of every thread, with everything. A load does not depend
 * on an earlier store that it has not read: that it came before the store is one of the choices that it has anyway,
 * because old stores stay readable. Only a load that came first has to be tried again behind the store.
 *
 * The obvious way to reverse a race, which is to try the thread of the later step at the place of the earlier,
 * is wrong together with sleep sets: that thread may be asleep there although the order that it should begin
 * has not been tried. Hence initials: all threads that can begin it.
 */
#include "stress/model/machine.h"

#include <string.h>

void model_reduce_reset(void)
{
    model.events = 0;
    model.locks = 0;
    model.last_fence = model.last_barrier = MODEL_EVENTS;
    for (int i = 0; i < MODEL_THREADS; i++)
        model.last_sc[i] = model.last_of[i] = MODEL_EVENTS;
}

static unsigned sc_of(const model_op *op)
{
    if (op->order != MODEL_SEQ_CST)
        return 0;
    return op->kind == MODEL_FENCE ? 2 : 1;
}

/* A seq_cst load moves what other such loads may read. What readers do changes no other reader's books. */
static bool writes(const model_op *op)
{
    switch (op->kind) {
    case MODEL_LOAD:
        return op->order == MODEL_SEQ_CST;
    case MODEL_ENTER:
    case MODEL_PROTECT:
    case MODEL_LEAVE:
        return false;
    default:
        return true;
    }
}

/* May what it reads be older than a store that was executed before it? */
static bool looks_back(const model_op *op)
{
    return op->kind == MODEL_LOAD && op->order != MODEL_SEQ_CST && !model_config.strong;
}

bool model_stays_asleep(const model_op *asleep, const model_op *op)
{
    unsigned sc = sc_of(asleep), other_sc = sc_of(op);
    if (asleep->kind == MODEL_BARRIER || op->kind == MODEL_BARRIER)
        return false;
    if ((sc == 2 && other_sc != 0) || (other_sc == 2 && sc != 0))
        return false;
    if (asleep->granule == NULL || asleep->granule != op->granule || looks_back(op))
        return true;
    return !writes(asleep) && !writes(op);
}

/* Would the step depend on the event, if it came now? */
static bool depends(const model_event *event, const model_op *op)
{
    unsigned sc = sc_of(op);
    if (event->kind == MODEL_BARRIER || op->kind == MODEL_BARRIER)
        return true;
    if ((event->sc == 2 && sc != 0) || (sc == 2 && event->sc != 0))
        return true;
    if (op->granule == NULL || event->granule != op->granule || looks_back(op))
        return false;
    return event->write || writes(op);
}

static bool after(const model_clock *clock, const model_event *event)
{
    return clock->at[event->thread] >= event->clock.at[event->thread];
}

/* True if nothing of `list` comes before a step of this clock. */
static bool begins(const model_clock *clock, const uint16_t *list, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (after(clock, &model.event[list[i]]))
            return false;
    }
    return true;
}

/* The threads that can begin: what does not come after event `first`, and then the step of `thread`. */
static unsigned initials(unsigned first, unsigned thread)
{
    static uint16_t list[MODEL_EVENTS];
    unsigned count = 0, seen = 0, set = 0;
    const model_op *op = &model.thread[thread].op;
    model_clock clock = model.thread[thread].events;
    for (unsigned i = first + 1; i < model.events; i++) {
        const model_event *e = &model.event[i];
        if (after(&e->clock, &model.event[first]))
            continue;
        if (depends(e, op))
            model_clock_join(&clock, &e->clock);
        unsigned bit = 1u << e->thread;
        if (!(seen & bit) && begins(&e->clock, list, count))
            set |= bit;
        seen |= bit;
        list[count++] = (uint16_t)i;
    }
    if (!(seen >> thread & 1) && begins(&clock, list, count))
        set |= 1u << thread;
    return set;
}

static void reverse(unsigned event, unsigned thread)
{
    const model_event *e = &model.event[event];
    if (event == MODEL_EVENTS || e->thread == thread || after(&model.thread[thread].events, e))
        return;
    model_node *n = &model_nodes[e->node];
    unsigned set = initials(event, thread);
    if ((set & (n->backtrack | n->sleep)) != 0)
        return;
    set &= n->enabled;
    if (set >> thread & 1)
        n->backtrack |= (uint8_t)(1u << thread);
    else if (set != 0)
        n->backtrack |= (uint8_t)(set & -set);
    else
        n->backtrack |= n->enabled;
}

void model_reduce_races(unsigned thread)
{
    const model_op *op = &model.thread[thread].op;
    const model_granule *g = op->granule;
    if (g != NULL) {
        if (op->kind == MODEL_LOCK)
            reverse(g->last_lock,
                    thread); /* a lock that was given back could not have been taken before */
        else if (op->kind == MODEL_UNLOCK)
            reverse(g->last_try, thread);
        else if (!looks_back(op))
            reverse(g->last_write, thread);
        for (unsigned i = 0; writes(op) && i < model.threads; i++)
            reverse(g->last_read[i], thread);
    }
    reverse(model.last_barrier, thread);
    for (unsigned i = 0; op->kind == MODEL_BARRIER && i < model.threads; i++)
        reverse(model.last_of[i], thread);
    unsigned sc = sc_of(op);
    if (sc != 0)
        reverse(model.last_fence, thread);
    for (unsigned i = 0; sc == 2 && i < model.threads; i++)
        reverse(model.last_sc[i], thread);
}

static void join_event(model_clock *clock, unsigned event)
{
    if (event != MODEL_EVENTS)
        model_clock_join(clock, &model.event[event].clock);
}

void model_reduce_record(unsigned thread, unsigned node)
{
    model_thread *t = &model.thread[thread];
    const model_op *op = &t->op;
    model_granule *g = op->granule;
    unsigned sc = sc_of(op);
    uint16_t number = (uint16_t)model.events++;
    model_event *e = &model.event[number];
    bool write = writes(op);
    *e = (model_event){(uint8_t)thread, write, (uint8_t)sc, op->kind, g, (uint16_t)node, {{0}}};
    t->events.at[thread]++;
    join_event(&t->events, model.last_barrier);
    for (unsigned i = 0; op->kind == MODEL_BARRIER && i < model.threads; i++)
        join_event(&t->events, model.last_of[i]);
    if (g != NULL && !looks_back(op))
        join_event(&t->events, g->last_write);
    for (unsigned i = 0; g != NULL && write && i < model.threads; i++)
        join_event(&t->events, g->last_read[i]);
    if (sc != 0)
        join_event(&t->events, model.last_fence);
    for (unsigned i = 0; sc == 2 && i < model.threads; i++)
        join_event(&t->events, model.last_sc[i]);
    if (op->kind == MODEL_JOIN)
        model_clock_join(&t->events, &model.thread[t->joins].events);
    if (g != NULL && write) {
        g->last_write = number;
        for (int i = 0; i < MODEL_THREADS; i++)
            g->last_read[i] = MODEL_EVENTS;
        if (op->kind == MODEL_LOCK || op->kind == MODEL_TRYLOCK)
            g->last_lock = number;
        if (op->kind == MODEL_TRYLOCK)
            g->last_try = number;
    } else if (g != NULL) {
        g->last_read[thread] = number;
    }
    model.last_of[thread] = number;
    if (op->kind == MODEL_BARRIER)
        model.last_barrier = number;
    if (sc == 2) {
        model.last_fence = number;
        for (int i = 0; i < MODEL_THREADS; i++)
            model.last_sc[i] = MODEL_EVENTS;
    } else if (sc == 1) {
        model.last_sc[thread] = number;
    }
    e->clock = t->events;
}

void model_reduce_reads_from(const model_message *message)
{
    if (message->event == MODEL_EVENTS || model.events == 0)
        return;
    model_thread *t = model_self();
    model_clock_join(&t->events, &model.event[message->event].clock);
    model.event[model.events - 1].clock = t->events;
}
