/*
 * adapter.h: makes a table for the suite `slots` of a few operations. Included at the end of an adapter, in C
 * or C++, which has defined
 *
 *   SLOT_NAME, SLOT_DESCRIPTION, SLOT_RANK      see slots.h
 *   slot_cell                                   the slot, a type
 *   bool slot_begin(slot_cell *)                makes it, with an object in it
 *   void slot_end(slot_cell *)                  and ends it
 *
 * and, each of them together with a macro of the same name that says that it is there:
 *
 *   uint64_t slot_load(slot_cell *)             what is said of `load` in slots.h, once; the word it has read
 *   uint64_t slot_borrow(slot_cell *)           the same for `borrow`
 *   uint64_t slot_inside(slot_cell *)           RC_BENCH_INSIDE reads, their sum
 *   void slot_store(slot_cell *), slot_give, slot_cas
 *   int slot_attach(void), void slot_detach(void), void slot_rest(void)    rest: after each block
 *   uint64_t slot_alive(void)                   objects that there are
 *
 * The objects have RC_BENCH_PAYLOAD bytes, and all words are 0, which no compiler can know.
 */
#ifndef RC_BENCH_SLOTS_ADAPTER_H
#define RC_BENCH_SLOTS_ADAPTER_H

#include "bench/slots/slots.h"

#include <stdlib.h>

#ifdef __cplusplus
namespace
{
/* Adapters have different ones, which must not have a name for the linker. */
union slot_line {
    slot_cell cell;
    char line[RC_BENCH_LINE];
    slot_line()
    {
    }
    ~slot_line()
    {
    }
};
} // namespace
#else
typedef union slot_line {
    slot_cell cell;
    char line[RC_BENCH_LINE];
} slot_line;
#endif

#ifndef slot_rest
#define slot_rest() ((void)0)
#endif

static void *slot_make(size_t count)
{
    slot_line *lines = (slot_line *)aligned_alloc(RC_BENCH_LINE, count * sizeof *lines);
    for (size_t i = 0; lines != NULL && i < count; i++) {
        if (!slot_begin(&lines[i].cell))
            return NULL; /* and the program ends */
    }
    return lines;
}

static void slot_discard(void *slots, size_t count)
{
    slot_line *lines = (slot_line *)slots;
    for (size_t i = 0; i < count; i++)
        slot_end(&lines[i].cell);
    free(lines);
}

/* One operation on one slot. */
#define SLOT_LOOP(name, operation)                                                                 \
    static void name(void *slots, size_t blocks, uint64_t *random)                                 \
    {                                                                                              \
        slot_line *lines = (slot_line *)slots;                                                     \
        (void)random;                                                                              \
        for (size_t block = 0; block < blocks; block++) {                                          \
            RC_BENCH_UNROLL                                                                        \
            for (int i = 0; i < RC_BENCH_BLOCK; i++) {                                             \
                RC_BENCH_OPAQUE(lines);                                                            \
                operation;                                                                         \
            }                                                                                      \
            slot_rest();                                                                           \
        }                                                                                          \
    }

/* One slot of some, read, or now and then given a new object. Not unrolled: it is long enough. */
#define SLOT_MIX(name, read)                                                                       \
    static uint64_t name##_any(void *slots, size_t count, unsigned stores, size_t blocks,          \
                               uint64_t *random)                                                   \
    {                                                                                              \
        slot_line *lines = (slot_line *)slots;                                                     \
        uint64_t seen = 0;                                                                         \
        for (size_t block = 0; block < blocks; block++) {                                          \
            for (int i = 0; i < RC_BENCH_BLOCK; i++) {                                             \
                uint64_t number = rc_bench_random(random);                                         \
                slot_cell *cell = &lines[(number >> 32) * count >> 32].cell;                       \
                if ((number & 0xFFFF) < stores)                                                    \
                    slot_give(cell);                                                               \
                else                                                                               \
                    seen |= read(cell);                                                            \
            }                                                                                      \
            slot_rest();                                                                           \
        }                                                                                          \
        return seen;                                                                               \
    }                                                                                              \
    static void name(void *slots, size_t blocks, uint64_t *random)                                 \
    {                                                                                              \
        RC_BENCH_USE(name##_any(slots, RC_BENCH_SLOTS, 0x10000 / 10, blocks, random));             \
    }

#ifdef slot_load
SLOT_LOOP(slot_loop_load, RC_BENCH_USE(slot_load(&lines->cell)))
#ifdef slot_give
SLOT_MIX(slot_loop_mix, slot_load)
#endif
#endif

#ifdef slot_borrow
SLOT_LOOP(slot_loop_borrow, RC_BENCH_USE(slot_borrow(&lines->cell)))
SLOT_LOOP(slot_loop_chain, lines += slot_borrow(&lines->cell))
#ifdef slot_give
SLOT_MIX(slot_loop_mix_borrow, slot_borrow)
#endif
#endif

#ifdef slot_inside
SLOT_LOOP(slot_loop_inside, if (i % RC_BENCH_INSIDE == 0) RC_BENCH_USE(slot_inside(&lines->cell)))
#endif

#ifdef slot_store
SLOT_LOOP(slot_loop_store, slot_store(&lines->cell))
#endif

#ifdef slot_give
SLOT_LOOP(slot_loop_give, slot_give(&lines->cell))
#endif

#ifdef slot_cas
SLOT_LOOP(slot_loop_cas, slot_cas(&lines->cell))
#endif

static rc_bench_slot_table slot_table;

__attribute__((constructor)) static void slot_add(void)
{
    slot_table.name = SLOT_NAME;
    slot_table.description = SLOT_DESCRIPTION;
    slot_table.rank = SLOT_RANK;
#ifdef slot_attach
    slot_table.attach = slot_attach;
    slot_table.detach = slot_detach;
#endif
    slot_table.make = slot_make;
    slot_table.discard = slot_discard;
#ifdef slot_load
    slot_table.loop[RC_BENCH_LOAD] = slot_loop_load;
#ifdef slot_give
    slot_table.loop[RC_BENCH_MIX] = slot_loop_mix;
    slot_table.mix_load = slot_loop_mix_any;
#endif
#endif
#ifdef slot_borrow
    slot_table.loop[RC_BENCH_BORROW] = slot_loop_borrow;
    slot_table.loop[RC_BENCH_CHAIN] = slot_loop_chain;
#ifdef slot_give
    slot_table.loop[RC_BENCH_MIX_BORROW] = slot_loop_mix_borrow;
    slot_table.mix_borrow = slot_loop_mix_borrow_any;
#endif
#endif
#ifdef slot_inside
    slot_table.loop[RC_BENCH_INSIDES] = slot_loop_inside;
#endif
#ifdef slot_store
    slot_table.loop[RC_BENCH_STORE] = slot_loop_store;
#endif
#ifdef slot_give
    slot_table.loop[RC_BENCH_GIVE] = slot_loop_give;
#endif
#ifdef slot_cas
    slot_table.loop[RC_BENCH_CAS] = slot_loop_cas;
#endif
#ifdef slot_alive
    slot_table.alive = slot_alive;
#endif
    rc_bench_add_slots(&slot_table);
}

#endif
