/*
 * atomic.c: the atomic operations of C11 as steps of a thread.
 *
 * An operation on a location that several threads use is a step (model_step): others may come before it, and
 * what it reads is a choice among the stores that its thread may still read. All others only keep the books.
 *
 * A compare-exchange that fails is a load, and may read an old store, as long as that is not the expected
 * value: the strong form fails for no other reason. The weak form may also fail without cause; once in
 * each thread's execution, because a loop of failures would never end.
 *
 * An access wider than the smallest to the same bytes is only known as a store: several at once.
 */
#include "stress/model/atomic.h"
#include "stress/model/modification.h"
#include "stress/model/orders.h"
#include "stress/model/trace.h"

#include <stddef.h>

/*
 * The cell of an access whose turn has come; NULL if it is no step of interest to others, whose race checks
 * are done, and the operation is to be done on memory alone.
 */
static model_cell *begin(model_kind kind, uintptr_t address, unsigned size, unsigned *order,
                         uintptr_t pc)
{
    bool write = kind != MODEL_LOAD;
    const char *what = write ? "atomic write" : "atomic read";
    if (!model.busy)
        return NULL;
    if ((address & (size - 1)) != 0)
        model_fault_at(MODEL_WILD_ACCESS, pc, address, "%s by T%u of what is not aligned", what,
                       model.current + 1);
    model_granule *g = model_check_memory(address, size, what, pc);
    if (model.alone || g == NULL)
        return NULL;
    *order = model_order_of(pc, *order);
    if (!model_is_visible(g, write)) {
        model_check_atomic(g, address, size, write, pc);
        return NULL;
    }
    model_op op = {kind, (uint8_t)*order, (uint8_t)size, address, g, pc};
    model_step(&op);
    model_check_memory(address, size, what, pc); /* others may have freed it meanwhile */
    if (model_config.trace)
        model_trace(kind, address, size, *order, pc);
    model_cell *cell = model_check_atomic(g, address, size, write, pc);
    if (model_cell_end(g, address & 7) < (address & 7) + size && kind != MODEL_STORE)
        model_fault_at(MODEL_TOO_LARGE, pc, address, "an access wider than others to these bytes");
    return cell;
}

static model_record *record(void)
{
    return &model_records[model_recorded - 1];
}

static void trace_read(const model_location *l, unsigned index, uint64_t after)
{
    if (!model_config.trace)
        return;
    const model_message *m = model_message_of(l, index);
    record()->before = m->value;
    record()->after = after;
    record()->from = m->step;
    record()->from_thread = m->thread;
    record()->newer = (uint8_t)(l->count - 1u - index);
}

/* A loop without a store of its own goes round on the same old store no more often than the program's bound says. */
static unsigned oldest_again(const model_location *l, unsigned oldest, uintptr_t pc)
{
    const model_thread *t = model_self();
    for (unsigned i = 0; i < t->agains; i++) {
        if (t->again[i].pc == pc && t->again[i].location == l->index &&
            t->again[i].times > model.program->stale && t->again[i].index >= oldest &&
            t->again[i].index + 1u < l->count)
            return t->again[i].index + 1u;
    }
    return oldest;
}

static void note_again(const model_location *l, unsigned index, uintptr_t pc)
{
    model_thread *t = model_self();
    unsigned i = 0;
    while (i < t->agains && (t->again[i].pc != pc || t->again[i].location != l->index))
        i++;
    if (i == MODEL_AGAINS)
        return;
    if (i == t->agains || t->again[i].index != index) {
        t->again[i].pc = pc;
        t->again[i].location = l->index;
        t->again[i].index = (uint8_t)index;
        t->again[i].times = 0;
        t->agains += i == t->agains;
    }
    t->again[i].times++;
}

uint64_t model_atomic_load(uintptr_t address, unsigned size, unsigned order, uintptr_t pc)
{
    model_cell *cell = begin(MODEL_LOAD, address, size, &order, pc);
    if (cell == NULL)
        return model_memory_get(address, size);
    model_location *l = model_location_of(cell, address, size);
    unsigned oldest = model_oldest(l, order);
    if (model.program->stale > 0)
        oldest = oldest_again(l, oldest, pc);
    unsigned index = l->count - 1u - model_pick(l->count - oldest);
    if (model.program->stale > 0)
        note_again(l, index, pc);
    uint64_t value = model_message_of(l, index)->value;
    trace_read(l, index, value);
    model_read_message(l, index, order);
    return value;
}

/* Where a store may come to stand: a choice, the end first. */
static unsigned place(const model_location *l, unsigned order)
{
    unsigned oldest = model_oldest(l, order), places = 0;
    for (unsigned at = oldest + 1u; at <= l->count; at++)
        places += model_has_room(l, at);
    unsigned chosen = model_pick(places);
    for (unsigned at = l->count;; at--) {
        if (model_has_room(l, at) && chosen-- == 0)
            return at;
    }
}

