/*
 * shapes_test.c: simple shapes of garbage, then deep and wide ones. Compiled once per backend.
 *
 * The numbers are those of the catalogue in the literature: what CPython, dumpster, bacon-rajan-cc and
 * others have as tests of their own.
 */
#include "refcount/tool/scale.h"
#include "stress/cycles/cells.h"
#include "stress/support/sanitizers.h"
#include "stress/support/threads.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MANY = 64 };

static cell_fate fate[MANY];

static void fates(void)
{
    memset(fate, 0, sizeof fate);
}

/* A1 */
static void self_loop(void)
{
    fates();
    rc_release(cell_ring(&cell_type, fate, 1));
    CHECK(cells_gone(fate, 1) == 0);
    CHECK(rc_collect() == 1 && cells_ended_well(fate, 1));
    END();
}

/* A2: one of the two cannot be cleared; the cycle goes through one that can. */
static void stiff_member(void)
{
    for (int first = 0; first < 2; first++) {
        fates();
        cell *stiff = cell_new(first ? &stiff_type : &quiet_type, &fate[0]);
        cell *other = cell_new(first ? &quiet_type : &stiff_type, &fate[1]);
        cell_point(stiff, other);
        cell_point(other, stiff);
        rc_release(stiff);
        rc_release(other);
        CHECK(rc_collect() == 2 && cells_gone(fate, 2) == 2);
    }
    END();
}

/* A3 */
static void pair(void)
{
    fates();
    rc_release(cell_ring(&cell_type, fate, 2));
    CHECK(rc_collect() == 2 && cells_ended_well(fate, 2));
    END();
}

/* A4: and it is spared as long as there is a reference, to whichever of its members. */
static void long_ring(void)
{
    bool right = true;
    for (unsigned n = 1; n <= MANY; n += 7) {
        for (unsigned held = 0; held < n; held += 5) {
            fates();
            cell *c = cell_ring(&cell_type, fate, n), *one = c;
            for (unsigned i = 0; i < held; i++)
                one = one->edge[0];
            rc_retain(one);
            rc_release(c);
            right &= rc_collect() == 0 && cells_gone(fate, n) == 0 && rc_count(one) == 2;
            rc_release(one);
            right &= rc_collect() == n && cells_ended_well(fate, n);
        }
    }
    CHECK(right);
    END();
}

/* A5 */
static void ring_with_tails(void)
{
    fates();
    cell *ring = cell_ring(&cell_type, fate, 3);
    cell *in = cell_new(&cell_type, &fate[3]), *out = cell_new(&cell_type, &fate[4]);
    cell_point(in, ring);
    cell_point(ring, out);
    rc_release(ring);
    rc_release(out);
    CHECK(rc_collect() == 0 && cells_gone(fate, 5) == 0);
    cell *kept = rc_retain(out);
    rc_release(in); /* by its count */
    CHECK(cells_gone(fate, 5) == 1 && cell_destroyed(&fate[3]) == 1);
    CHECK(rc_collect() == 3 && cells_gone(fate, 5) == 4 && cell_whole(kept) && rc_count(kept) == 1);
    rc_release(kept);
    CHECK(cells_ended_well(fate, 5));
    END();
}

/* A6 */
static void two_rings(void)
{
    for (int order = 0; order < 2; order++) {
        fates();
        cell *a = cell_ring(&cell_type, fate, 3), *b = cell_ring(&cell_type, fate + 3, 3);
        cell_point(a, b);
        rc_release(order ? b : a);
        CHECK(rc_collect() == (order ? 0 : 3) && cells_gone(fate, 6) == (order ? 0 : 3));
        rc_release(order ? a : b);
        CHECK(rc_collect() == (order ? 6 : 3) && cells_ended_well(fate, 6));
    }
    END();
}

