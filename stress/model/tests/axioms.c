/*
 * axioms.c: see axioms.h.
 *
 * Events are numbered: first the initial store of each variable, then the steps, thread by thread. A relation
 * is a row of bits for each event: those that it is related to.
 *
 * Values come from who reads from whom, so that program order and reads-from must have no cycle together (no
 * load buffering); then all orders of the stores to each variable are tried.
 */
#include "stress/model/tests/axioms.h"

#include <string.h>

enum { EVENTS = LITTLE_VARIABLES + LITTLE_THREADS * LITTLE_STEPS, INITIAL = LITTLE_THREADS };
enum { RLX, CONSUME, ACQ, REL, ACQ_REL, SC };

typedef uint32_t relation[EVENTS];

static struct {
    const little_program *program;
    little_set *set;
    unsigned events;
    little_step step[EVENTS];
    unsigned thread[EVENTS];
    bool reads[EVENTS], writes[EVENTS], updates[EVENTS]; /* updates: both, as one */
    unsigned source[EVENTS];                             /* whom it reads from */
    unsigned read[EVENTS], written[EVENTS];
    unsigned order[EVENTS]; /* its memory order, once it is known whether an exchange succeeds */
    unsigned place[EVENTS]; /* in the order of the stores to its variable */
    relation po, rf, mo, fr, hb, eco;
} g;

#define BIT(i) (UINT32_C(1) << (i))

static bool related(const relation r, unsigned from, unsigned to)
{
    return (r[from] >> to & 1) != 0;
}

static void compose(relation into, const relation one, const relation other)
{
    relation result = {0};
    for (unsigned i = 0; i < g.events; i++) {
        for (unsigned j = 0; j < g.events; j++) {
            if (related(one, i, j))
                result[i] |= other[j];
        }
    }
    memcpy(into, result, sizeof result);
}

static void unite(relation into, const relation other)
{
    for (unsigned i = 0; i < g.events; i++)
        into[i] |= other[i];
}

static void close(relation r)
{
    for (unsigned k = 0; k < g.events; k++) {
        for (unsigned i = 0; i < g.events; i++) {
            if (related(r, i, k))
                r[i] |= r[k];
        }
    }
}

static bool irreflexive(const relation r)
{
    for (unsigned i = 0; i < g.events; i++) {
        if (related(r, i, i))
            return false;
    }
    return true;
}

static bool fence(unsigned e)
{
    return g.step[e].kind == LITTLE_FENCE;
}

static bool acquires(unsigned e)
{
    return (g.reads[e] || fence(e)) && (g.order[e] == ACQ || g.order[e] >= ACQ_REL);
}

static bool releases(unsigned e)
{
    return (g.writes[e] || fence(e)) && g.order[e] >= REL;
}

static bool same(unsigned one, unsigned other)
{
    return !fence(one) && !fence(other) && g.step[one].variable == g.step[other].variable;
}

/* Happens-before: program order and synchronisation. */
static void happens_before(void)
{
    memcpy(g.hb, g.po, sizeof g.hb);
    for (unsigned r = 0; r < g.events; r++) {
        if (!g.reads[r])
            continue;
        uint32_t acquirers = acquires(r) ? BIT(r) : 0;
        for (unsigned f = 0; f < g.events; f++) {
            if (fence(f) && acquires(f) && related(g.po, r, f))
                acquirers |= BIT(f);
        }
        /* Up the release sequence: from what it reads to what that has updated. */
        for (unsigned w = g.source[r];; w = g.source[w]) {
            if (releases(w))
                g.hb[w] |= acquirers;
            for (unsigned f = 0; f < g.events; f++) {
                if (fence(f) && releases(f) && related(g.po, f, w))
                    g.hb[f] |= acquirers;
            }
            if (!g.updates[w])
                break;
        }
    }
    close(g.hb);
}

/* The condition on seq_cst: the relation psc of the paper has no cycle. */
static bool seq_cst(void)
{
    relation sb_other = {0}, scb, left = {0}, right = {0}, psc, psc_fences, hb_or_same;
    memcpy(scb, g.po, sizeof scb);
    memcpy(hb_or_same, g.hb, sizeof hb_or_same);
    for (unsigned i = 0; i < g.events; i++) {
        hb_or_same[i] |= BIT(i);
        for (unsigned j = 0; j < g.events; j++) {
            if (related(g.po, i, j) && !same(i, j))
                sb_other[i] |= BIT(j);
            if (related(g.hb, i, j) && same(i, j))
                scb[i] |= BIT(j);
        }
    }
    relation through;
    compose(through, sb_other, g.hb);
    compose(through, through, sb_other);
    unite(scb, through);
    unite(scb, g.mo);
    unite(scb, g.fr);
    for (unsigned i = 0; i < g.events; i++) {
        if (g.order[i] != SC)
            continue;
        if (fence(i)) {
            left[i] |= hb_or_same[i];
            for (unsigned j = 0; j < g.events; j++)
                right[j] |= related(hb_or_same, j, i) ? BIT(i) : 0;
        } else {
            left[i] |= BIT(i);
            right[i] |= BIT(i);
        }
    }
    compose(psc, left, scb);
    compose(psc, psc, right);
    compose(psc_fences, g.hb, g.eco);
    compose(psc_fences, psc_fences, g.hb);
    unite(psc_fences, g.hb);
    for (unsigned i = 0; i < g.events; i++) {
        for (unsigned j = 0; j < g.events; j++) {
            if (fence(i) && fence(j) && g.order[i] == SC && g.order[j] == SC &&
                related(psc_fences, i, j))
                psc[i] |= BIT(j);
        }
    }
    close(psc);
    return irreflexive(psc);
}

