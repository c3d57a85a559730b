/*
 * hazards.c: hazard pointers: the slow read side, and the scan. Compiled for the schemes that have them.
 *
 * Maged Michael, 2004: what some thread names is not released; all else is. Both sides do a store and then a
 * load of what the other side stores, and one of them must see the other:
 *
 *   T1 (reader)                         T2 (retires)
 *   reads A in the place
 *                                       takes A out of the place
 *   names A                  publish
 *   reads the place again    (1)
 *                                       reads all names   (3)
 *   still A: uses it                    A is named: keeps it
 *
 *   If the place did not hold A any more, T1 names what it holds now and looks again. If T1's second look came
 *   before A was taken out, then its name came before (3): T2 sees it. stress/litmus: the same four steps. What
 *   makes the steps of one thread come in this order is the scheme's business.
 *
 * An object that is retired cannot be named anew, because it is in no place any more: so names need not be read
 * at one instant, and those of many hundreds are read in portions (SLOTS), each compared with all that waits.
 * No memory is needed for that, and there is no number of hazards at which it would stop working.
 *
 * Cost: a scan looks at all words of all threads and at what waits. It happens when as much waits as survived
 * the last one, and scan_batches more: so its cost for each retired object is constant, whatever readers hold.
 * And what waits is bounded: what is named, twice, and scan_batches, for each thread.
 */
#include "gc/reclaim/annotate.h"
#include "gc/reclaim/hazards_scan.h"

#include <string.h>

/* A portion of names: an open hash table, at most half full. */
#define SLOTS 512u

typedef struct portion {
    unsigned names;
    uintptr_t slot[SLOTS];
} portion;

/* ------------------------------------------------------------------------------------ read side */

static void set_free(rc_reclaim_thread *thread, rc_hazard_block *block, unsigned from)
{
    for (unsigned i = from; i < RC_HAZARDS; i++) {
        block->hazard[i] = (rc_hazard){thread->scheme.free, block, i};
        thread->scheme.free = &block->hazard[i];
    }
}

static bool add_block(rc_reclaim_thread *thread)
{
    rc_hazard_block *block = aligned_alloc(64, (sizeof *block + 63) / 64 * 64);
    if (block == NULL)
        return false;
    memset(block, 0, sizeof *block);
    block->mine = thread->scheme.block.mine;
    thread->scheme.block.mine = block;
    /* so that a scan need not tell the first block from others */
    set_free(thread, block, RC_HAZARD_OTHERS);
    rc_hazard_register_(block);
    return true;
}

RC_NOINLINE rc_hazard *rc_hazard_take_(rc_reclaim_thread *thread)
{
    rc_scheme_thread *scheme = &thread->scheme;
    if (scheme->free == NULL && !add_block(thread))
        return NULL;
    rc_hazard *hazard = scheme->free;
    scheme->free = hazard->next;
    scheme->others++;
    return hazard;
}

RC_NOINLINE uintptr_t rc_hazard_settle_(rc_hazard *hazard, const _Atomic(uintptr_t) *place)
{
    return rc_hazard_settle(hazard->block, hazard->index, RC_HAZARD_BUSY, place);
}

/* Nothing that is taken out of its place from now on can be released. */
RC_COLD void rc_hazard_name_everything_(rc_reclaim_thread *thread)
{
    thread->scheme.others++;
    rc_fetch_add_seq_cst(&thread->scheme.block.everything, 1); /* (2) seq_cst: before (1) */
}

RC_NOINLINE void rc_hazard_give_back_(rc_reclaim_thread *thread, rc_hazard *others, bool everything)
{
    rc_scheme_thread *scheme = &thread->scheme;
    rc_hazard *next;
    for (rc_hazard *h = others; h != NULL; h = next) {
        next = h->next;
        rc_hazard_clear(h->block, h->index);
        h->next = scheme->free;
        scheme->free = h;
        scheme->others--;
    }
    if (everything) {
        scheme->others--;
        rc_fetch_sub_release(&scheme->block.everything, 1); /* (2) release: as in rc_hazard_clear */
    }
}

/* --------------------------------------------------------------------------------------- scan */

