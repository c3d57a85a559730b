/*
 * count_boost_shared.cc: boost::shared_ptr by make_shared.
 */
#include <boost/smart_ptr/make_shared.hpp>

#define COUNT_NAME "boost_shared_ptr"
#define COUNT_DESCRIPTION "boost::shared_ptr, by make_shared"

template <class T> using peer_pointer = boost::shared_ptr<T>;
#define peer_make boost::make_shared
#define peer_place boost::allocate_shared

#include "bench/peers/count_shared_ptr.hh"