/* A7, A9 */
static void complete(unsigned n, unsigned times)
{
    fates();
    cell *c[16] = {NULL};
    for (unsigned i = 0; i < n; i++)
        c[i] = cell_new_wide(&cell_type, &fate[i], n * times);
    for (unsigned i = 0; i < n * n * times; i++)
        cell_point(c[i % n], c[i / n % n]);
    bool right = rc_count(c[0]) == n * times + 1;
    for (unsigned i = 0; i < n; i++) {
        right &= rc_collect() == 0 && cells_gone(fate, n) == 0;
        rc_release(c[i]);
    }
    right &= rc_collect() == n && cells_ended_well(fate, n);
    tap_ok(right, "%s: complete graph of %u, each edge %u times", rc_get_backend()->name, n, times);
}

static void complete_graphs(void)
{
    complete(1, 1);
    complete(4, 1);
    complete(16, 1);
    complete(1, 7);
    complete(5, 3);
    END();
}

/* A8: 0 <- 1, 2 <- 3 <- 0: two ways round. The references from outside go one by one. */
static void parallel_loop(void)
{
    fates();
    cell *c[4];
    for (unsigned i = 0; i < 4; i++)
        c[i] = cell_new(&cell_type, &fate[i]);
    cell_point(c[1], c[0]);
    cell_point(c[2], c[0]);
    cell_point(c[3], c[1]);
    cell_point(c[3], c[2]);
    cell_point(c[0], c[3]);
    for (unsigned i = 0; i < 4; i++) {
        CHECK(rc_collect() == 0 && cells_gone(fate, 4) == 0);
        rc_release(c[i]);
    }
    CHECK(rc_collect() == 4 && cells_ended_well(fate, 4));
    END();
}

/* A10: a helper that is made afresh each time closes the loop, like a bound method. */
static void helper_object(void)
{
    for (int opaque = 0; opaque < 2; opaque++) {
        fates();
        cell *owner = cell_new(&cell_type, &fate[0]);
        cell *helper = cell_new(opaque ? &opaque_type : &cell_type, &fate[1]);
        cell_point(helper, owner);
        cell_point(owner, helper);
        rc_release(helper);
        cell *outside = rc_retain(owner);
        rc_release(owner);
        CHECK(rc_collect() == 0 && cells_gone(fate, 2) == 0);
        if (opaque) { /* through a type that is not traversed nothing is collected */
            rc_release(rc_retain(outside));
            cell_link(outside, 0, NULL);
            rc_release(outside);
        } else {
            rc_release(outside);
            CHECK(rc_collect() == 2);
        }
        CHECK(cells_ended_well(fate, 2));
    }
    END();
}

/* A11 */
static void nothing_to_do(void)
{
    fates();
    CHECK(rc_collect() == 0);
    rc_release(cell_ring(&cell_type, fate, 5));
    CHECK(rc_collect() == 5);
    CHECK(rc_collect() == 0 && rc_collect() == 0);
    cell *acyclic = cell_new(&cell_type, &fate[5]);
    CHECK(rc_collect() == 0 && cell_destroyed(&fate[5]) == 0);
    rc_release(acyclic);
    CHECK(cell_destroyed(&fate[5]) == 1 && rc_collect() == 0);
    END();
}

/* Garbage that refers to the living must not take anything from them; nor the dying from the garbage. */
static void garbage_beside_the_living(void)
{
    fates();
    cell *alive = cell_ring(&cell_type, fate, 4), *dead = cell_ring(&cell_type, fate + 4, 4);
    for (cell *at = dead->edge[0]; at != dead; at = at->edge[0])
        cell_point(at, alive);
    uint64_t count = rc_count(alive);
    rc_release(dead);
    CHECK(count == 5 && rc_collect() == 4 && rc_count(alive) == 2 && cells_gone(fate, 4) == 0);
    CHECK(rc_collect() == 0 && cell_whole(alive));
    rc_release(alive);
    CHECK(rc_collect() == 4 && cells_ended_well(fate, 8));
    END();
}