static unsigned slot_of(uintptr_t address)
{
    return (unsigned)((uint64_t)(address >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 55);
}

_Static_assert(SLOTS == 1u << (64 - 55), "slot_of returns a slot's number");

static bool contains(const portion *p, uintptr_t address)
{
    for (unsigned i = slot_of(address); p->slot[i] != 0; i = (i + 1) % SLOTS) {
        if (p->slot[i] == address)
            return true;
    }
    return false;
}

static void add_name(portion *p, uintptr_t address)
{
    unsigned i = slot_of(address);
    while (p->slot[i] != 0 && p->slot[i] != address)
        i = (i + 1) % SLOTS;
    p->names += p->slot[i] == 0;
    p->slot[i] = address;
}

/* The low bit of an object that a name was found for. */
#define NAMED ((uintptr_t)1)

static void mark(const rc_batch_list *waiting, portion *p)
{
    for (rc_batch *batch = waiting->first; p->names > 0 && batch != NULL; batch = batch->next) {
        for (size_t i = 0; i < batch->used; i++) {
            if (contains(p, batch->object[i] & ~NAMED))
                batch->object[i] |= NAMED;
        }
    }
    memset(p, 0, sizeof *p);
}

/* Marks what is named. False: everything is. */
static bool mark_named(const rc_batch_list *waiting)
{
    rc_hazard_block *block;
    for (block = rc_hazard_first_(); block != NULL; block = rc_hazard_next_(block)) {
        /* (3) seq_cst: after the barrier, or by itself after the places changed; acquire: pairs with (2). */
        if (rc_load_seq_cst(&block->everything) != 0)
            return false;
    }
    portion p = {0};
    for (block = rc_hazard_first_(); block != NULL; block = rc_hazard_next_(block)) {
        bool quick = rc_hazard_quick_counts(block); /* before the word is read */
        for (unsigned i = 0; i < RC_HAZARDS; i++) {
            if (i == RC_HAZARD_QUICK && !quick)
                continue;
            /* (3) seq_cst: see above */
            uintptr_t word = rc_load_seq_cst(&block->word[i]) & ~RC_HAZARD_TAGS;
            /* hazard.h: written by an exchange that is not seen */
            RC_HAPPENS_AFTER(&block->word[i]);
            if (word != 0)
                add_name(&p, word);
            if (p.names == SLOTS / 2)
                mark(waiting, &p);
        }
    }
    mark(waiting, &p);
    return true;
}

static void put(rc_batch_list *list, rc_batch_list *spare, uintptr_t object)
{
    if (list->first == NULL || list->last->used == RC_BATCH)
        rc_batch_append(list, rc_batch_take(spare));
    list->last->used++;
    list->last->object[list->last->used - 1] = object;
}

/*
 * Two at hand are enough: what has been read of n batches fills at most n + 1, and of the batch that is being
 * read nothing is free yet.
 */
static void split(rc_retired *r)
{
    rc_batch_list kept = {NULL, NULL, 0}, gone = {NULL, NULL, 0};
    for (rc_batch *batch = rc_batch_take(&r->waiting); batch != NULL;
         batch = rc_batch_take(&r->waiting)) {
        rc_count_looked(r, batch->used);
        for (size_t i = 0; i < batch->used; i++) {
            uintptr_t object = batch->object[i];
            put(object & NAMED ? &kept : &gone, &r->spare, object & ~NAMED);
        }
        batch->used = 0;
        rc_batch_append(&r->spare, batch);
    }
    r->waiting = kept;
    for (rc_batch *batch = rc_batch_take(&gone); batch != NULL; batch = rc_batch_take(&gone))
        rc_batch_append(&r->ready, batch);
}

void rc_scheme_sift_(rc_reclaim_thread *thread, bool hard)
{
    rc_retired *r = &thread->retired;
    rc_scheme_thread *scheme = &thread->scheme;
    if (r->waiting.first == NULL || (!hard && r->waiting.batches < scheme->scan_at))
        return;
    if (r->spare.batches < 2 /* see split */ || !rc_hazard_barrier_() || !mark_named(&r->waiting))
        return;
    split(r);
    size_t kept = r->waiting.batches;
    scheme->scan_at = 2 * kept + rc_hazard_scan_batches_;
}

void rc_scheme_wait_(rc_reclaim_thread *thread)
{
    rc_batch_list *ready = &thread->retired.ready;
    /* A scan may have used up what the next one needs: then the caller has to see to it. */
    for (unsigned turns = 0; ready->first == NULL && thread->retired.spare.batches >= 2;) {
        rc_scheme_sift_(thread, true);
        if (ready->first == NULL)
            rc_platform_relax(&turns);
    }
}

void rc_scheme_stamp_(rc_reclaim_thread *thread, rc_batch *batch)
{
    (void)thread, (void)batch;
}

/* ------------------------------------------------------------------------------------- threads */

/* Ends all read sections: of a thread that ended in one, or does not exist in the child of a fork. */
static void clear_all(rc_reclaim_thread *thread)
{
    rc_scheme_thread *scheme = &thread->scheme;
    scheme->free = NULL;
    scheme->others = 0;
    scheme->stepping = false;
    for (rc_hazard_block *b = &scheme->block; b != NULL; b = b->mine) {
        for (unsigned i = 0; i < RC_HAZARDS; i++)
            rc_hazard_clear(b, i);
        set_free(thread, b, RC_HAZARD_OTHERS);
    }
    /* (2) release: as in rc_hazard_clear; relaxed: nobody else writes it */
    rc_fetch_sub_release(&scheme->block.everything, rc_load_relaxed(&scheme->block.everything));
    rc_hazard_reset_(&scheme->block);
}

int rc_scheme_attach_(rc_reclaim_thread *thread)
{
    rc_scheme_thread *scheme = &thread->scheme;
    rc_hazard_reset_(&scheme->block);
    if (scheme->scan_at == 0) { /* the record is new */
        set_free(thread, &scheme->block, RC_HAZARD_OTHERS);
        rc_hazard_register_(&scheme->block);
        scheme->scan_at = rc_hazard_scan_batches_;
    }
    return 0;
}

void rc_scheme_left_(rc_reclaim_thread *thread)
{
    if (rc_scheme_reading_(thread))
        clear_all(thread);
}

void rc_scheme_vanished_(rc_reclaim_thread *thread)
{
    clear_all(thread);
}

void rc_scheme_begins_(rc_reclaim_thread *thread)
{
    (void)thread;
}

void rc_scheme_ends_(rc_reclaim_thread *thread)
{
    (void)thread;
}

void rc_scheme_poll_(rc_reclaim_thread *thread)
{
    (void)thread;
}

bool rc_scheme_reading_(const rc_reclaim_thread *thread)
{
    return thread->scheme.others > 0 || thread->scheme.stepping ||
           rc_hazard_quick_open_(&thread->scheme.block);
}

void rc_scheme_fork_prepare_(void)
{
}

void rc_scheme_fork_parent_(void)
{
}
