/*
 * slot_boost.cc: boost::atomic_shared_ptr.
 */
#include <boost/smart_ptr/atomic_shared_ptr.hpp>
#include <boost/smart_ptr/make_shared.hpp>

#define SLOT_NAME "boost"
#define SLOT_DESCRIPTION "peer: boost::atomic_shared_ptr: a spin lock that sleeps, in the slot"
#define SLOT_RANK 2

namespace
{
struct peer_object;
}
using peer_pointer = boost::shared_ptr<peer_object>;
using peer_slot = boost::atomic_shared_ptr<peer_object>;
#define peer_new() boost::make_shared<peer_object>()

#include "bench/peers/slot_shared_ptr.hh"