/* An immortal object keeps what it refers to, and is nobody's garbage. */
static void immortal_root(void)
{
    fates();
    cell *c = cell_ring(&cell_type, fate, 3);
    rc_make_immortal(c);
    rc_release(c);
    CHECK(rc_collect() == 0 && cells_gone(fate, 3) == 0 && cell_whole(c));
    CHECK(rc_count(c) == RC_IMMORTAL && rc_count(c->edge[0]) == 1);
    cell *tail = c->edge[0];
    c->edge[0] = NULL;
    rc_release(tail);
    CHECK(cells_gone(fate, 3) == 2 && cell_destroyed(&fate[0]) == 0);
    rc_counter_preset(rc_counter_of(c), 1); /* for the leak checkers */
    rc_release(c);
    CHECK(cells_gone(fate, 3) == 3);
    END();
}

/* What has a size of its own, is large, or is a leaf. */
static void sizes(void)
{
    fates();
    static const unsigned edges[] = {1, 2, 5, 100, 1000, 20000};
    enum { SIZES = sizeof edges / sizeof edges[0] };
    cell *c[SIZES];
    for (unsigned i = 0; i < SIZES; i++)
        c[i] = cell_new_wide(&cell_type, &fate[i], edges[i]);
    for (unsigned i = 0; i < SIZES; i++) {
        cell_link(c[i], edges[i] - 1, c[(i + 1) % SIZES]);
        rc_release(c[(i + 1) % SIZES]);
    }
    CHECK(rc_collect() == SIZES && cells_ended_well(fate, SIZES));
    END();
}

/* ---------------------------------------------------------------------------------- deep and wide */

static _Atomic uint64_t ended;
static _Thread_local const char *bottom;
static _Atomic size_t deepest;

static void count_end(cell *self)
{
    char here = 0;
    (void)self;
    rc_fetch_add_relaxed(&ended, 1);
    size_t depth = bottom > &here ? (size_t)(bottom - &here) : (size_t)(&here - bottom);
    if (depth > rc_load_relaxed(&deepest)) /* relaxed: one thread at a time */
        rc_store_relaxed(&deepest, depth);
}

static cell_fate shared_fate; /* of very many objects: only their number counts */

static cell *deep_cell(uint32_t edges)
{
    return cell_new_wide(&quiet_type, &shared_fate, edges);
}

enum { RING, CHAIN_AND_LOOP, DOUBLY_LINKED, COMB, TREE, STAR, SHAPES };
static const char *const shape_name[] = {"ring",        "chain from a loop", "doubly linked list",
                                         "comb of rings", "tree with ways back", "star"};

/* Each is garbage when its first object is given up, but needs a collection. Returns the first. */
static cell *build(unsigned shape, uint64_t count)
{
    if (shape == STAR) {
        cell *hub = deep_cell((uint32_t)count);
        for (uint32_t i = 0; i + 1 < count; i++) {
            hub->edge[i] = deep_cell(1);
            cell_link(hub->edge[i], 0, hub);
        }
        return hub;
    }
    cell *first = deep_cell(3), *last = first;
    cell **all = shape == TREE ? calloc(count, sizeof *all) : NULL;
    if (all != NULL)
        all[0] = first;
    for (uint64_t i = 1; i < count; i++) {
        cell *next = deep_cell(3);
        if (shape == TREE) {
            cell *parent = all[(i - 1) / 2];
            all[i] = next;
            parent->edge[(i - 1) % 2] = next;
            if (i * 2 + 1 >= count)
                cell_link(next, 2, first);
            continue;
        }
        last->edge[0] = next;
        if (shape == DOUBLY_LINKED)
            cell_link(next, 1, last);
        if (shape == COMB)
            cell_link(next, 1, next);
        last = next;
    }
    if (shape == RING)
        cell_link(last, 0, first);
    if (shape == CHAIN_AND_LOOP)
        cell_link(first, 1, first);
    if (shape == COMB)
        cell_link(first, 1, first);
    if (shape == TREE && count == 1)
        cell_link(first, 2, first);
    free(all);
    return first;
}

