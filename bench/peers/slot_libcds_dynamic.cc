/*
 * slot_libcds_dynamic.cc: libcds with hazard pointers of which a thread may have any number.
 */
#include <cds/gc/dhp.h>

#define SLOT_NAME "libcds_dynamic"
#define SLOT_DESCRIPTION "peer: libcds, dynamic hazard pointers"
#define SLOT_RANK 2

using peer_scheme = cds::gc::DHP;

#include "bench/peers/slot_libcds.hh"
