/*
 * readers.c: a reader on a thread of its own, which stands still where a test wants it: between a look at a slot
 * and what it does with it. Fixed interleavings, for backends that threads may share.
 */
#include "stress/slots/suite.h"
#include "stress/support/puppet.h"

enum { STORES = 20000, SLACK = 4096 };

typedef struct reader {
    puppet thread;
    rc_slot *slot;
    rc_weak_slot *weak;
    rc_queue *queue;
    rc_guard guard;
    void *found;
    uint64_t alive;
} reader;

/* While it has nothing to do it is in a blocking region, but in a guard: it comes by no safepoint then. */
static void attach(void *arg)
{
    (void)arg;
    if (rc->thread_attach() != 0)
        abort();
    rc->thread_block_begin();
}

static void detach(void *arg)
{
    (void)arg;
    rc->thread_block_end();
    settle();
    rc->thread_detach();
}

static void borrow(void *arg)
{
    reader *r = arg;
    rc->thread_block_end();
    r->guard = gc->guard_enter();
    r->found = gc->slot_borrow(r->slot, &r->guard);
}

static void borrow_first(void *arg)
{
    reader *r = arg;
    rc->thread_block_end();
    r->guard = gc->guard_enter();
    r->found = rc_tagged_object(gc->tagged_slot_borrow(&r->queue->head, &r->guard));
}

static void look(void *arg)
{
    reader *r = arg;
    r->alive = ((thing *)r->found)->alive;
}

static void retain(void *arg)
{
    rc->retain(((reader *)arg)->found);
}

static void release(void *arg)
{
    rc->thread_block_end();
    rc->release(((reader *)arg)->found);
    rc->thread_block_begin();
}

static void leave(void *arg)
{
    gc->guard_exit(((reader *)arg)->guard);
    rc->thread_block_begin();
}

static void load(void *arg)
{
    reader *r = arg;
    rc->thread_block_end();
    r->found = gc->slot_load(r->slot);
    rc->thread_block_begin();
}

static void begin(reader *r)
{
    puppet_create(&r->thread);
    puppet_do(&r->thread, attach, r);
}

static void end(reader *r)
{
    rc->thread_block_begin(); /* it drains */
    puppet_do(&r->thread, detach, r);
    rc->thread_block_end();
    puppet_join(&r->thread);
}

static void does(reader *r, void (*action)(void *))
{
    puppet_do(&r->thread, action, r);
}

/* Stores and exchanges while a reader stands on what it has borrowed: it stays, and goes when the reader has. */
static void a_borrow_holds_back(bool exchange)
{
    rc_slot slot;
    reader r = {.slot = &slot};
    uint64_t before = things_ended();
    gc->slot_init(&slot, NULL);
    gc->slot_give(&slot, thing_new(1));
    begin(&r);
    does(&r, borrow);
    if (exchange) {
        void *old = gc->slot_exchange(&slot, NULL);
        rc->release(old);
    } else {
        gc->slot_give(&slot, NULL);
    }
    for (int i = 0; i < 100; i++) { /* so that a scheme that has a reason to reclaim does */
        gc->slot_give(&slot, thing_new(2));
        rc->thread_poll();
    }
    does(&r, look);
    tap_ok(r.alive == ALIVE, "%s: what is borrowed stays after %s", gc->name,
           exchange ? "an exchange's result was released" : "a store");
    does(&r, retain);
    does(&r, leave);
    gc->slot_destroy(&slot);
    settle();
    does(&r, look);
    CHECK(r.alive == ALIVE && things_ended() == before + 100);
    does(&r, release);
    settle();
    CHECK(things_ended() == before + 101);
    end(&r);
}

/* A reader that stands still is in nobody's way. */
static void loads_are_not_held_up(void)
{
    rc_slot slot;
    reader r = {.slot = &slot}, other = {.slot = &slot};
    gc->slot_init(&slot, NULL);
    gc->slot_give(&slot, thing_new(1));
    begin(&r);
    begin(&other);
    does(&r, borrow);
    gc->slot_give(&slot, thing_new(2));
    does(&other, load);
    CHECK(((thing *)other.found)->id == 2);
    does(&other, release);
    does(&r, look);
    CHECK(r.alive == ALIVE);
    does(&r, leave);
    gc->slot_destroy(&slot);
    settle();
    end(&r);
    end(&other);
}

/* Whoever holds the one node holds back no chain of those that came after. */
static void a_stalled_reader_and_a_long_queue(void)
{
    rc_queue queue;
    reader r = {.queue = &queue};
    uint64_t most = 0, stores = rc_tool_scaled(STORES);
    CHECK(gc->queue_init(&queue));
    begin(&r);
    does(&r, borrow_first);
    uint64_t live = objects_live(), taken = 0;
    for (uint64_t i = 0; i < stores; i++) {
        taken += gc->queue_enqueue(&queue, thing_new(i));
        rc->release(gc->queue_dequeue(&queue));
        rc->thread_poll();
        if (i % 256 == 0 && objects_live() - live > most)
            most = objects_live() - live;
    }
    CHECK(taken == stores);
    if (gc->get_reclaim()->bounded)
        tap_ok(most < SLACK, "%s: a stalled reader holds back %u objects at the most", gc->name,
               (unsigned)most);
    does(&r, leave);
    gc->queue_destroy(&queue);
    settle();
    end(&r);
}

void reader_tests(void)
{
    a_borrow_holds_back(false);
    a_borrow_holds_back(true);
    if (gc->get_reclaim()->read != RC_BLOCKING) { /* else nobody else reads meanwhile */
        loads_are_not_held_up();
        a_stalled_reader_and_a_long_queue();
    }
}
