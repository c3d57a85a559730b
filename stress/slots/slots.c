/*
 * slots.c: slots and tagged slots on one thread, which is reader and writer in turn: every rule about who holds
 * a reference when.
 */
#include "stress/slots/suite.h"

static uint64_t count(const void *object)
{
    return rc->count(object);
}

/* How often a reference has to go before the object does: the number that the caller still holds. */
static void release_all(thing *t, unsigned references)
{
    for (unsigned i = 0; i < references; i++)
        rc->release(t);
    settle();
}

static void a_slot_counts(void)
{
    rc_slot slot;
    thing *t = thing_new(1);
    uint64_t before = things_ended();
    gc->slot_init(&slot, t);
    CHECK(count(t) == 2);
    void *loaded = gc->slot_load(&slot);
    CHECK(loaded == t && count(t) == 3);
    rc->release(loaded);
    rc->release(t);
    CHECK(things_ended() == before && gc->slot_holds(&slot, t));
    gc->slot_destroy(&slot);
    settle();
    CHECK(things_ended() == before + 1);
    gc->slot_init(&slot, NULL);
    CHECK(gc->slot_load(&slot) == NULL && gc->slot_holds(&slot, NULL));
    gc->slot_destroy(&slot);
    gc->slot_drop(&slot);
}

static void a_store_replaces(void)
{
    rc_slot slot;
    thing *a = thing_new(1), *b = thing_new(2);
    uint64_t before = things_ended();
    gc->slot_init(&slot, a);
    gc->slot_store(&slot, b);
    settle();
    CHECK(count(a) == 1 && count(b) == 2);
    gc->slot_store(&slot, b); /* itself */
    settle();
    CHECK(count(b) == 2);
    gc->slot_give(&slot, a);
    settle();
    CHECK(count(a) == 1 && count(b) == 1);
    gc->slot_store(&slot, NULL);
    settle();
    CHECK(things_ended() == before + 1);
    gc->slot_give(&slot, b);
    gc->slot_drop(&slot);
    rc->thread_poll();
    CHECK(things_ended() == before + 2);
}

static void a_borrow_outlives_the_store(void)
{
    rc_slot slot;
    uint64_t before = things_ended();
    gc->slot_init(&slot, NULL);
    gc->slot_give(&slot, thing_new(1));
    rc_guard outer = gc->guard_enter();
    thing *t = gc->slot_borrow(&slot, &outer);
    CHECK(count(t) == 1);
    gc->slot_store(&slot, NULL);
    rc_guard inner = gc->guard_enter();
    CHECK(gc->slot_borrow(&slot, &inner) == NULL);
    gc->guard_exit(inner);
    CHECK(things_ended() == before && t->alive == ALIVE);
    void *kept = rc->retain(t);
    gc->guard_exit(outer);
    settle();
    CHECK(things_ended() == before && count(kept) == 1);
    rc->release(kept);
    settle();
    CHECK(things_ended() == before + 1);
}

/* Many at once: more than any fixed number of announcements. */
static void many_are_borrowed(void)
{
    enum { MANY = 1000 };
    static rc_slot slot[MANY];
    static thing *t[MANY];
    uint64_t before = things_ended();
    unsigned alive = 0;
    for (unsigned i = 0; i < MANY; i++) {
        gc->slot_init(&slot[i], NULL);
        gc->slot_give(&slot[i], thing_new(i));
    }
    rc_guard guard = gc->guard_enter();
    for (unsigned i = 0; i < MANY; i++)
        t[i] = gc->slot_borrow(&slot[i], &guard);
    for (unsigned i = 0; i < MANY; i++)
        gc->slot_store(&slot[i], NULL);
    for (unsigned i = 0; i < MANY; i++)
        alive += t[i]->alive == ALIVE && t[i]->id == i;
    CHECK(alive == MANY && things_ended() == before);
    gc->guard_exit(guard);
    settle();
    CHECK(things_ended() == before + MANY);
}

