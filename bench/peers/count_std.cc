/*
 * count_std.cc: std::shared_ptr by make_shared. libstdc++ counts without atomic operations while the process
 * has had one thread only; here it always has had more.
 */
#include <memory>

#define COUNT_NAME "std_shared_ptr"
#define COUNT_DESCRIPTION "std::shared_ptr of libstdc++, by make_shared"

template <class T> using peer_pointer = std::shared_ptr<T>;
#define peer_make std::make_shared
#define peer_place std::allocate_shared

#include "bench/peers/count_shared_ptr.hh"
