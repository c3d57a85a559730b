/*
 * set_std.cc: the containers of libstdc++ behind one mutex each. Nothing is counted: who finds something must copy it
 * under the lock. The sorted list's place is taken by std::map, which has no walk of half its length.
 */
#include "bench/structures/structures.h"

#include <map>
#include <mutex>
#include <new>
#include <queue>
#include <stack>
#include <unordered_map>

namespace
{

struct entry {
    char payload[RC_BENCH_PAYLOAD] = {};
};

template <class container> struct locked {
    std::mutex lock;
    container in;
};

using set_stack = locked<std::stack<void *>>;
using set_queue = locked<std::queue<void *>>;
using set_list = locked<std::map<uint64_t, void *>>;
using set_hash = locked<std::unordered_map<uint64_t, void *>>;
using set_map = locked<std::map<uint64_t, entry>>;

/* The adapter gives zeroed memory, and frees it. */
template <class one> bool begin(one *made)
{
    new (made) one();
    return true;
}

template <class one> void end(one *made)
{
    made->~one();
}

template <class one> bool push(one *made)
{
    std::lock_guard<std::mutex> hold(made->lock);
    made->in.push(nullptr);
    return true;
}

template <class one> bool contains(one *made, uint64_t key)
{
    std::lock_guard<std::mutex> hold(made->lock);
    return made->in.find(key) != made->in.end();
}

template <class one> bool insert(one *made, uint64_t key)
{
    std::lock_guard<std::mutex> hold(made->lock);
    return made->in.try_emplace(key).second;
}

template <class one> bool remove(one *made, uint64_t key)
{
    std::lock_guard<std::mutex> hold(made->lock);
    return made->in.erase(key) > 0;
}

bool stack_pop(set_stack *made)
{
    std::lock_guard<std::mutex> hold(made->lock);
    made->in.pop();
    return true;
}

bool queue_pop(set_queue *made)
{
    std::lock_guard<std::mutex> hold(made->lock);
    made->in.pop();
    return true;
}

bool hash_begin(set_hash *made, size_t buckets)
{
    begin(made);
    made->in.reserve(buckets);
    return true;
}

bool map_insert(set_map *made, uint64_t key)
{
    std::lock_guard<std::mutex> hold(made->lock);
    made->in.insert_or_assign(key, entry());
    return true;
}

} // namespace

#define set_queue set_queue
#define set_map set_map
#define stack_begin begin<set_stack>
#define stack_push push<set_stack>
#define stack_end end<set_stack>
#define queue_begin begin<set_queue>
#define queue_push push<set_queue>
#define queue_end end<set_queue>
#define list_begin begin<set_list>
#define list_contains contains<set_list>
#define list_insert insert<set_list>
#define list_remove remove<set_list>
#define list_end end<set_list>
#define hash_contains contains<set_hash>
#define hash_insert insert<set_hash>
#define hash_remove remove<set_hash>
#define hash_end end<set_hash>
#define map_begin begin<set_map>
#define map_contains contains<set_map>
#define map_remove remove<set_map>
#define map_end end<set_map>

#define SET_NAME "std_locked"
#define SET_DESCRIPTION "peer: std::stack, queue, map and unordered_map behind a std::mutex each"
#define SET_RANK 2

#include "bench/structures/adapter.h"
