/*
 * graphs_test.c: whatever the shape, exactly what cannot be reached dies. Compiled once per backend.
 *
 * The judge is a reachability by bits over the same graph. After every collection:
 *
 *   reached      alive, not finalized, its count the number of references to it
 *   not reached  finalized once, destroyed once
 *
 * and what rc_collect returns is the number of those that died in it.
 *
 *   all graphs of up to 3 nodes, loops included: every order in which the references from outside are
 *       dropped, with and without a collection after each
 *   all 65536 graphs of 4 nodes: any number of references from outside stays, one collection, then the rest.
 *       Which of the nodes keep theirs is the same question for a graph with other numbers, and all are
 *       there; in which order they are born is drawn
 *   graphs of up to 16 nodes, drawn: some nodes are of types that the collector does not see through. What
 *       such a node refers to is held from outside, as long as the node lives
 *   20000 operations, drawn, with finalizers that resurrect and weak references
 *
 * A failure names the seed, and the number of the graph.
 */
#include "refcount/tool/scale.h"
#include "stress/cycles/cells.h"
#include "stress/support/threads.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { NODES = 16 };

static uint64_t random_state;

static uint32_t draw(uint32_t below)
{
    return (uint32_t)(stress_random(&random_state) >> 32) % below;
}

/* Row i has the bit j where i has an edge to j. The opaque nodes' edges are not seen. */
typedef struct graph {
    unsigned nodes;
    uint32_t row[NODES], opaque;
} graph;

typedef struct play {
    const graph *graph;
    cell_fate fate[NODES];
    cell *cell[NODES];
    uint32_t held;  /* nodes with a reference from outside */
    uint32_t alive; /* nodes that should be */
} play;

static uint32_t reached(const graph *g, uint32_t from)
{
    uint32_t seen = from, before;
    do {
        before = seen;
        for (unsigned i = 0; i < g->nodes; i++)
            seen |= seen >> i & 1 ? g->row[i] : 0;
    } while (seen != before);
    return seen;
}

static uint32_t referred_to(const graph *g, uint32_t alive)
{
    uint32_t targets = 0;
    for (unsigned i = 0; i < g->nodes; i++)
        targets |= alive >> i & 1 ? g->row[i] : 0;
    return targets;
}

/*
 * What a collection takes: the garbage at that moment. Opaque nodes hold what they refer to, and die by their
 * counts alone: what dies with them then, or only becomes garbage, the collector has not looked at.
 */
static uint32_t taken(const graph *g, uint32_t held, uint32_t alive)
{
    return alive & ~g->opaque & ~reached(g, held | (alive & g->opaque));
}

/* What counts alone leave of `alive`: what has a reference from outside, or from what is left. */
static uint32_t by_count(const graph *g, uint32_t held, uint32_t alive)
{
    for (;;) {
        uint32_t left = alive & (held | referred_to(g, alive));
        if (left == alive)
            return alive;
        alive = left;
    }
}

static bool is_right(const play *p)
{
    bool right = true;
    for (unsigned i = 0; i < p->graph->nodes; i++) {
        uint32_t alive = p->alive >> i & 1;
        right &=
            cell_destroyed(&p->fate[i]) == 1 - alive && cell_finalized(&p->fate[i]) == 1 - alive;
        if (!right || !alive)
            continue;
        uint32_t count = p->held >> i & 1;
        for (unsigned j = 0; j < p->graph->nodes; j++)
            count += p->alive >> j & 1 && p->graph->row[j] >> i & 1;
        right &= rc_count(p->cell[i]) == count && cell_whole(p->cell[i]);
    }
    return right;
}

static void start(play *p, const graph *g, const unsigned *birth)
{
    memset(p, 0, sizeof *p);
    p->graph = g;
    p->held = p->alive = (1u << g->nodes) - 1;
    for (unsigned b = 0; b < g->nodes; b++) {
        unsigned i = birth[b];
        const rc_type *type = g->opaque >> i & 1 ? &opaque_type : &cell_type;
        p->cell[i] = g->nodes <= CELL_EDGES ? cell_new(type, &p->fate[i])
                                            : cell_new_wide(type, &p->fate[i], g->nodes);
    }
    for (unsigned i = 0; i < g->nodes; i++) {
        for (unsigned j = 0; j < g->nodes; j++) {
            if (g->row[i] >> j & 1)
                cell_point(p->cell[i], p->cell[j]);
        }
    }
}

static bool drop(play *p, unsigned node)
{
    p->held &= ~(1u << node);
    p->alive = by_count(p->graph, p->held, p->alive);
    rc_release(p->cell[node]);
    return is_right(p);
}

static bool collect(play *p)
{
    uint32_t garbage = taken(p->graph, p->held, p->alive);
    p->alive = by_count(p->graph, p->held, p->alive & ~garbage);
    if (CELLS_IN_SLICES)
        rc_gc_set_slice(1 + draw(24)); /* batches of one to seven */
    size_t died = rc_collect();
    return is_right(p) && cells_died(died, (unsigned)__builtin_popcount(garbage));
}

