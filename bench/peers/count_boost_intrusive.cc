/*
 * count_boost_intrusive.cc: boost::intrusive_ptr to an object with Boost's own atomic counter as its base.
 */
#include "bench/counts/loops.h"

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstdlib>

#define COUNT_NAME "boost_intrusive_ptr"
#define COUNT_DESCRIPTION "boost::intrusive_ptr with boost::intrusive_ref_counter, atomic"
#define count_cell counted

namespace
{
struct counted : boost::intrusive_ref_counter<counted, boost::thread_safe_counter> {
    static void operator delete(void *memory)
    {
        std::free(memory);
    }
};
} // namespace
using pointer = boost::intrusive_ptr<counted>;

static void count_begin(counted *object)
{
    pointer(new (static_cast<void *>(object)) counted).detach();
}

RC_BENCH_INLINE void count_retain(void *reference)
{
    pointer(static_cast<counted *>(reference)).detach();
}

RC_BENCH_INLINE void count_release(void *reference)
{
    pointer(static_cast<counted *>(reference), false);
}

#include "bench/counts/adapter.h"
