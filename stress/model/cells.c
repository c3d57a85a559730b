/*
 * cells.c: what was done to each variable: data races, and what of it other threads can notice.
 *
 * Books are kept of three kinds of memory: the heap (heap.c), the threads' stacks, and the executable's
 * global variables. Each has a fixed address, so that what is learned of an address in one execution holds
 * in all of them:
 *
 *   its grain        the smallest size in which it is ever used. Eight bytes are one cell at first; a cell
 *                    becomes two halves where a smaller access has been seen.
 *   who shares it    an atomic variable that one thread uses, or that nobody writes, is no business of the
 *                    others: its accesses are no steps, as little as those of plain variables.
 *
 * Whenever something is learned the search starts again, knowing it. The last search, in which nothing new
 * was learned, is the one that counts: it has seen in every execution that the assumptions hold.
 *
 * A race is two accesses, one of them a write and one of them plain, by two threads, neither of which
 * happens before the other. A clock for each kind of access tells; so a race is found whichever of the two
 * came first, in the first execution that has both.
 */
#include "stress/model/machine.h"
#include "stress/model/modification.h"
#include "stress/model/prepared.h"
#include "stress/model/trace.h"

#include <string.h>
#include <sys/mman.h>

uintptr_t model_arena;
model_granule *model_granules;
model_annex *model_annexes;

extern char __data_start[], _end[]; /* the linker's */
static uintptr_t data_start, data_end;

static struct {
    uintptr_t address;
    uint64_t old;
    uint8_t size;
} overwritten[1 << 14];
static unsigned overwrites, overwrites_kept;

static void *reserve(size_t size)
{
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        __builtin_trap();
    return memory;
}