void model_atomic_store(uintptr_t address, unsigned size, uint64_t value, unsigned order,
                        uintptr_t pc)
{
    model_cell *cell = begin(MODEL_STORE, address, size, &order, pc);
    if (cell == NULL) {
        model_memory_set(address, size, value);
        return;
    }
    if (model_config.trace)
        record()->after = value;
    model_granule *g = model_granule_of(address);
    unsigned first = address & 7;
    for (unsigned done = 0, bytes; done < size; done += bytes) {
        bytes = model_cell_end(g, first + done) - first - done;
        model_location *l =
            model_location_of(model_cell_at(g, first + done), address + done, bytes);
        uint64_t mask = bytes == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * bytes) - 1;
        model_write_message(l, place(l, order), value >> 8 * done & mask, order, NULL);
    }
}

static uint64_t changed(model_change change, uint64_t value, uint64_t operand, unsigned size)
{
    uint64_t mask = size == 8 ? UINT64_MAX : (UINT64_C(1) << 8 * size) - 1;
    switch (change) {
    case MODEL_ADD:
        return (value + operand) & mask;
    case MODEL_SUB:
        return (value - operand) & mask;
    case MODEL_AND:
        return value & operand & mask;
    case MODEL_OR:
        return (value | operand) & mask;
    case MODEL_XOR:
        return (value ^ operand) & mask;
    case MODEL_NAND:
        return ~(value & operand) & mask;
    default:
        return operand & mask;
    }
}

uint64_t model_atomic_change(uintptr_t address, unsigned size, model_change change,
                             uint64_t operand, unsigned order, uintptr_t pc)
{
    model_cell *cell = begin(MODEL_RMW, address, size, &order, pc);
    if (cell == NULL) {
        uint64_t before = model_memory_get(address, size);
        model_memory_set(address, size, changed(change, before, operand, size));
        return before;
    }
    model_location *l = model_location_of(cell, address, size);
    unsigned oldest = model_oldest(l, order), places = 0;
    for (unsigned i = oldest; i < l->count; i++)
        places += model_has_room(l, i + 1);
    unsigned chosen = model_pick(places), index = l->count - 1u;
    while (!model_has_room(l, index + 1) || chosen-- > 0)
        index--;
    const model_message *from = model_message_of(l, index);
    uint64_t before = from->value, after = changed(change, before, operand, size);
    trace_read(l, index, after);
    model_read_message(l, index, order);
    model_write_message(l, index + 1, after, order, from);
    return before;
}

/* Only for memory that no other thread uses meanwhile. */
static bool exchange_alone(uintptr_t address, unsigned size, model_exchange *x)
{
    uint64_t before = model_memory_get(address, size);
    if (before == x->expected) {
        model_memory_set(address, size, x->desired);
        return true;
    }
    x->expected = before;
    return false;
}

bool model_atomic_exchange(uintptr_t address, unsigned size, model_exchange *x, uintptr_t pc)
{
    unsigned order = x->order;
    model_cell *cell = begin(MODEL_CAS, address, size, &order, pc);
    if (cell == NULL)
        return exchange_alone(address, size, x);
    model_location *l = model_location_of(cell, address, size);
    model_thread *t = model_self();
    uint8_t can[MODEL_MESSAGES + 1];
    unsigned count = 0, oldest = model_oldest(l, order), newest = l->count - 1u;
    for (unsigned i = newest + 1; i-- > oldest;) {
        if (model_message_of(l, i)->value != x->expected || model_has_room(l, i + 1))
            can[count++] = (uint8_t)i;
    }
    bool equal = model_message_of(l, newest)->value == x->expected;
    bool spurious = x->weak && equal && t->spurious == 0;
    unsigned chosen = model_pick(count + spurious);
    spurious = chosen == count;
    unsigned index = spurious ? newest : can[chosen];
    const model_message *from = model_message_of(l, index);
    uint64_t before = from->value;
    bool success = !spurious && before == x->expected;
    trace_read(l, index, success ? x->desired : before);
    model_read_message(l, index, success ? order : x->failure_order);
    if (success) {
        model_write_message(l, index + 1, x->desired, order, from);
        return true;
    }
    if (model_config.trace)
        record()->failed = true;
    if (spurious) {
        t->spurious++;
        t->undirected = true;
    }
    x->expected = before;
    return false;
}

void model_atomic_fence(unsigned order, uintptr_t pc)
{
    if (!model.busy || model.alone)
        return;
    order = model_order_of(pc, order);
    if (order == MODEL_SEQ_CST) {
        model_op op = {.kind = MODEL_FENCE, .order = MODEL_SEQ_CST, .pc = pc};
        model_step(&op);
        if (model_config.trace)
            model_trace(MODEL_FENCE, 0, 0, order, pc);
    }
    model_thread *t = model_self();
    if (model_acquires(order)) {
        model_view_join(&t->view, &t->acquired_view);
        model_clock_join(&t->clock, &t->acquired);
    }
    if (order == MODEL_SEQ_CST) {
        model_view_join(&t->view, &model.sc);
        model.sc = t->view;
    }
    if (model_releases(order)) {
        t->released_view = t->view;
        t->released = t->clock;
        t->clock.at[model.current]++;
    }
}
