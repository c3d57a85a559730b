/*
 * cache_std.cc: the workload `cache` as it is mostly written: std::unordered_map, std::shared_ptr and one std::mutex.
 */
#include "bench/programs/cache.h"
#include "bench/programs/peer.hh"

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace
{

struct value {
    uint64_t key, word;
    char payload[RC_BENCH_PAYLOAD - 2 * sizeof(uint64_t)];
};

class cache
{
  public:
    explicit cache(const rc_program_job *job) : job(job), ring(job->size)
    {
        table.reserve(job->size);
        for (uint64_t key = 0; key < job->size; key++) {
            table.emplace(key, made_for(key));
            ring[key] = key;
        }
    }
    std::shared_ptr<value> get(uint64_t key, uint64_t &hits)
    {
        {
            std::lock_guard<std::mutex> hold(lock);
            auto place = table.find(key);
            if (place != table.end()) {
                hits++;
                return place->second;
            }
        }
        auto made = made_for(key);
        std::lock_guard<std::mutex> hold(lock);
        if (table.emplace(key, made).second) {
            table.erase(ring[turn]);
            ring[turn] = key;
            turn = (turn + 1) % ring.size();
        }
        return made;
    }
    bool whole() const
    {
        return table.size() == ring.size();
    }

  private:
    std::shared_ptr<value> made_for(uint64_t key) const
    {
        auto made = std::make_shared<value>();
        made->key = key;
        made->word = cache_word(job, key);
        return made;
    }

    const rc_program_job *job;
    std::mutex lock; /* of what follows */
    std::unordered_map<uint64_t, std::shared_ptr<value>> table;
    std::vector<uint64_t> ring;
    size_t turn = 0;
};

bool run(const rc_program_job *job, rc_program_found *found)
{
    cache shared(job);
    struct {
        uint64_t sum, hits, errors;
    } of[RC_PROGRAM_MOST_THREADS] = {};
    double seconds = peer_team(job->threads, [&](unsigned index) {
        uint64_t random = rc_program_seed(job->seed, index), sum = 0, hits = 0, errors = 0;
        for (size_t i = 0; i < job->work; i++) {
            uint64_t key = cache_draw(job, &random);
            auto value = shared.get(key, hits);
            errors += value->key != key;
            sum += value->word;
        }
        of[index] = {sum, hits, errors};
    });
    uint64_t hits = 0;
    for (const auto &each : of) {
        found->result += each.sum;
        found->errors += each.errors;
        hits += each.hits;
    }
    found->errors += shared.whole() ? 0 : 1;
    double operations = static_cast<double>(job->work) * job->threads;
    found->ns = rc_program_ns(seconds, job->threads, operations);
    found->number[0] = {"hits", "percent", 100 * static_cast<double>(hits) / operations};
    return true;
}

const peer_program table("cache", PEER_STD, PEER_STD_DESCRIPTION, 0, run);

} // namespace
