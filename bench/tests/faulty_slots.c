/*
 * faulty_slots.c: slots that are wrong on purpose, so that a test can see the suite `mixes` find out.
 *
 *   -DRC_PROGRAM_FAULT=wrong_result   what is read is not what a live object has in it
 *   -DRC_PROGRAM_FAULT=lose_release   objects are left
 */
#include "bench/slots/slots.h"

#include <stdatomic.h>

#define QUOTE_(text) #text
#define QUOTE(text) QUOTE_(text)
#define SLOT_NAME "faulty-" QUOTE(RC_PROGRAM_FAULT)
#define SLOT_DESCRIPTION "wrong on purpose"
#define SLOT_RANK 9

enum { lose_release = 1, wrong_result };

typedef struct faulty_slot {
    _Atomic uint64_t given;
} faulty_slot;
#define slot_cell faulty_slot

static uint64_t alive;

#define slot_begin slot_begin
static bool slot_begin(faulty_slot *slot)
{
    atomic_init(&slot->given, 0);
    return true;
}

static void slot_end(faulty_slot *slot)
{
    if (RC_PROGRAM_FAULT == lose_release)
        alive += atomic_load(&slot->given);
}

#define slot_load slot_load
RC_BENCH_INLINE uint64_t slot_load(faulty_slot *slot)
{
    (void)slot;
    return RC_PROGRAM_FAULT == wrong_result;
}

#define slot_give slot_give
RC_BENCH_INLINE void slot_give(faulty_slot *slot)
{
    atomic_fetch_add(&slot->given, 1);
}

#define slot_alive slot_alive
static uint64_t slot_alive(void)
{
    return alive;
}

#include "bench/slots/adapter.h"
