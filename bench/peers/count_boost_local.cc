/*
 * count_boost_local.cc: boost::local_shared_ptr, whose copies count without atomic operations.
 */
#include <boost/smart_ptr/make_local_shared.hpp>

#define COUNT_NAME "boost_local_shared_ptr"
#define COUNT_DESCRIPTION "boost::local_shared_ptr, whose copies are one thread's"
#define COUNT_ALONE

template <class T> using peer_pointer = boost::local_shared_ptr<T>;
#define peer_make boost::make_local_shared
#define peer_place boost::allocate_local_shared

#include "bench/peers/count_shared_ptr.hh"
