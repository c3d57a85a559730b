/*
 * heap.c: the program's heap, and what is done wrong with it.
 *
 * Each thread allocates from a range of its own, one block after the other, so that an address depends on
 * nothing but what the thread has allocated before: addresses reach hash tables, and steps that commute must
 * lead to the same state. Freed memory is not used again, so that every use after free is found; a program
 * that wants to see reuse (`reuse`) gets back what the same thread freed last, as from an allocator's
 * thread cache, or new memory: both are tried.
 */
#include "stress/model/modification.h"
#include "stress/model/prepared.h"
#include "stress/model/seam_functions.h"
#include "stress/model/trace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

size_t model_heap_end[MODEL_THREADS];

void model_heap_reset(void)
{
    model.blocks = 0;
    memset(model_heap_end, 0, sizeof model_heap_end);
}

model_block *model_block_at(uintptr_t address)
{
    const model_granule *g = model_granule_of(address);
    return g != NULL && g->block != 0 ? &model.block[g->block - 1] : NULL;
}

static void claim(model_block *b)
{
    uint16_t number = (uint16_t)(b - model.block + 1);
    for (uintptr_t at = b->start; at < b->start + b->size; at += 8)
        model_granule_of(at)->block = number;
}

/* Memory that had another life is written to by its allocation. */
static void begin_again(const model_block *b)
{
    unsigned me = model.current;
    for (uintptr_t at = b->start; at < b->start + b->size; at += 8) {
        model_granule *g = model_granule_of(at);
        g->lock_ready = false;
        for (unsigned byte = 0; byte < 8; byte = model_cell_end(g, byte)) {
            model_cell *c = model_cell_at(g, byte);
            c->plain_write.at[me] = model_self()->clock.at[me];
            if (c->location != 0)
                model_plain_write_to(&model.location[c->location - 1], me);
        }
    }
}

static model_block *freed_last(size_t size)
{
    for (unsigned i = model.blocks; i-- > 0;) {
        model_block *b = &model.block[i];
        if (b->freed && b->freed_by == model.current && b->size == size &&
            model_block_at(b->start) == b)
            return b;
    }
    return NULL;
}

static bool fails(void)
{
    unsigned of = model.program->no_memory_of;
    if (model.alone || model.failures == 0 || (of != 0 && (of >> model.current & 1) == 0) ||
        model_pick(2) == 0)
        return false;
    model.failures--;
    errno = ENOMEM;
    return true;
}

static void *allocate(size_t size, size_t alignment, bool kept, uintptr_t pc)
{
    if (fails())
        return NULL;
    if (model.blocks == MODEL_BLOCKS)
        model_fault_at(MODEL_TOO_LARGE, pc, 0, "too many allocations");
    model_block *b = &model.block[model.blocks];
    const model_block *old = model.program->reuse && !model.alone ? freed_last(size) : NULL;
    bool again = old != NULL && model_pick(2) == 0;
    uintptr_t range = model_arena + model.current * (uintptr_t)MODEL_HEAP;
    size_t *end = &model_heap_end[model.current];
    if (!again) {
        *end = (*end + alignment - 1) & ~(alignment - 1);
        if (*end + size + 64 > MODEL_HEAP)
            model_fault_at(MODEL_TOO_LARGE, pc, 0, "too much is allocated");
    }
    *b = (model_block){.start = again ? old->start : range + *end,
                       .size = (uint32_t)size,
                       .thread = (uint8_t)model.current,
                       .kept = kept,
                       .pc = pc};
    model.blocks++;
    if (again)
        begin_again(b);
    else
        *end += ((size + 15) & ~(size_t)15) + 16; /* a gap that belongs to nobody */
    claim(b);
    memset((void *)b->start, 0xaa, size);
    return (void *)b->start;
}

static uintptr_t caller(void *address)
{
    return (uintptr_t)address;
}

void *model_malloc(size_t size)
{
    return allocate(size > 0 ? size : 1, 16, false, caller(__builtin_return_address(0)));
}

void *model_calloc(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        return NULL;
    void *block = allocate(bytes > 0 ? bytes : 1, 16, false, caller(__builtin_return_address(0)));
    return block != NULL ? memset(block, 0, bytes) : NULL;
}

/* The library asks so for the records of threads alone, which it keeps for ever. */
void *model_aligned_alloc(size_t alignment, size_t size)
{
    return allocate(size, alignment, true, caller(__builtin_return_address(0)));
}

void model_free(void *block)
{
    uintptr_t pc = caller(__builtin_return_address(0));
    uintptr_t address = (uintptr_t)block;
    if (block == NULL)
        return;
    model_block *b = address - model_arena < (uintptr_t)MODEL_THREADS * MODEL_HEAP
                         ? model_block_at(address)
                         : NULL;
    if (b == NULL || b->start != address)
        model_fault_at(MODEL_WILD_ACCESS, pc, address, "T%u frees what is no block",
                       model.current + 1);
    if (b->freed)
        model_fault_at(MODEL_DOUBLE_FREE, pc, address, "T%u frees memory that T%u has freed",
                       model.current + 1, b->freed_by + 1u);
    for (unsigned t = 0; t < model.threads; t++) {
        for (unsigned i = 0; i < model.thread[t].locks; i++) {
            if ((uintptr_t)model.thread[t].held[i] - address < b->size)
                model_fault_at(MODEL_LOCK_MISUSE, pc, address,
                               "T%u frees memory with a lock in it that T%u holds",
                               model.current + 1, t + 1);
        }
    }
    if (!model.alone)
        model_check_free(b, pc);
    b->freed = true;
    b->freed_by = (uint8_t)model.current;
    if (model_config.trace)
        model_trace(MODEL_FREE, address, 8, 0, pc);
}

/* The block that a word in memory names; NULL: none. */
static model_block *named_by(uintptr_t at)
{
    uintptr_t value;
    memcpy(&value, (const void *)at, sizeof value);
    model_block *b =
        value - model_arena < (uintptr_t)MODEL_THREADS * MODEL_HEAP ? model_block_at(value) : NULL;
    return b != NULL && b->start == value && !b->freed ? b : NULL;
}

/*
 * A record, which is kept, has lists of blocks for later use, each of which names the next in its first word. What
 * they have held once they still name behind that.
 */
static void keep_stocks(void)
{
    for (unsigned i = 0; i < model.blocks; i++) {
        const model_block *record = &model.block[i];
        for (uintptr_t at = record->start; record->kept && at + 8 <= record->start + record->size;
             at += 8) {
            model_block *b = named_by(at);
            while (b != NULL && !b->kept && !b->stock) {
                b->stock = true;
                b = b->size >= 8 ? named_by(b->start) : NULL;
            }
        }
    }
}

void model_check_leaks(void)
{
    keep_stocks();
    for (unsigned i = 0; i < model.blocks; i++) {
        const model_block *b = &model.block[i];
        if (!b->freed && !b->kept && !b->stock && !model_global_holds(b->start, b->size)) {
            model_report(MODEL_LEAK, b->pc, b->start, "%u bytes of T%u are never freed", b->size,
                         b->thread + 1u);
            return;
        }
    }
}

void model_name(const void *address, const char *name)
{
    model_block *b = (uintptr_t)address - model_arena < MODEL_THREADS * (uintptr_t)MODEL_HEAP
                         ? model_block_at((uintptr_t)address)
                         : NULL;
    if (b != NULL)
        b->name = name;
}