/* The result of an exchange is a reference like any other, though a reader is still looking. */
static void an_exchange_gives_a_reference(void)
{
    rc_slot slot;
    uint64_t before = things_ended();
    gc->slot_init(&slot, NULL);
    gc->slot_give(&slot, thing_new(1));
    rc_guard guard = gc->guard_enter();
    thing *t = gc->slot_borrow(&slot, &guard);
    thing *old = gc->slot_exchange(&slot, NULL);
    CHECK(old == t && !rc->is_unique(old));
    rc->release(old);
    CHECK(things_ended() == before && t->alive == ALIVE);
    gc->guard_exit(guard);
    settle();
    CHECK(things_ended() == before + 1);
    thing *b = thing_new(2);
    CHECK(gc->slot_exchange(&slot, b) == NULL && count(b) == 2);
    rc->release(b);
    b = gc->slot_exchange(&slot, NULL);
    settle();
    CHECK(count(b) == 1 && rc->is_unique(b)); /* the last reader has gone */
    release_all(b, 1);
    CHECK(things_ended() == before + 2);
}

static void a_compare_exchange_compares(void)
{
    rc_slot slot;
    thing *a = thing_new(1), *b = thing_new(2);
    uint64_t before = things_ended();
    gc->slot_init(&slot, a);
    CHECK(!gc->slot_compare_exchange(&slot, b, b) && count(a) == 2 && count(b) == 1);
    CHECK(!gc->slot_compare_exchange(&slot, NULL, b) && count(b) == 1);
    CHECK(!gc->slot_compare_give(&slot, NULL, b) && count(b) == 1);
    CHECK(gc->slot_compare_exchange(&slot, a, b));
    settle();
    CHECK(count(a) == 1 && count(b) == 2);
    CHECK(gc->slot_compare_exchange(&slot, b, NULL) && gc->slot_compare_exchange(&slot, NULL, a));
    settle();
    CHECK(count(a) == 2 && count(b) == 1);
    CHECK(gc->slot_compare_give(&slot, a, b));
    settle();
    CHECK(count(a) == 1 && count(b) == 1);
    gc->slot_destroy(&slot);
    release_all(a, 1);
    CHECK(things_ended() == before + 2);
}

static void a_slot_goes_while_borrowed(void)
{
    rc_slot slot;
    uint64_t before = things_ended();
    gc->slot_init(&slot, NULL);
    gc->slot_give(&slot, thing_new(1));
    rc_guard guard = gc->guard_enter();
    thing *t = gc->slot_borrow(&slot, &guard);
    gc->slot_destroy(&slot);
    CHECK(things_ended() == before && t->alive == ALIVE);
    gc->guard_exit(guard);
    settle();
    CHECK(things_ended() == before + 1);
}

void slot_tests(void)
{
    a_slot_counts();
    a_store_replaces();
    a_borrow_outlives_the_store();
    many_are_borrowed();
    an_exchange_gives_a_reference();
    a_compare_exchange_compares();
    a_slot_goes_while_borrowed();
}

/* -------------------------------------------------------------------------------- tagged slots */

static bool is(rc_tagged value, const void *object, uintptr_t tag)
{
    return rc_tagged_object(value) == object && rc_tagged_tag(value) == tag;
}

static void a_tag_stays_with_its_object(void)
{
    rc_tagged_slot slot;
    thing *a = thing_new(1), *b = thing_new(2);
    uint64_t before = things_ended();
    gc->tagged_slot_init(&slot, a, 2);
    rc_tagged loaded = gc->tagged_slot_load(&slot);
    CHECK(is(loaded, a, 2) && count(a) == 3);
    rc->release(a);
    CHECK(is(gc->tagged_slot_fetch_or(&slot, 1), a, 2) && is(gc->tagged_slot_peek(&slot), a, 3));
    CHECK(is(gc->tagged_slot_fetch_or(&slot, 1), a, 3) && count(a) == 2);
    gc->tagged_slot_store(&slot, b, 1);
    settle();
    CHECK(count(a) == 1 && count(b) == 2 && is(gc->tagged_slot_peek(&slot), b, 1));
    gc->tagged_slot_give(&slot, a, 0);
    settle();
    CHECK(count(a) == 1 && count(b) == 1);
    gc->tagged_slot_store(&slot, NULL, 3);
    CHECK(is(gc->tagged_slot_load(&slot), NULL, 3));
    gc->tagged_slot_give(&slot, b, 3);
    gc->tagged_slot_drop(&slot);
    rc->thread_poll();
    settle();
    CHECK(things_ended() == before + 2 && is(gc->tagged_slot_peek(&slot), NULL, 0));
}