static bool consistent(void)
{
    relation coherence;
    memset(g.mo, 0, sizeof g.mo);
    memset(g.fr, 0, sizeof g.fr);
    for (unsigned i = 0; i < g.events; i++) {
        for (unsigned j = 0; j < g.events; j++) {
            if (g.writes[i] && g.writes[j] && same(i, j) && g.place[i] < g.place[j])
                g.mo[i] |= BIT(j);
        }
    }
    for (unsigned r = 0; r < g.events; r++) {
        if (!g.reads[r])
            continue;
        g.fr[r] = g.mo[g.source[r]] & ~BIT(r);
        if (g.updates[r] && g.place[r] != g.place[g.source[r]] + 1)
            return false;
    }
    memcpy(g.eco, g.rf, sizeof g.eco);
    unite(g.eco, g.mo);
    unite(g.eco, g.fr);
    close(g.eco);
    happens_before();
    compose(coherence, g.hb, g.eco);
    return irreflexive(g.hb) && irreflexive(coherence) && irreflexive(g.eco) && seq_cst();
}

static void keep(void)
{
    uint64_t outcome = 0;
    for (unsigned v = 0; v < g.program->variables; v++) {
        unsigned last = v;
        for (unsigned e = 0; e < g.events; e++) {
            if (g.writes[e] && g.step[e].variable == v && g.place[e] > g.place[last])
                last = e;
        }
        outcome = outcome << 4 | (g.written[last] & 15);
    }
    for (unsigned e = 0; e < g.events; e++) {
        if (g.reads[e])
            outcome = outcome << 4 | (g.read[e] & 15);
    }
    little_add(g.set, outcome);
}

/* Gives the stores to each variable their places, in all orders. */
static void order_stores(unsigned variable, unsigned placed, uint32_t left)
{
    if (variable == g.program->variables) {
        if (consistent())
            keep();
        return;
    }
    if (left == 0) {
        uint32_t next = 0;
        for (unsigned e = g.program->variables; e < g.events; e++) {
            if (g.writes[e] && g.step[e].variable == variable + 1)
                next |= BIT(e);
        }
        order_stores(variable + 1, 1, next);
        return;
    }
    for (unsigned e = 0; e < g.events; e++) {
        if (left >> e & 1) {
            g.place[e] = placed;
            order_stores(variable, placed + 1, left & ~BIT(e));
        }
    }
}

/* What everybody reads and writes, from the sources up. False if that goes in a circle. */
static bool evaluate(void)
{
    uint32_t known = BIT(g.program->variables) - 1;
    bool progress = true;
    while (progress) {
        progress = false;
        for (unsigned e = g.program->variables; e < g.events; e++) {
            const little_step *s = &g.step[e];
            if (known >> e & 1)
                continue;
            bool before = e == 0 || g.thread[e - 1] != g.thread[e] || (known >> (e - 1) & 1) != 0;
            if (!before || (g.reads[e] && (known >> g.source[e] & 1) == 0))
                continue;
            known |= BIT(e);
            progress = true;
            g.read[e] = g.reads[e] ? g.written[g.source[e]] : 0;
            bool success = s->kind != LITTLE_COMPARE || g.read[e] == s->expected;
            g.updates[e] = s->kind >= LITTLE_ADD && s->kind <= LITTLE_COMPARE && success;
            g.writes[e] = s->kind == LITTLE_STORE || g.updates[e];
            g.order[e] = success ? s->order : little_failure_order(s->order);
            g.written[e] = (s->kind == LITTLE_ADD ? g.read[e] + s->value : s->value) & 15;
        }
    }
    return known == BIT(g.events) - 1;
}

static void with_sources(void)
{
    if (!evaluate())
        return;
    memset(g.rf, 0, sizeof g.rf);
    for (unsigned e = 0; e < g.events; e++) {
        if (!g.reads[e])
            continue;
        if (!g.writes[g.source[e]])
            return; /* an exchange that has failed wrote nothing */
        g.rf[g.source[e]] |= BIT(e);
    }
    uint32_t first = 0;
    for (unsigned e = g.program->variables; e < g.events; e++) {
        if (g.writes[e] && g.step[e].variable == 0)
            first |= BIT(e);
    }
    order_stores(0, 1, first);
}

static void choose_sources(unsigned e)
{
    if (e == g.events) {
        with_sources();
        return;
    }
    if (!g.reads[e]) {
        choose_sources(e + 1);
        return;
    }
    for (unsigned w = 0; w < g.events; w++) {
        bool may_write = w < g.program->variables || (g.step[w].kind != LITTLE_LOAD && !fence(w));
        if (w != e && may_write && g.step[w].variable == g.step[e].variable) {
            g.source[e] = w;
            choose_sources(e + 1);
        }
    }
}

void little_axioms(const little_program *program, little_set *set)
{
    memset(&g, 0, sizeof g);
    g.program = program;
    g.set = set;
    for (; g.events < program->variables; g.events++) {
        g.step[g.events] = (little_step){.kind = LITTLE_STORE, .variable = g.events};
        g.thread[g.events] = INITIAL;
        g.writes[g.events] = true;
    }
    for (unsigned t = 0; t < program->threads; t++) {
        unsigned first = g.events;
        for (unsigned i = 0; i < program->steps[t]; i++, g.events++) {
            unsigned e = g.events;
            g.step[e] = program->step[t][i];
            g.thread[e] = t;
            g.reads[e] = g.step[e].kind != LITTLE_STORE && !fence(e);
            for (unsigned v = 0; v < program->variables; v++)
                g.po[v] |= BIT(e);
            for (unsigned before = first; before < e; before++)
                g.po[before] |= BIT(e);
        }
    }
    choose_sources(program->variables);
}
