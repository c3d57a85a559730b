/*
 * slot_xenium_hazard.cc: xenium with hazard pointers.
 */
#include <xenium/reclamation/hazard_pointer.hpp>

#define SLOT_NAME "xenium_hazard"
#define SLOT_DESCRIPTION "peer: xenium, hazard pointers"
#define SLOT_RANK 2

using peer_scheme = xenium::reclamation::hazard_pointer<>::with<
    xenium::policy::allocation_strategy<xenium::reclamation::hp_allocation::dynamic_strategy<3>>>;

#include "bench/peers/slot_xenium.hh"
