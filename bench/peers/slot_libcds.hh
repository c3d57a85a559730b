/*
 * slot_libcds.hh: a pointer protected by a guard of libcds, with its scheme peer_scheme. Nothing counts.
 */
#include "bench/slots/slots.h"

#include <atomic>
#include <cds/init.h>
#include <new>

/* Without a name for the linker: the peers' objects are different types. */
namespace
{
struct peer_object {
    uint64_t words[RC_BENCH_PAYLOAD / sizeof(uint64_t)] = {};
};
using peer_slot = std::atomic<peer_object *>;

/* From before main begins until it has ended. */
struct initialized {
    initialized()
    {
        cds::Initialize();
    }
    ~initialized()
    {
        cds::Terminate();
    }
} library;
peer_scheme scheme;

struct disposer {
    void operator()(peer_object *object) const
    {
        delete object;
    }
};
} // namespace

#define slot_cell peer_slot

#define slot_attach slot_attach
static int slot_attach()
{
    cds::threading::Manager::attachThread();
    return 0;
}

static void slot_detach()
{
    peer_scheme::force_dispose();
    cds::threading::Manager::detachThread();
}

static bool slot_begin(peer_slot *slot)
{
    new (slot) peer_slot(new peer_object);
    return true;
}

static void slot_end(peer_slot *slot)
{
    delete slot->load();
}

#define slot_borrow slot_borrow
RC_BENCH_INLINE uint64_t slot_borrow(peer_slot *slot)
{
    typename peer_scheme::Guard guard;
    return guard.protect(*slot)->words[0];
}

#define slot_give slot_give
RC_BENCH_INLINE void slot_give(peer_slot *slot)
{
    peer_scheme::retire<disposer>(slot->exchange(new peer_object, std::memory_order_acq_rel));
}

#include "bench/slots/adapter.h"