/* What is opaque can close a cycle that nothing collects: its links are cut by hand. */
static bool finish(play *p)
{
    bool right = true;
    for (unsigned i = 0; i < p->graph->nodes; i++) {
        if (p->held >> i & 1)
            right &= drop(p, i);
    }
    if (p->alive != 0)
        right &= collect(p);
    for (unsigned i = 0; i < p->graph->nodes; i++) {
        if ((p->graph->opaque >> i & 1) == 0 || cell_destroyed(&p->fate[i]) != 0)
            continue;
        cell *c = rc_retain(p->cell[i]);
        for (uint32_t e = 0; e < c->edges; e++)
            cell_link(c, e, NULL);
        rc_release(c);
    }
    while (p->graph->opaque != 0 && rc_collect() != 0)
        continue;
    return right && cells_ended_well(p->fate, p->graph->nodes);
}

static void shuffle(unsigned *order, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        unsigned j = draw(i + 1);
        order[i] = order[j];
        order[j] = i;
    }
}

static graph graph_of_number(unsigned nodes, uint32_t number)
{
    graph g = {.nodes = nodes};
    for (unsigned i = 0; i < nodes; i++)
        g.row[i] = number >> (i * nodes) & ((1u << nodes) - 1);
    return g;
}

/* ------------------------------------------------------------------------------------- the tests */

/* Reports failures by number; the first is enough. */
static void note_first(bool right, uint64_t *wrong, const char *what, uint64_t number)
{
    if (!right && (*wrong)++ == 0)
        tap_note("%s %" PRIu64, what, number);
}

static bool in_order(const graph *g, const unsigned *order, unsigned collections)
{
    static const unsigned birth[] = {0, 1, 2, 3};
    play p;
    bool right = true;
    start(&p, g, birth);
    for (unsigned s = 0; s < g->nodes; s++) {
        right &= drop(&p, order[s]);
        if (collections >> s & 1)
            right &= collect(&p);
    }
    return finish(&p) && right;
}

static void up_to_three_nodes(void)
{
    static const unsigned orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2},
                                          {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    /* of those above that begin with all nodes of a graph */
    static const unsigned ways[] = {0, 1, 1, 6};
    static const unsigned way_of_two[] = {0, 2};
    uint64_t wrong = 0, plays = 0, number = 0, step = 512 * 6 * 8 / rc_tool_scaled(512 * 6 * 8);
    for (unsigned nodes = 1; nodes <= 3; nodes++) {
        unsigned count = nodes == 2 ? 2 : ways[nodes];
        for (uint32_t n = 0; n < 1u << (nodes * nodes); n++) {
            graph g = graph_of_number(nodes, n);
            for (unsigned w = 0; w < count; w++) {
                for (unsigned c = 0; c < 1u << nodes; c++) {
                    if (number++ % step != 0)
                        continue;
                    const unsigned *order = orders[nodes == 2 ? way_of_two[w] : w];
                    note_first(in_order(&g, order, c), &wrong, "play", number - 1);
                    plays++;
                }
            }
        }
    }
    tap_ok(wrong == 0, "up to three nodes: %" PRIu64 " plays, %" PRIu64 " wrong", plays, wrong);
    END();
}

/* The first `kept` nodes keep their references from outside, for one collection. */
static bool some_kept(const graph *g, unsigned kept)
{
    unsigned birth[4];
    play p;
    shuffle(birth, 4);
    start(&p, g, birth);
    bool right = true;
    for (unsigned i = 4; i-- > kept;)
        right &= drop(&p, i);
    right &= collect(&p);
    return finish(&p) && right;
}

static void four_nodes(void)
{
    uint64_t wrong = 0, plays = 0, all = 65536 * 5, step = all / rc_tool_scaled(all);
    for (uint64_t n = draw((uint32_t)step); n < all; n += step) {
        graph g = graph_of_number(4, (uint32_t)(n / 5));
        note_first(some_kept(&g, (unsigned)(n % 5)), &wrong, "graph x 5 + kept", n);
        plays++;
    }
    tap_ok(wrong == 0, "four nodes: %" PRIu64 " plays, %" PRIu64 " wrong", plays, wrong);
    END();
}

static bool drawn_graph(void)
{
    graph g = {.nodes = 1 + draw(NODES)};
    unsigned birth[NODES], order[NODES];
    uint32_t sparse = draw(6) + 1;
    for (unsigned i = 0; i < g.nodes; i++) {
        for (unsigned j = 0; j < g.nodes; j++)
            g.row[i] |= (uint32_t)(draw(sparse + 2) < 1 || j == (i + 1) % g.nodes) << j;
        if (draw(2) == 0)
            g.row[i] &= (uint32_t)stress_random(&random_state);
        g.opaque |= (uint32_t)(draw(8) == 0) << i;
    }
    shuffle(birth, g.nodes);
    shuffle(order, g.nodes);
    play p;
    bool right = true;
    start(&p, &g, birth);
    for (unsigned s = 0; s < g.nodes; s++) {
        right &= drop(&p, order[s]);
        if (draw(3) == 0)
            right &= collect(&p);
    }
    return finish(&p) && right;
}

static void up_to_sixteen_nodes(void)
{
    uint64_t wrong = 0, plays = rc_tool_scaled(20000);
    for (uint64_t n = 0; n < plays; n++)
        note_first(drawn_graph(), &wrong, "graph", n);
    tap_ok(wrong == 0, "up to sixteen nodes, some opaque: %" PRIu64 " plays, %" PRIu64 " wrong",
           plays, wrong);
    END();
}

#include "stress/cycles/operations.h"

int main(void)
{
    random_state = stress_seed();
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a test asks for them */
    up_to_three_nodes();
    four_nodes();
    up_to_sixteen_nodes();
    many_operations();
    rc_thread_detach();
    return tap_done();
}
