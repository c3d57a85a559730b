/*
 * cells.h: what the tests of the cycle collector make cycles of: objects that watch how they end.
 *
 * Whatever happens to a cell is written down in its fate, which outlives it: so that a second end is a
 * number that is too large and not a crash. What must never happen, whatever a test is about, is noticed
 * here and counted as a fault, with the first one in words:
 *
 *   - an object is finalized or destroyed twice, cleared after its end, or touched after it;
 *   - a finalizer finds an object that was cleared, or a neighbour that is not whole: all finalizers of a
 *     piece of garbage run before the first of its links is cut;
 *   - a neighbour is dead, as long as there is an edge to it.
 *
 * Ends may come from any thread, so the numbers are atomic: relaxed, because tests read them at rest.
 */
#ifndef STRESS_CYCLES_CELLS_H
#define STRESS_CYCLES_CELLS_H

#include "gc/cycles.h"
#include "refcount/atomics.h"
#include "refcount/refcount.h"
#include "refcount/tool/tap.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The same tests for the collector that judges in slices. Where it looks at more than a slice, what hangs on
 * garbage may die by its count, and is not in the number that is returned: so that is all, or fewer.
 */
#ifdef CELLS_SLICED
#undef rc_collect
#define rc_collect rc_gc_collect_sliced
enum { CELLS_IN_SLICES = 1 };
#else
enum { CELLS_IN_SLICES = 0 };
#endif

static inline bool cells_died(uint64_t died, uint64_t garbage)
{
    return CELLS_IN_SLICES ? died <= garbage && (died > 0 || garbage == 0) : died == garbage;
}

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)

typedef struct cell cell;

typedef struct cell_fate {
    _Atomic uint32_t finalized, cleared, destroyed;
    void (*at_finalize)(cell *self); /* or NULL */
    void (*at_clear)(cell *self);    /* before the links are cut; or NULL */
    void (*at_destroy)(cell *self);  /* or NULL */
    void *arg;                       /* for these three */
    bool shared; /* by many cells: the numbers are sums, and nothing is wrong with large ones */
} cell_fate;

enum { CELL_EDGES = 4 }; /* of a cell that has the type's size */

struct cell {
    uint64_t stamp;
    cell_fate *fate; /* NULL: nobody looks */
    uint64_t payload;
    uint32_t edges;
    cell *edge[]; /* strong references, NULL allowed */
};

/*
 *                 traverse  clear  finalize
 *   cell            x         x        x
 *   quiet           x         x
 *   stiff           x                          no way to cut its links: like a tuple
 *   opaque                             x       owns references that the collector does not see
 *   bare                                       the same, without a finalizer
 */
extern const rc_type cell_type, quiet_type, stiff_type, opaque_type, bare_type;

/* One reference, the caller's; CELL_EDGES edges, or as many as asked for. No memory: aborts. */
cell *cell_new(const rc_type *type, cell_fate *fate);
cell *cell_new_wide(const rc_type *type, cell_fate *fate, uint32_t edges);

/* An edge to target, with a reference of its own; what was there is released. */
void cell_link(cell *from, uint32_t edge, cell *target);

/* In the first place that is free. */
void cell_point(cell *from, cell *target);

/*
 * A ring of `length` cells, linked in their places 0, of which the caller holds the first alone. A fate for
 * each, or a shared one, or none.
 */
cell *cell_ring(const rc_type *type, cell_fate *fates, unsigned length);

/* A cell that can be looked at is whole: alive, with living neighbours. */
bool cell_whole(const cell *c);

uint32_t cell_finalized(const cell_fate *fate);
uint32_t cell_cleared(const cell_fate *fate);
uint32_t cell_destroyed(const cell_fate *fate);

/* How many of them have been destroyed. */
unsigned cells_gone(const cell_fate *fates, unsigned count);

/* All `count`, once each, and finalized once each. */
bool cells_ended_well(const cell_fate *fates, unsigned count);

/* How often cells have been traversed: the collector's work. */
uint64_t cells_traversed(void);

/* Says in words what must not happen. */
void cell_fault(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* True if no fault was seen since the last call. */
bool cells_sound(void);

/* A TAP line of the test's name: no fault, and nothing of the test is left. To be called last. */
void cells_end(const char *test);

#define END() cells_end(__func__)

uint64_t live_objects(void);

#endif
