/*
 * slot_xenium.hh: a concurrent pointer of xenium, with the reclamation scheme peer_scheme. A guard protects, or
 * counts, with lock_free_ref_count; it is that scheme's owning load, and the borrow of all others.
 */
#include "bench/slots/slots.h"

#include <xenium/acquire_guard.hpp>

/* Without a name for the linker: the peers' objects are different types. */
namespace
{
struct peer_object : peer_scheme::enable_concurrent_ptr<peer_object> {
    uint64_t words[RC_BENCH_PAYLOAD / sizeof(uint64_t)] = {};
};
} // namespace
using peer_slot = peer_scheme::concurrent_ptr<peer_object, 0>;

#define slot_cell peer_slot

#define slot_begin slot_begin
static bool slot_begin(peer_slot *slot)
{
    new (slot) peer_slot(new peer_object);
    return true;
}

/* The old object is reclaimed by whoever took it out. */
RC_BENCH_INLINE void peer_replace(peer_slot *slot, peer_object *object)
{
    for (;;) {
        auto guard = xenium::acquire_guard(*slot, std::memory_order_acquire);
        peer_slot::marked_ptr expected = guard.get();
        if (slot->compare_exchange_strong(expected, object, std::memory_order_acq_rel, std::memory_order_relaxed)) {
            guard.reclaim();
            return;
        }
    }
}

static void slot_end(peer_slot *slot)
{
    peer_replace(slot, nullptr);
    slot->~peer_slot();
}

RC_BENCH_INLINE uint64_t peer_read(peer_slot *slot)
{
    return xenium::acquire_guard(*slot, std::memory_order_acquire)->words[0];
}

#ifdef PEER_COUNTS
#define slot_load peer_read
#else
#define slot_borrow peer_read

#define slot_inside slot_inside
RC_BENCH_INLINE uint64_t slot_inside(peer_slot *slot)
{
    [[maybe_unused]] peer_scheme::region_guard region;
    uint64_t sum = 0;
    for (int i = 0; i < RC_BENCH_INSIDE; i++)
        sum += peer_read(slot);
    return sum;
}
#endif

#define slot_give slot_give
RC_BENCH_INLINE void slot_give(peer_slot *slot)
{
    peer_replace(slot, new peer_object);
}

#include "bench/slots/adapter.h"
