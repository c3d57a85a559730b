/*
 * slot_shared_ptr.hh: the operations of an atomic shared_ptr, whoever has made it: peer_slot holds a
 * peer_pointer, and peer_new() makes an object.
 */
#include "bench/slots/slots.h"

#include <utility>

/* Without a name for the linker: the peers' objects are different types. */
namespace
{
struct peer_object {
    uint64_t words[RC_BENCH_PAYLOAD / sizeof(uint64_t)] = {};
};
} // namespace

#define slot_cell peer_slot

#define slot_begin slot_begin
static bool slot_begin(peer_slot *slot)
{
    new (slot) peer_slot(peer_new());
    return true;
}

static void slot_end(peer_slot *slot)
{
    slot->~peer_slot();
}

#define slot_load slot_load
RC_BENCH_INLINE uint64_t slot_load(peer_slot *slot)
{
    return slot->load()->words[0];
}

#define slot_store slot_store
RC_BENCH_INLINE void slot_store(peer_slot *slot)
{
    peer_pointer made = peer_new();
    slot->store(made);
}

#define slot_give slot_give
RC_BENCH_INLINE void slot_give(peer_slot *slot)
{
    slot->store(peer_new());
}

#define slot_cas slot_cas
RC_BENCH_INLINE void slot_cas(peer_slot *slot)
{
    peer_pointer expected = slot->load();
    slot->compare_exchange_strong(expected, peer_new());
}

#include "bench/slots/adapter.h"