static void deep(unsigned shape, uint64_t count)
{
    rc_store_relaxed(&ended, 0);
    rc_store_relaxed(&deepest, 0);
    shared_fate = (cell_fate){.at_destroy = count_end, .shared = true};
    cell *first = build(shape, count);
    bool right = rc_collect() == 0 && rc_load_relaxed(&ended) == 0;
    rc_release(first);
    right &= rc_load_relaxed(&ended) == 0;
    size_t died = rc_collect();
    right &= cells_died(died, count) && rc_load_relaxed(&ended) == count;
    right &= rc_load_relaxed(&deepest) < (STRESS_UNDER_ASAN || STRESS_UNDER_TSAN ? 32768 : 8192);
    tap_ok(right, "%s: %s of %" PRIu64 " objects: %" PRIu64 " destroyed, %zu bytes of stack",
           rc_get_backend()->name, shape_name[shape], count, rc_load_relaxed(&ended),
           rc_load_relaxed(&deepest));
}

static void deep_structures(void *arg)
{
    char here = 0;
    bottom = &here;
    uint64_t count = *(const uint64_t *)arg;
    if (rc_thread_attach() != 0)
        abort();
    for (unsigned shape = 0; shape < SHAPES; shape++)
        deep(shape, shape == RING ? count : count / 5 + 1);
    rc_thread_detach();
}

/* A12 and G, on a thread with a small stack. */
static void on_a_small_stack(void)
{
    uint64_t count = rc_tool_scaled(1000000);
    size_t stack = STRESS_UNDER_ASAN || STRESS_UNDER_TSAN ? 512 << 10 : 64 << 10;
    stress_join(stress_thread(deep_structures, &count, stack));
    END();
}

/* test_trashcan: a long chain dies by its counts, and every 17th destructor collects. */
static unsigned destroyed_in_chain;
static size_t collected_inside;

static void collect_sometimes(cell *self)
{
    (void)self;
    if (++destroyed_in_chain % 17 == 0)
        collected_inside += rc_collect();
}

static void destructors_collect(void)
{
    enum { LENGTH = 2000 };
    cell_fate chain_fate = {.at_destroy = collect_sometimes, .shared = true};
    uint64_t length = rc_tool_scaled(LENGTH);
    fates();
    cell *alive = cell_ring(&cell_type, fate, 3);
    cell *first = cell_new(&quiet_type, &chain_fate), *last = first;
    for (uint64_t i = 1; i < length; i++) {
        cell *next = cell_new(i % 3 ? &quiet_type : &bare_type, &chain_fate);
        cell_point(next, i % 5 ? next : alive);
        if (i % 5)
            cell_link(next, 0, NULL);
        cell_point(last, next);
        rc_release(next);
        last = next;
    }
    destroyed_in_chain = 0;
    rc_release(cell_ring(&quiet_type, NULL, 2)); /* there would be something to collect */
    rc_release(first);
    CHECK(collected_inside == 0 && rc_collect() == 2);
    CHECK(destroyed_in_chain == length && rc_count(alive) == 2 && cells_gone(fate, 3) == 0);
    rc_release(alive);
    CHECK(rc_collect() == 3 && cells_ended_well(fate, 3));
    END();
}

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a test asks for them */
    self_loop();
    stiff_member();
    pair();
    long_ring();
    ring_with_tails();
    two_rings();
    complete_graphs();
    parallel_loop();
    helper_object();
    nothing_to_do();
    garbage_beside_the_living();
    immortal_root();
    sizes();
    destructors_collect();
    rc_thread_detach(); /* the next has the library to itself, with every backend */
    on_a_small_stack();
    return tap_done();
}
