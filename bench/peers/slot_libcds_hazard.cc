/*
 * slot_libcds_hazard.cc: libcds with hazard pointers.
 */
#include <cds/gc/hp.h>

#define SLOT_NAME "libcds_hazard"
#define SLOT_DESCRIPTION "peer: libcds, hazard pointers"
#define SLOT_RANK 2

using peer_scheme = cds::gc::HP;

#include "bench/peers/slot_libcds.hh"
