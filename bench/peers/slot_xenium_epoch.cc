/*
 * slot_xenium_epoch.cc: xenium with epochs.
 */
#include <array> // which xenium forgets

#include <xenium/reclamation/generic_epoch_based.hpp>

#define SLOT_NAME "xenium_epoch"
#define SLOT_DESCRIPTION "peer: xenium, epochs"
#define SLOT_RANK 2

using peer_scheme = xenium::reclamation::epoch_based<>;

#include "bench/peers/slot_xenium.hh"
