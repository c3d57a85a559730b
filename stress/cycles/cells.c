/*
 * cells.c: see cells.h. Compiled once per backend.
 *
 * relaxed, everywhere here: see there.
 */
#include "stress/cycles/cells.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define WHOLE UINT64_C(0x5a1db0d1e5ca1ab1)
#define CUT UINT64_C(0xc0a7edc0a7edc0a7) /* clear has begun */
#define DEAD UINT64_C(0xdeadce11deadce11)

static _Atomic uint64_t faults, visits;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; /* guards first */
static char first[200];

void cell_fault(const char *format, ...)
{
    if (rc_fetch_add_relaxed(&faults, 1) != 0)
        return;
    va_list args;
    va_start(args, format);
    pthread_mutex_lock(&mutex);
    vsnprintf(first, sizeof first, format, args);
    pthread_mutex_unlock(&mutex);
    va_end(args);
}

bool cells_sound(void)
{
    uint64_t count = rc_load_relaxed(&faults);
    if (count == 0)
        return true;
    pthread_mutex_lock(&mutex);
    tap_note("%" PRIu64 " faults, the first: %s", count, first);
    pthread_mutex_unlock(&mutex);
    rc_store_relaxed(&faults, 0);
    return false;
}

bool cell_whole(const cell *c)
{
    if (c->stamp != WHOLE)
        return false;
    for (uint32_t i = 0; i < c->edges; i++) {
        if (c->edge[i] != NULL && c->edge[i]->stamp != WHOLE)
            return false;
    }
    return true;
}

static void traverse(void *object, rc_visit *visit, void *arg)
{
    cell *c = object;
    /* By a load and a store: one thread collects at a time. */
    rc_store_relaxed(&visits, rc_load_relaxed(&visits) + 1);
    if (c->stamp == DEAD)
        cell_fault("a dead cell was traversed");
    for (uint32_t i = 0; i < c->edges; i++) {
        if (c->edge[i] != NULL)
            visit(c->edge[i], arg);
    }
}

static void cut_links(cell *c)
{
    for (uint32_t i = 0; i < c->edges; i++) {
        cell *target = c->edge[i];
        c->edge[i] = NULL;
        if (target != NULL && target->stamp == DEAD)
            cell_fault("an edge leads to a dead cell");
        else
            rc_release(target);
    }
}

static void clear(void *object)
{
    cell *c = object;
    if (c->stamp == DEAD) {
        cell_fault("a dead cell was cleared");
        return;
    }
    c->stamp = CUT;
    if (c->fate != NULL) {
        rc_fetch_add_relaxed(&c->fate->cleared, 1);
        if (c->fate->at_clear != NULL)
            c->fate->at_clear(c);
    }
    cut_links(c);
}

static void finalize(void *object)
{
    cell *c = object;
    if (c->stamp == DEAD)
        cell_fault("a dead cell was finalized");
    if (c->fate == NULL)
        return;
    uint32_t before = rc_fetch_add_relaxed(&c->fate->finalized, 1);
    if (before != 0 && !c->fate->shared)
        cell_fault("a cell was finalized %u times", (unsigned)before + 1);
    if (!c->fate->shared && rc_load_relaxed(&c->fate->cleared) == 0 && !cell_whole(c))
        cell_fault("a finalizer found a cell that is not whole");
    if (c->fate->at_finalize != NULL)
        c->fate->at_finalize(c);
}

static void destroy(void *object)
{
    cell *c = object;
    if (c->stamp == DEAD) {
        cell_fault("a cell was destroyed again");
        return;
    }
    if (c->fate != NULL) {
        if (rc_fetch_add_relaxed(&c->fate->destroyed, 1) != 0 && !c->fate->shared)
            cell_fault("a cell was destroyed twice");
        if (c->fate->at_destroy != NULL)
            c->fate->at_destroy(c);
    }
    cut_links(c);
    c->stamp = DEAD;
}

#define SIZE (sizeof(cell) + CELL_EDGES * sizeof(cell *))
const rc_type cell_type = {.name = "cell",
                           .size = SIZE,
                           .destroy = destroy,
                           .traverse = traverse,
                           .clear = clear,
                           .finalize = finalize};
const rc_type quiet_type = {
    .name = "quiet", .size = SIZE, .destroy = destroy, .traverse = traverse, .clear = clear};
const rc_type stiff_type = {
    .name = "stiff", .size = SIZE, .destroy = destroy, .traverse = traverse};
const rc_type opaque_type = {
    .name = "opaque", .size = SIZE, .destroy = destroy, .finalize = finalize};
const rc_type bare_type = {.name = "bare", .size = SIZE, .destroy = destroy};

static cell *start(cell *c, cell_fate *fate, uint32_t edges)
{
    if (c == NULL)
        abort();
    c->stamp = WHOLE;
    c->fate = fate;
    c->edges = edges;
    return c;
}

cell *cell_new(const rc_type *type, cell_fate *fate)
{
    return start(rc_new(type), fate, CELL_EDGES);
}

cell *cell_new_wide(const rc_type *type, cell_fate *fate, uint32_t edges)
{
    return start(rc_new_sized(type, sizeof(cell) + edges * sizeof(cell *)), fate, edges);
}

void cell_link(cell *from, uint32_t edge, cell *target)
{
    cell *old = from->edge[edge];
    from->edge[edge] = rc_retain(target);
    rc_release(old);
}

void cell_point(cell *from, cell *target)
{
    for (uint32_t i = 0; i < from->edges; i++) {
        if (from->edge[i] == NULL) {
            cell_link(from, i, target);
            return;
        }
    }
    abort();
}

cell *cell_ring(const rc_type *type, cell_fate *fates, unsigned length)
{
    cell *head = cell_new(type, fates), *last = head;
    for (unsigned i = 1; i < length; i++) {
        cell *next = cell_new(type, fates == NULL || fates->shared ? fates : fates + i);
        last->edge[0] = next; /* the reference that it was born with */
        last = next;
    }
    cell_link(last, 0, head);
    return head;
}

uint64_t cells_traversed(void)
{
    return rc_load_relaxed(&visits);
}

uint32_t cell_finalized(const cell_fate *fate)
{
    return rc_load_relaxed(&fate->finalized);
}

uint32_t cell_cleared(const cell_fate *fate)
{
    return rc_load_relaxed(&fate->cleared);
}

uint32_t cell_destroyed(const cell_fate *fate)
{
    return rc_load_relaxed(&fate->destroyed);
}

unsigned cells_gone(const cell_fate *fates, unsigned count)
{
    unsigned gone = 0;
    for (unsigned i = 0; i < count; i++)
        gone += cell_destroyed(&fates[i]) != 0;
    return gone;
}

bool cells_ended_well(const cell_fate *fates, unsigned count)
{
    bool well = true;
    for (unsigned i = 0; i < count; i++)
        well &= cell_destroyed(&fates[i]) == 1 && cell_finalized(&fates[i]) == 1;
    return well;
}

uint64_t live_objects(void)
{
    rc_stats stats;
    rc_get_stats(&stats);
    return stats.live_objects;
}

void cells_end(const char *test)
{
    bool sound = cells_sound();
    uint64_t left = live_objects();
    tap_ok(sound && left == 0, "%s: %s: no fault, and %" PRIu64 " objects are left",
           rc_get_backend()->name, test, left);
}
