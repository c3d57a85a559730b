/*
 * slot_std.cc: std::atomic<std::shared_ptr> of C++20.
 */
#include <atomic>
#include <memory>

#define SLOT_NAME "std"
#define SLOT_DESCRIPTION "peer: std::atomic<std::shared_ptr> of libstdc++: a spin lock in the pointer's low bit"
#define SLOT_RANK 2

namespace
{
struct peer_object;
}
using peer_pointer = std::shared_ptr<peer_object>;
using peer_slot = std::atomic<peer_pointer>;
#define peer_new() std::make_shared<peer_object>()

#include "bench/peers/slot_shared_ptr.hh"
