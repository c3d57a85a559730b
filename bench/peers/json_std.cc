/*
 * json_std.cc: the workload `json` with std::shared_ptr: the values of the text, shared by threads.
 */
#include "bench/programs/json.h"
#include "bench/programs/peer.hh"

#include <memory>
#include <string>
#include <vector>

namespace
{

struct value;
using pointer = std::shared_ptr<value>;

/* An object's children are its keys and values in turn. */
struct value {
    uint64_t number = 0;
    std::string text;
    std::vector<pointer> child;
};

pointer parse(const char *&at)
{
    auto self = std::make_shared<value>();
    if (*at == '[' || *at == '{') {
        for (at++; *at != ']' && *at != '}' && *at != '\0';) {
            if (*at == ' ' || *at == ',' || *at == ':' || *at == '\n')
                at++;
            else
                self->child.push_back(parse(at));
        }
        at += *at != '\0' ? 1 : 0;
    } else if (*at == '"') {
        const char *end = at + 1;
        while (*end != '"' && *end != '\0')
            end++;
        self->text.assign(at + 1, end);
        at = end + (*end != '\0' ? 1 : 0);
    } else {
        if (*at < '0' || *at > '9')
            rc_cli_fail("the parser cannot read '%.10s'", at);
        for (; *at >= '0' && *at <= '9'; at++)
            self->number = self->number * 10 + static_cast<uint64_t>(*at - '0');
    }
    return self;
}

uint64_t sum_of(const value &self)
{
    uint64_t sum = self.number;
    for (const pointer &each : self.child)
        sum += sum_of(*each);
    return sum;
}

pointer member(const pointer &parent, const char *key)
{
    for (size_t i = 0; i + 1 < parent->child.size(); i += 2) {
        if (parent->child[i]->text == key)
            return parent->child[i + 1];
    }
    return nullptr;
}

/* Each step holds a reference, and gives up the one before. */
uint64_t look_up(const pointer &root, uint64_t record, bool second)
{
    pointer at = root;
    at = pointer(at->child[record]);
    at = member(at, "place");
    at = member(at, second ? "y" : "x");
    return at->number;
}

bool run(const rc_program_job *job, rc_program_found *found)
{
    std::vector<char> text(job->size * JSON_RECORD_BYTES + 3);
    json_write(job, text.data());
    const char *at = text.data();
    double start = rc_tool_thread_seconds();
    pointer root = parse(at);
    double parsed = rc_tool_thread_seconds() - start;
    found->errors += root->child.size() != job->size || *at != '\0' ? 1 : 0;
    found->result = sum_of(*root);
    uint64_t sums[RC_PROGRAM_MOST_THREADS] = {};
    double seconds = peer_team(job->threads, [&](unsigned index) {
        uint64_t random = rc_program_seed(job->seed, index), sum = 0;
        for (size_t i = 0; i < job->work; i++) {
            uint64_t drawn = json_draw(job, &random);
            sum += look_up(root, drawn / 2, drawn % 2 != 0);
        }
        sums[index] = sum;
    });
    for (uint64_t each : sums)
        found->result += each;
    start = rc_tool_thread_seconds();
    root.reset();
    parsed += rc_tool_thread_seconds() - start;
    found->ns = rc_program_ns(seconds, job->threads,
                              static_cast<double>(job->work) * job->threads * JSON_STEPS);
    found->number[0] = {"parse", "ns",
                        parsed * 1e9 / (static_cast<double>(job->size) * JSON_VALUES)};
    return true;
}

const peer_program table("json", PEER_STD, PEER_STD_DESCRIPTION, 0, run);

} // namespace
