/*
 * map_std.cc: the workload `map` with std::shared_ptr: the same trie, its newest version behind a std::mutex.
 */
#include "bench/programs/map.h"
#include "bench/programs/peer.hh"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

namespace
{

struct leaf {
    uint64_t key, version;
};

/* A child is a node, or a leaf if its bit is in `leaves`. */
struct node {
    uint32_t there = 0, leaves = 0;
    std::vector<std::shared_ptr<const void>> child;

    size_t at(uint32_t bit) const
    {
        return static_cast<size_t>(__builtin_popcount(there & (bit - 1)));
    }
    const node *below(uint32_t bit) const
    {
        return static_cast<const node *>(child[at(bit)].get());
    }
    const leaf *leaf_of(uint32_t bit) const
    {
        return static_cast<const leaf *>(child[at(bit)].get());
    }
};

using node_pointer = std::shared_ptr<const node>;
using leaf_pointer = std::shared_ptr<const leaf>;

uint32_t bit_of(uint64_t key, unsigned depth)
{
    return 1u << map_place(key, depth);
}

/* A copy with another child, or one more; without if it is nullptr. */
node_pointer with(const node &old, uint32_t bit, std::shared_ptr<const void> child, bool is_leaf)
{
    auto self = std::make_shared<node>();
    auto place = old.child.begin() + static_cast<std::ptrdiff_t>(old.at(bit));
    bool was = (old.there & bit) != 0;
    self->there = child != nullptr ? old.there | bit : old.there & ~bit;
    self->leaves = is_leaf ? old.leaves | bit : old.leaves & ~bit;
    /* Each child that stays is counted once, and none is moved: as in hamt.h. */
    self->child.reserve(old.child.size() + 1);
    self->child.assign(old.child.begin(), place);
    if (child != nullptr)
        self->child.push_back(std::move(child));
    self->child.insert(self->child.end(), place + (was ? 1 : 0), old.child.end());
    return self;
}

node_pointer put(const node &self, leaf_pointer added, unsigned depth)
{
    uint32_t bit = bit_of(added->key, depth);
    if ((self.there & bit) == 0)
        return with(self, bit, std::move(added), true);
    if ((self.leaves & bit) == 0)
        return with(self, bit, put(*self.below(bit), std::move(added), depth + 1), false);
    const leaf *old = self.leaf_of(bit);
    if (old->key == added->key)
        return with(self, bit, std::move(added), true);
    node only;
    only.there = only.leaves = bit_of(old->key, depth + 1);
    only.child.push_back(self.child[self.at(bit)]);
    return with(self, bit, put(only, std::move(added), depth + 1), false);
}

/* nullptr: it is not there. */
node_pointer without(const node &self, uint64_t key, unsigned depth)
{
    uint32_t bit = bit_of(key, depth);
    if ((self.there & bit) == 0)
        return nullptr;
    if (self.leaves & bit)
        return self.leaf_of(bit)->key == key ? with(self, bit, nullptr, false) : nullptr;
    node_pointer less = without(*self.below(bit), key, depth + 1);
    if (less == nullptr)
        return nullptr;
    bool empty = less->there == 0;
    return with(self, bit, empty ? nullptr : std::move(less), false);
}

const leaf *find(const node *self, uint64_t key)
{
    for (unsigned depth = 0;; depth++) {
        uint32_t bit = bit_of(key, depth);
        if ((self->there & bit) == 0)
            return nullptr;
        if (self->leaves & bit)
            return self->leaf_of(bit)->key == key ? self->leaf_of(bit) : nullptr;
        self = self->below(bit);
    }
}

uint64_t sum_of(const node &self)
{
    uint64_t sum = 0;
    for (uint32_t left = self.there; left != 0; left &= left - 1) {
        uint32_t bit = left & -left;
        sum += self.leaves & bit ? map_sum(self.leaf_of(bit)->key, self.leaf_of(bit)->version)
                                 : sum_of(*self.below(bit));
    }
    return sum;
}

struct version {
    uint64_t number;
    node_pointer root;
};
using version_pointer = std::shared_ptr<const version>;

class history
{
  public:
    version_pointer load()
    {
        std::lock_guard<std::mutex> hold(lock);
        return newest;
    }
    void give(version_pointer next)
    {
        std::lock_guard<std::mutex> hold(lock);
        newest.swap(next); /* the old one ends after the lock, with its caller's variable */
    }

  private:
    std::mutex lock;
    version_pointer newest;
};

struct reader {
    std::vector<version_pointer> kept = std::vector<version_pointer>(MAP_KEPT);
    size_t oldest = 0;
    uint64_t random = 0, lookups = 0, errors = 0;

    void look(history &all, const rc_program_job *job)
    {
        version_pointer &snapshot = kept[oldest];
        oldest = (oldest + 1) % (job->threads == 1 ? 1 : MAP_KEPT);
        snapshot = all.load();
        for (int i = 0; i < MAP_LOOKUPS; i++) {
            uint64_t key = rc_program_draw(&random, job->size);
            const leaf *found = find(snapshot->root.get(), key);
            errors += found != nullptr && (found->key != key || found->version > snapshot->number)
                          ? 1
                          : 0;
        }
        lookups += MAP_LOOKUPS;
    }
};

void publish(history &all, uint64_t number, map_update update)
{
    version_pointer old = all.load();
    node_pointer next = update.put
                            ? put(*old->root, std::make_shared<leaf>(leaf{update.key, number}), 0)
                            : without(*old->root, update.key, 0);
    all.give(std::make_shared<version>(version{number, next != nullptr ? next : old->root}));
}

bool run(const rc_program_job *job, rc_program_found *found)
{
    history all;
    node_pointer root = std::make_shared<node>();
    for (uint64_t key = 0; key < job->size; key += 2)
        root = put(*root, std::make_shared<leaf>(leaf{key, 0}), 0);
    all.give(std::make_shared<version>(version{0, std::move(root)}));
    std::vector<double> update(job->work);
    std::vector<reader> readers(job->threads);
    std::atomic<bool> over{false};
    double looking = 0, updating = 0;
    double seconds = peer_team(job->threads, [&](unsigned index) {
        reader &self = readers[index];
        self.random = rc_program_seed(job->seed, index + 1);
        if (index > 0) {
            do
                self.look(all, job);
            while (!over);
            self.kept.clear();
            return;
        }
        uint64_t random = rc_program_seed(job->seed, 0);
        for (uint64_t i = 1; i <= job->work; i++) {
            double start = rc_tool_now();
            publish(all, i, map_draw(job, &random));
            double end = rc_tool_now();
            update[i - 1] = end - start;
            if (job->threads > 1)
                continue;
            self.look(all, job);
            looking += rc_tool_now() - end;
        }
        over = true;
    });
    uint64_t lookups = 0;
    for (const reader &each : readers) {
        lookups += each.lookups;
        found->errors += each.errors;
    }
    for (double each : update)
        updating += each;
    found->result = sum_of(*all.load()->root);
    map_times(job, seconds, looking, updating, lookups, found);
    rc_program_pauses(found, 1, update.data(), update.size());
    return true;
}

const peer_program table("map", PEER_STD, PEER_STD_DESCRIPTION, 0, run);

} // namespace