static void a_tag_is_compared(void)
{
    rc_tagged_slot slot;
    thing *a = thing_new(1), *b = thing_new(2);
    uint64_t before = things_ended();
    gc->tagged_slot_init(&slot, a, 0);
    CHECK(!gc->tagged_slot_compare_exchange(&slot, rc_tagged_make(a, 1), rc_tagged_make(b, 0)));
    CHECK(!gc->tagged_slot_compare_exchange(&slot, rc_tagged_make(b, 0), rc_tagged_make(b, 1)));
    CHECK(count(a) == 2 && count(b) == 1);
    CHECK(gc->tagged_slot_compare_exchange(&slot, rc_tagged_make(a, 0), rc_tagged_make(a, 1)));
    CHECK(count(a) == 2 && is(gc->tagged_slot_peek(&slot), a, 1));
    CHECK(gc->tagged_slot_compare_exchange(&slot, rc_tagged_make(a, 1), rc_tagged_make(b, 2)));
    settle();
    CHECK(count(a) == 1 && count(b) == 2 && is(gc->tagged_slot_peek(&slot), b, 2));
    CHECK(!gc->tagged_slot_compare_give(&slot, rc_tagged_make(b, 0), rc_tagged_make(a, 0)));
    CHECK(gc->tagged_slot_compare_give(&slot, rc_tagged_make(b, 2), rc_tagged_make(a, 0)));
    settle();
    CHECK(count(a) == 1 && count(b) == 1);
    rc_guard guard = gc->guard_enter();
    CHECK(is(gc->tagged_slot_borrow(&slot, &guard), a, 0));
    gc->tagged_slot_destroy(&slot);
    CHECK(things_ended() == before && a->alive == ALIVE);
    gc->guard_exit(guard);
    rc->release(b);
    settle();
    CHECK(things_ended() == before + 2);
}

/* An object with a link, as a structure has it. */
typedef struct ring {
    rc_tagged_slot next;
} ring;

static uint64_t rings_ended;

static void ring_destroy(void *object)
{
    rings_ended++;
    gc->tagged_slot_drop(&((ring *)object)->next);
}

static const rc_type ring_type = {.name = "ring", .size = sizeof(ring), .destroy = ring_destroy};

static ring *ring_new(void)
{
    ring *r = rc->new (&ring_type);
    if (r == NULL)
        abort();
    return r;
}

static void links_move_references(void)
{
    rc_tagged_slot head;
    ring *a = ring_new(), *b = ring_new(), *other = ring_new();
    gc->tagged_slot_init(&head, NULL, 0);
    rings_ended = 0;
    CHECK(!gc->link_insert(&head, other, a, &a->next) && is(gc->tagged_slot_peek(&a->next), NULL, 0));
    CHECK(gc->link_insert(&head, NULL, a, &a->next) && gc->link_insert(&head, a, b, &b->next));
    CHECK(is(gc->tagged_slot_peek(&head), b, 0) && is(gc->tagged_slot_peek(&b->next), a, 0));
    CHECK(count(a) == 1 && count(b) == 1); /* none was counted */
    rc_guard guard = gc->guard_enter();
    rc_tagged top = gc->tagged_slot_borrow(&head, &guard);
    rc_tagged next = gc->tagged_slot_peek(&b->next);
    CHECK(is(top, b, 0) && !gc->link_remove(&head, a, &a->next, next));
    (void)gc->tagged_slot_fetch_or(&b->next, RC_LINK_MARK);
    CHECK(gc->link_remove(&head, b, &b->next, gc->tagged_slot_peek(&b->next)));
    CHECK(is(gc->tagged_slot_peek(&head), a, 0) && rings_ended == 0);
    CHECK(is(gc->tagged_slot_peek(&b->next), NULL, RC_LINK_GONE | RC_LINK_MARK));
    gc->guard_exit(guard);
    settle();
    CHECK(rings_ended == 1 && count(a) == 1);
    gc->tagged_slot_drop(&head);
    rc->release(other);
    settle();
    CHECK(rings_ended == 3);
}

void tagged_tests(void)
{
    a_tag_stays_with_its_object();
    a_tag_is_compared();
    links_move_references();
}
