/*
 * quarantine.c: see quarantine.h.
 *
 * Blocks are the lower allocator's own, with nothing before or behind them, so that it does not matter if
 * somebody replaces the allocator later on: blocks are then freed at once, and their entries stay in the
 * queue without them. Each block remembers the function that it goes to.
 *
 * Locking: the mutex guards the queue; nothing is called under it. It may be taken under the locks of the
 * library, which frees memory while it holds some.
 */
#include "refcount/check/quarantine.h"

#include "refcount/check/locks.h"

#include "refcount/platform.h"

typedef struct place {
    rc_quarantine_ticket ticket;
    void *block; /* NULL: only an entry */
    void (*release)(void *block);
} place;

static struct {
    rc_mutex mutex;
    size_t first, used, bytes;
    place places[RC_QUARANTINE_PLACES];
} queue = {.mutex = RC_MUTEX_INITIALIZER};

static rc_allocator lower; /* constant once installed */

static RC_THREAD_LOCAL place expected;

static void *allocate(size_t size)
{
    return lower.allocate(size);
}

/* Takes out the oldest one if there are too many, or at all if `all`. */
static bool take(bool all, place *out)
{
    rc_mutex_lock(&queue.mutex);
    bool takes = queue.used > 0 &&
                 (all || queue.used == RC_QUARANTINE_PLACES || queue.bytes > RC_QUARANTINE_BYTES);
    if (takes) {
        *out = queue.places[queue.first];
        queue.first = (queue.first + 1) % RC_QUARANTINE_PLACES;
        queue.used--;
        queue.bytes -= out->ticket.size;
    }
    rc_mutex_unlock(&queue.mutex);
    return takes;
}

static void let_out(bool all)
{
    place oldest;
    while (take(all, &oldest)) {
        /* Forgotten first: the address may have another life as soon as the block is free. */
        rc_check_forget(oldest.ticket.address, oldest.ticket.serial);
        if (oldest.block != NULL)
            oldest.release(oldest.block);
    }
}

static void add(place p)
{
    for (;;) {
        let_out(false);
        rc_mutex_lock(&queue.mutex);
        bool fits = queue.used < RC_QUARANTINE_PLACES;
        if (fits) {
            queue.places[(queue.first + queue.used++) % RC_QUARANTINE_PLACES] = p;
            queue.bytes += p.ticket.size;
        }
        rc_mutex_unlock(&queue.mutex);
        if (fits)
            break;
    }
    let_out(false); /* one that is larger than the whole quarantine */
}

static void release(void *block)
{
    if (block == NULL || block != expected.block) {
        lower.release(block);
        return;
    }
    place p = expected;
    expected.block = NULL;
    p.release = lower.release;
    add(p);
}

void rc_quarantine_install(void)
{
    lower = rc_platform_allocator;
    if (lower.allocate == NULL)
        lower.allocate = malloc;
    if (lower.release == NULL)
        lower.release = free;
    rc_set_allocator(&(rc_allocator){allocate, release});
}

void rc_quarantine_add(rc_quarantine_ticket ticket)
{
    ticket.size = 0;
    add((place){.ticket = ticket});
}

void rc_quarantine_expect(rc_quarantine_ticket ticket, void *block)
{
    if (rc_platform_allocator.release == release)
        expected = (place){.ticket = ticket, .block = block};
    else
        rc_quarantine_add(ticket);
}

void rc_quarantine_flush(void)
{
    let_out(true);
}

void rc_quarantine_lock(void)
{
    rc_mutex_lock(&queue.mutex);
}

void rc_quarantine_unlock(void)
{
    rc_mutex_unlock(&queue.mutex);
}
