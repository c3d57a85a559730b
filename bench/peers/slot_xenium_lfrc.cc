/*
 * slot_xenium_lfrc.cc: xenium with lock-free reference counting (Valois): objects from a pool of its own.
 */
#include <xenium/reclamation/lock_free_ref_count.hpp>

#define SLOT_NAME "xenium_lfrc"
#define SLOT_DESCRIPTION "peer: xenium, lock-free reference counting (Valois): objects from a pool of its own"
#define SLOT_RANK 2
#define PEER_COUNTS
using peer_scheme = xenium::reclamation::lock_free_ref_count<>;

#include "bench/peers/slot_xenium.hh"