void model_cells_init(void)
{
    static const uintptr_t arena_at = (uintptr_t)0x200000000000;
    data_start = (uintptr_t)__data_start & ~(uintptr_t)7;
    data_end = ((uintptr_t)_end + 7) & ~(uintptr_t)7;
    size_t count = (MODEL_ARENA + (data_end - data_start)) / 8;
    void *arena = mmap((void *)arena_at, MODEL_ARENA, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    model_granules = reserve(count * sizeof *model_granules);
    model_annexes = reserve(count * sizeof *model_annexes);
    if (arena == MAP_FAILED)
        __builtin_trap();
    model_arena = (uintptr_t)arena;
}

static bool in_arena(uintptr_t address)
{
    return address - model_arena < MODEL_ARENA;
}

static bool in_heap(uintptr_t address)
{
    return address - model_arena < (uintptr_t)MODEL_THREADS * MODEL_HEAP;
}

static bool in_data(uintptr_t address)
{
    return address - data_start < data_end - data_start;
}

__attribute__((noinline)) static void begin(model_granule *g)
{
    if (g->search != model.search) {
        g->search = model.search;
        g->starts = 1;
        g->threads = 0;
        g->written = false;
    }
    g->run = model.run;
    bool prepared = g->prepared == model_prepared_number;
    g->owner = prepared ? g->prepared_owner : 0;
    g->lock_ready = prepared && g->prepared_ready;
    g->lock_known = false;
    g->block = prepared ? g->prepared_block : 0;
    g->last_write = g->last_lock = g->last_try = MODEL_EVENTS;
    for (int i = 0; i < MODEL_THREADS; i++)
        g->last_read[i] = MODEL_EVENTS;
    for (unsigned byte = 0; byte < 8; byte = model_cell_end(g, byte))
        memset(model_cell_at(g, byte), 0, sizeof(model_cell));
}

static inline model_granule *granule_of(uintptr_t address)
{
    model_granule *g;
    if (in_arena(address))
        g = &model_granules[(address - model_arena) / 8];
    else if (in_data(address))
        g = &model_granules[(MODEL_ARENA + (address - data_start)) / 8];
    else
        return NULL;
    if (__builtin_expect(g->run != model.run, 0))
        begin(g);
    return g;
}

model_granule *model_granule_of(uintptr_t address)
{
    return granule_of(address);
}

/* ----------------------------------------------------------------------------------- is it there */

_Noreturn __attribute__((noinline)) static void no_heap(const model_block *b, uintptr_t address,
                                                        size_t size, const char *what, uintptr_t pc)
{
    if (b == NULL || !b->freed || address + size > b->start + b->size)
        model_fault_at(MODEL_WILD_ACCESS, pc, address, "%s of %zu bytes outside of every block",
                       what, size);
    model_fault_at(MODEL_USE_AFTER_FREE, pc, address, "%s by T%u of memory that T%u has freed",
                   what, model.current + 1, b->freed_by + 1u);
}

static inline model_granule *check_memory(uintptr_t address, size_t size, const char *what,
                                          uintptr_t pc)
{
    model_granule *g = granule_of(address);
    if (in_heap(address)) {
        const model_block *b = g->block != 0 ? &model.block[g->block - 1] : NULL;
        if (b == NULL || b->freed || address + size > b->start + b->size)
            no_heap(b, address, size, what, pc);
    } else if (address < 4096) {
        model_fault_at(MODEL_WILD_ACCESS, pc, address, "%s by T%u through a null pointer", what,
                       model.current + 1);
    }
    /* So that a loop without a visible step ends. */
    if (++model.quiet > 2000000)
        model_fault_at(MODEL_LIVELOCK, pc, 0, "T%u loops without end", model.current + 1);
    return g;
}

model_granule *model_check_memory(uintptr_t address, size_t size, const char *what, uintptr_t pc)
{
    return check_memory(address, size, what, pc);
}

void model_remember(uintptr_t address, size_t size)
{
    if (!in_data(address))
        return;
    for (size_t part; size > 0; address += part, size -= part) {
        part = size < 8 ? size : 8;
        if (overwrites == sizeof overwritten / sizeof overwritten[0])
            model_fault_at(MODEL_TOO_LARGE, 0, address, "too many writes to global variables");
        overwritten[overwrites].address = address;
        overwritten[overwrites].size = (uint8_t)part;
        memcpy(&overwritten[overwrites].old, (const void *)address, part);
        overwrites++;
    }
}

void model_restore(void)
{
    while (overwrites > overwrites_kept) {
        overwrites--;
        memcpy((void *)overwritten[overwrites].address, &overwritten[overwrites].old,
               overwritten[overwrites].size);
    }
}

void model_restore_to_now(void)
{
    overwrites_kept = overwrites;
}

void model_restore_to_start(void)
{
    overwrites_kept = 0;
    model_restore();
}

/* The linker's names for the ends of the section of programs' variables. */
extern char __start_model_world[] __attribute__((weak));
extern char __stop_model_world[] __attribute__((weak));

bool model_global_holds(uintptr_t block, size_t size)
{
    for (unsigned i = 0; i < overwrites; i++) {
        uintptr_t at = overwritten[i].address, value;
        if (at % sizeof value != 0 || overwritten[i].size != sizeof value ||
            (at >= (uintptr_t)__start_model_world && at < (uintptr_t)__stop_model_world))
            continue;
        memcpy(&value, (const void *)at, sizeof value);
        if (value - block < size)
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------------------------------- races */

/* Halves cells until one begins at `byte`. */
static void split(model_granule *g, unsigned byte)
{
    while (byte < 8 && (g->starts >> byte & 1) == 0) {
        unsigned start = byte;
        while ((g->starts >> start & 1) == 0)
            start--;
        g->starts |= (uint8_t)(1u << (start + model_cell_end(g, start)) / 2);
    }
}

/* The first cell of an access. If it is smaller than a cell the search starts again with smaller ones. */
static unsigned cell_of(model_granule *g, uintptr_t address, unsigned size)
{
    unsigned first = address & 7, end = first + size;
    uint8_t before = g->starts;
    split(g, first);
    split(g, end);
    if (g->starts != before)
        model_leave(MODEL_AGAIN);
    return first;
}

_Noreturn static void race(uintptr_t address, bool write, bool atomic, const char *other,
                           const model_clock *others, uintptr_t pc)
{
    unsigned t = 0;
    while (t + 1 < MODEL_THREADS && others->at[t] <= model_self()->clock.at[t])
        t++;
    model_fault_at(MODEL_RACE, pc, address,
                   "%s %s by T%u, and %s by T%u: neither happens before the other",
                   atomic ? "an atomic" : "a plain", write ? "write" : "read", model.current + 1,
                   other, t + 1);
}

static void check_cell(const model_cell *c, uintptr_t address, bool write, bool atomic,
                       uintptr_t pc)
{
    const model_clock *now = &model_self()->clock;
    if (!model_clock_within(&c->plain_write, now))
        race(address, write, atomic, "a plain write", &c->plain_write, pc);
    if (write && !model_clock_within(&c->plain_read, now))
        race(address, write, atomic, "a plain read", &c->plain_read, pc);
    if (!atomic && !model_clock_within(&c->atomic_write, now))
        race(address, write, atomic, "an atomic write", &c->atomic_write, pc);
    if (!atomic && write && !model_clock_within(&c->atomic_read, now))
        race(address, write, atomic, "an atomic read", &c->atomic_read, pc);
}

static void plain_part(model_granule *g, uintptr_t address, unsigned size, bool write, uintptr_t pc)
{
    unsigned me = model.current;
    uint16_t now = model_self()->clock.at[me];
    unsigned first = cell_of(g, address, size);
    for (unsigned byte = first; byte < first + size; byte = model_cell_end(g, byte)) {
        model_cell *c = model_cell_at(g, byte);
        check_cell(c, address + byte - first, write, false, pc);
        if (!write) {
            c->plain_read.at[me] = now;
            continue;
        }
        c->plain_write.at[me] = now;
        if (c->location != 0)
            model_plain_write_to(&model.location[c->location - 1], me);
    }
}

void model_plain(uintptr_t address, size_t size, bool write, uintptr_t pc)
{
    if (!model.busy)
        return;
    if (write)
        model_remember(address, size);
    /* Nobody else runs, and the memory is no block. */
    if (model.alone && !in_heap(address) && address >= 4096 && ++model.quiet < 2000000)
        return;
    model_granule *g = check_memory(address, size, write ? "write" : "read", pc);
    if (model.alone || g == NULL)
        return;
    if (model_config.trace && address / 8 <= model_watched / 8 && address + size > model_watched)
        model_trace(write ? MODEL_PLAIN_WRITE : MODEL_PLAIN_READ, address, (unsigned)size, 0, pc);
    for (;;) {
        unsigned part = 8 - (address & 7);
        part = size < part ? (unsigned)size : part;
        plain_part(g, address, part, write, pc);
        address += part;
        size -= part;
        if (size == 0 || (g = model_granule_of(address)) == NULL)
            return;
    }
}

model_cell *model_check_atomic(model_granule *g, uintptr_t address, unsigned size, bool write,
                               uintptr_t pc)
{
    unsigned me = model.current;
    uint16_t now = model_self()->clock.at[me];
    unsigned first = cell_of(g, address, size);
    for (unsigned byte = first; byte < first + size; byte = model_cell_end(g, byte)) {
        model_cell *c = model_cell_at(g, byte);
        check_cell(c, address + byte - first, write, true, pc);
        (write ? &c->atomic_write : &c->atomic_read)->at[me] = now;
    }
    return model_cell_at(g, first);
}

void model_check_free(const model_block *block, uintptr_t pc)
{
    for (uintptr_t at = block->start; at < block->start + block->size; at += 8) {
        model_granule *g = model_granule_of(at);
        for (unsigned byte = 0; byte < 8; byte = model_cell_end(g, byte)) {
            const model_cell *c = model_cell_at(g, byte);
            const model_clock *now = &model_self()->clock;
            if (!model_clock_within(&c->plain_write, now) ||
                !model_clock_within(&c->plain_read, now) ||
                !model_clock_within(&c->atomic_write, now) ||
                !model_clock_within(&c->atomic_read, now))
                model_fault_at(MODEL_RACE, pc, at + byte,
                               "T%u frees memory, and another thread's use of it does not happen "
                               "before",
                               model.current + 1);
        }
    }
}

/* ------------------------------------------------------------------------------------ visibility */

static uintptr_t address_of(size_t index)
{
    return index < MODEL_ARENA / 8 ? model_arena + index * 8
                                   : data_start + (index - MODEL_ARENA / 8) * 8;
}

void model_each_learned(void (*call)(const model_learned *learned, void *argument), void *argument)
{
    size_t count = (MODEL_ARENA + (data_end - data_start)) / 8;
    for (size_t i = 0; i < count; i++) {
        const model_granule *g = &model_granules[i];
        model_learned learned = {address_of(i), g->starts, g->threads, g->written};
        if (g->search == model.search && (g->starts != 1 || g->threads != 0 || g->written))
            call(&learned, argument);
    }
}

bool model_learn(const model_learned *learned)
{
    model_granule *g = model_granule_of(learned->address);
    if (g == NULL || (learned->starts & 1) == 0)
        return false;
    g->starts = learned->starts;
    g->threads = learned->threads;
    g->written = learned->written;
    return true;
}

static bool several(unsigned threads)
{
    return (threads & (threads - 1)) != 0;
}

void model_make_visible(model_granule *g)
{
    g->threads = UINT8_MAX;
    g->written = true;
    model_leave(MODEL_AGAIN);
}

bool model_is_visible(model_granule *g, bool write)
{
    uint8_t threads = g->threads | (uint8_t)(1u << model.current);
    bool was = g->written && several(g->threads);
    g->threads = threads;
    g->written |= write;
    bool is = g->written && several(threads);
    if (is && !was && !model_config.plain_dfs)
        model_leave(MODEL_AGAIN);
    if (!is)
        model_self()->hidden = g;
    return is || model_config.plain_dfs;
}
