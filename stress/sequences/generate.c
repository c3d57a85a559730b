/*
 * generate.c: see generate.h.
 *
 * Each operation is legal where objects die at once; on a backend that leaves deaths to the owner a few
 * are not, and are skipped. Each sequence has weights of its own, and some operations not at all: where
 * everything happens as often, nothing happens often enough (Groce and others, "Swarm Testing", 2012).
 */
#include "stress/sequences/generate.h"

#include "stress/sequences/model.h"
#include "stress/support/threads.h"

/* How often in a usual sequence. Those without a zero chance are needed to get anywhere. */
static const struct {
    unsigned weight;
    bool always;
} usual[STRESS_SEQ_KIND_COUNT] = {
    [STRESS_SEQ_NEW] = {30, true},         [STRESS_SEQ_RETAIN] = {40, true},
    [STRESS_SEQ_RELEASE] = {60, true},     [STRESS_SEQ_RETAIN_MANY] = {1, false},
    [STRESS_SEQ_RELEASE_ALL] = {2, false}, [STRESS_SEQ_GIVE] = {40, true},
    [STRESS_SEQ_TRY_RETAIN] = {10, false}, [STRESS_SEQ_ENABLE] = {6, false},
    [STRESS_SEQ_IS_UNIQUE] = {10, false},  [STRESS_SEQ_COUNT] = {15, false},
    [STRESS_SEQ_TYPE_OF] = {3, false},     [STRESS_SEQ_IMMORTAL] = {1, false},
    [STRESS_SEQ_LINK] = {20, false},       [STRESS_SEQ_UNLINK] = {5, false},
    [STRESS_SEQ_WEAK_NEW] = {15, false},   [STRESS_SEQ_UPGRADE] = {15, false},
    [STRESS_SEQ_WEAK_FREE] = {10, false},  [STRESS_SEQ_ATTACH] = {10, false},
    [STRESS_SEQ_DETACH] = {10, false},     [STRESS_SEQ_POLL] = {12, false},
    [STRESS_SEQ_BLOCK_BEGIN] = {8, false}, [STRESS_SEQ_BLOCK_END] = {12, false},
    [STRESS_SEQ_EXIT] = {6, false},
};

typedef struct plan {
    uint64_t random;
    unsigned weight[STRESS_SEQ_KIND_COUNT], total;
    unsigned type[STRESS_SEQ_TYPE_COUNT], types; /* those in use */
    unsigned threads, objects, weaks;
    unsigned stay; /* per cent: the next operation is the same thread's */
} plan;

static unsigned below(plan *p, unsigned n)
{
    return (unsigned)(stress_random(&p->random) % n);
}

static void make_plan(plan *p)
{
    p->threads = 1 + below(p, STRESS_SEQ_THREADS);
    p->objects = 1 + below(p, STRESS_SEQ_OBJECTS);
    p->weaks = 1 + below(p, STRESS_SEQ_WEAKS);
    p->stay = below(p, 90);
    for (unsigned k = 0; k < STRESS_SEQ_KIND_COUNT; k++) {
        unsigned factor = below(p, 4) + (usual[k].always ? 1 : 0);
        p->weight[k] = usual[k].weight * factor;
        p->total += p->weight[k];
    }
    for (unsigned t = 0; t < STRESS_SEQ_TYPE_COUNT; t++) {
        if (below(p, 2) == 0)
            p->type[p->types++] = t;
    }
    if (p->types == 0)
        p->type[p->types++] = below(p, STRESS_SEQ_TYPE_COUNT);
}

static unsigned operand(plan *p, char letter)
{
    switch (letter) {
    case 'T':
        return below(p, p->threads);
    case 'w':
        return below(p, p->weaks);
    case 't':
        return p->type[below(p, p->types)];
    default:
        return below(p, p->objects);
    }
}

static stress_seq_op draw(plan *p, unsigned thread)
{
    stress_seq_op op = {.thread = (uint8_t)thread};
    unsigned at = below(p, p->total);
    while (at >= p->weight[op.kind])
        at -= p->weight[op.kind++];
    for (const char *o = stress_seq_operands((stress_seq_kind)op.kind); *o != '\0'; o++)
        *(*o == 'o' ? &op.object : &op.other) = (uint8_t)operand(p, *o);
    return op;
}

void stress_seq_generate(stress_seq *s, uint64_t seed)
{
    enum {
        DRAWS = 40
    }; /* for one operation: what is legal is found soon, or there is little left */
    plan p = {.random = seed};
    stress_seq_model m;
    make_plan(&p);
    stress_seq_model_init(&m, false);
    size_t length = 4 + below(&p, STRESS_SEQ_MOST / 2);
    unsigned thread = 0;
    s->length = 0;
    for (size_t tries = 0; s->length < length && tries < DRAWS * length; tries++) {
        if (below(&p, 100) >= p.stay)
            thread = below(&p, p.threads);
        stress_seq_op op = draw(&p, thread);
        if (!m.thread[thread].started) /* identities that are never used again */
            stress_seq_model_start(&m, thread, tries + 1);
        if (!stress_seq_model_legal(&m, op))
            continue;
        stress_seq_model_imagine(&m, op);
        s->op[s->length++] = op;
    }
}
