/*
 * wait.c: loops that wait, thread exit, and what a program asks of the checker.
 *
 * A waiting loop looks at something, finds that it is not yet so, and pauses. Going round again is of no
 * interest until one of the locations that it has looked at has a newer store than the one it has seen, of
 * another value: so the pause is a step that waits for that, and forces the thread to see it. Which of several
 * locations that is, is a choice. Nothing is lost: a round that sees the values that the last one has seen
 * changes nothing, but that the thread may know more, and so could see less. A loop whose last compare-exchange
 * failed without cause goes round once more, and so does one that has seen, or learned, that a location has changed
 * meanwhile.
 *
 * A program whose subject is a thread that gives up says so (hurried): then a pause is nothing.
 *
 * So a loop takes a bounded number of rounds, and "all threads that are left wait" is a deadlock or livelock.
 */
#include "stress/model/modification.h"
#include "stress/model/seam_functions.h"
#include "stress/model/trace.h"

#include <stdio.h>
#include <string.h>

#define HERE ((uintptr_t)__builtin_return_address(0))

/* It has learned since, from something else, that what it has read is not the newest any more. */
static bool knows_better(const model_thread *t)
{
    for (unsigned i = 0; i < t->reads && i < MODEL_READS; i++) {
        const model_read *r = &t->read[i];
        const model_message *m =
            model_message_of(&model.location[r->location], t->view.at[r->location]);
        if (!m->pending && m->value != r->value && !r->written)
            return true;
    }
    return false;
}

int model_pause(void)
{
    uintptr_t pc = HERE;
    model_thread *t = model_self();
    if (!model.busy || model.program->hurried)
        return 0;
    if (model.alone) {
        /* What it waits for may be its own doing, a few rounds from now. */
        if (++model.quiet > 10000)
            model_fault_at(MODEL_LIVELOCK, pc, 0, "T%u waits, and nobody else runs",
                           model.current + 1);
        return 0;
    }
    model.quiet += 1000;
    if (t->reads == 0 && !t->undirected && t->hidden != NULL && t->hidden->threads != UINT8_MAX)
        model_make_visible(t->hidden);
    t->hidden = NULL;
    t->undirected |= knows_better(t);
    if (t->undirected || t->reads == 0 || t->reads > MODEL_READS) {
        if (model.quiet > 2000000)
            model_fault_at(MODEL_LIVELOCK, pc, 0, "T%u waits for what no other thread changes",
                           model.current + 1);
        t->undirected = false;
        t->reads = 0;
        return 0;
    }
    const model_read *read = &t->read[model_pick(t->reads)];
    unsigned location = read->location;
    model_location *l = &model.location[location];
    t->awaited = (model_read){
        .location = (uint8_t)location, .index = t->view.at[location], .value = read->value};
    /* On no granule: once there is a newer store it commutes with everything. */
    model_op op = {.kind = MODEL_AWAIT, .size = l->size, .address = l->address, .pc = pc};
    model_step(&op);
    unsigned seen = model_next_change(location, t->awaited.index, t->awaited.value);
    if (t->view.at[location] < seen)
        t->view.at[location] = (uint8_t)seen;
    model_reduce_reads_from(model_message_of(l, seen));
    if (model_config.trace) {
        model_record *r = model_trace(MODEL_AWAIT, l->address, l->size, 0, pc);
        r->from = model_message_of(l, seen)->step;
        r->from_thread = model_message_of(l, seen)->thread;
    }
    t->reads = 0;
    return 0;
}

/* The thread pointer of an identity: an address that differs from others as those of real threads do. */
static uintptr_t pointer_of(unsigned identity)
{
    static const uintptr_t first = (uintptr_t)0x7f3000001000;
    return first + identity * (uintptr_t)0x2040;
}

/* The same where thread.c's hash of all of them is 0. */
static uintptr_t pointer_in_bucket(unsigned identity)
{
    static uintptr_t known[MODEL_THREADS];
    uintptr_t pointer = identity > 0 ? pointer_in_bucket(identity - 1) : pointer_of(0);
    while (known[identity] == 0) {
        pointer += 64;
        if ((uint32_t)(pointer >> 6) * UINT32_C(2654435769) / (UINT32_MAX / 1024 + 1) == 0)
            known[identity] = pointer;
    }
    return known[identity];
}

void *model_thread_pointer(void)
{
    unsigned identity = model_self()->identity;
    return (void *)(model.one_bucket ? pointer_in_bucket(identity) : pointer_of(identity));
}

void model_share_bucket(void)
{
    model.one_bucket = true;
}

void model_take_identity(unsigned thread)
{
    model_self()->identity = (uint8_t)thread;
}

void model_await_end(unsigned thread)
{
    model_self()->joins = (uint8_t)thread;
    model_op op = {.kind = MODEL_JOIN, .pc = HERE};
    if (model.alone)
        return;
    model_step(&op);
    if (model_config.trace)
        model_trace(MODEL_JOIN, 0, 0, 0, HERE)->after = thread;
}

/* ------------------------------------------------------------------------------------ thread exit */

int model_key_create(pthread_key_t *key, void (*at_exit)(void *value))
{
    if (model.keys == MODEL_KEYS)
        model_fault_at(MODEL_TOO_LARGE, HERE, 0, "too many thread exit keys");
    model_plain((uintptr_t)key, sizeof *key, true, HERE);
    *key = model.keys;
    model.at_exit[model.keys++] = at_exit;
    return 0;
}

int model_setspecific(pthread_key_t key, const void *value)
{
    if (key >= model.keys)
        model_fault_at(MODEL_ASSERTION, HERE, 0, "there is no thread exit key of number %u", key);
    model_self()->value[key] = value;
    return 0;
}

void *model_getspecific(pthread_key_t key)
{
    return key < model.keys ? (void *)(uintptr_t)model_self()->value[key] : NULL;
}

/* Forks are not modelled: fork.c among the scenarios plays them. */
int model_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    (void)prepare, (void)parent, (void)child;
    return 0;
}

_Noreturn void model_abort(void)
{
    model_fault_at(MODEL_ABORT, HERE, 0, "T%u: abort", model.current + 1);
}

/* ---------------------------------------------------------------------------------- for programs */

void model_look(uint64_t value)
{
    (void)value;
}

unsigned model_choose(unsigned count)
{
    return model.alone ? 0 : model_pick(count);
}

void model_say(uint64_t value)
{
    size_t length = strlen(model.said);
    snprintf(model.said + length, sizeof model.said - length, length > 0 ? ",%llu" : "%llu",
             (unsigned long long)value);
}
