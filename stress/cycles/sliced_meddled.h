/*
 * sliced_meddled.h: another thread does something in the middle of a collection in slices, at each moment in
 * turn.
 */
enum { MOMENTS = 24 };

/*
 * Objects die while others wait for their turn: behind the collector, or before it, and when it comes to them.
 */
typedef struct herd {
    cell *held[8];
    bool backwards;
} herd;

static void drop_all(void *arg)
{
    herd *h = arg;
    for (unsigned i = 0; i < 8; i++)
        rc_release(h->held[h->backwards ? 7 - i : i]);
}

static void objects_die_between_slices(void)
{
    unsigned in_the_middle = 0;
    for (uint64_t when = 1; when <= MOMENTS; when++) {
        cell_fate fate[8], ring_fate[3];
        memset(fate, 0, sizeof fate);
        memset(ring_fate, 0, sizeof ring_fate);
        herd h = {.backwards = when % 2 != 0};
        bool acted = false;
        for (unsigned i = 0; i < 8; i++) {
            h.held[i] = cell_new(&cell_type, &fate[i]);
            fate[i].at_destroy = die_slowly;
        }
        cell *ring = cell_ring(&cell_type, ring_fate, 3);
        cell_link(h.held[7], 0, ring);
        rc_release(ring);
        size_t died = collect_meddled(when, drop_all, &h, &acted);
        if (!acted)
            drop_all(&h);
        in_the_middle += acted;
        died += rc_gc_collect_sliced();
        if (died != 3 || !cells_ended_well(fate, 8) || !cells_ended_well(ring_fate, 3))
            cell_fault("dropped at %" PRIu64 ": %zu died", when, died);
    }
    CHECK(in_the_middle >= MOMENTS / 2);
    END();
}

/* A weak reference to a ring that is garbage is upgraded: then it lives, or the upgrade gave nothing. */
typedef struct upgrade {
    rc_weak *weak;
    cell *strong;
} upgrade;

static void upgrade_now(void *arg)
{
    upgrade *u = arg;
    u->strong = rc_weak_upgrade(u->weak);
    if (u->strong != NULL && !cell_whole(u->strong))
        cell_fault("an upgrade gave what is not whole");
}

static void upgraded_between_proposal_and_proof(void)
{
    unsigned lived = 0, gone = 0;
    for (uint64_t when = 1; when <= MOMENTS; when++) {
        cell_fate fate[4];
        memset(fate, 0, sizeof fate);
        cell *ring = cell_ring(&cell_type, fate, 4);
        upgrade u = {.weak = rc_weak_new(ring)};
        bool acted = false;
        rc_release(ring);
        size_t died = collect_meddled(when, upgrade_now, &u, &acted);
        bool alive = u.strong != NULL;
        if (alive && (died != 0 || cells_gone(fate, 4) != 0 || rc_count(u.strong) != 2 ||
                      !cell_whole(u.strong)))
            cell_fault("upgraded at %" PRIu64 ", and %zu died", when, died);
        if (!alive && died != 4)
            cell_fault("nobody has it at %" PRIu64 ", and %zu died", when, died);
        lived += alive;
        gone += !alive;
        rc_release(u.strong);
        died += rc_gc_collect_sliced();
        if (died != 4 || !cells_ended_well(fate, 4))
            cell_fault("left behind at %" PRIu64, when);
        rc_weak_free(u.weak);
    }
    CHECK(lived > 4 && gone > 0);
    END();
}

/*
 * Frozen in the middle: nothing that was found may be left. An object with five references, one of which was
 * found, that loses all but one, would look like garbage to the next collection.
 */
static void freeze_now(void *arg)
{
    (void)arg;
    rc_gc_freeze();
    rc_gc_unfreeze();
}

static void frozen_in_the_middle(void)
{
    unsigned in_the_middle = 0;
    for (uint64_t when = 1; when <= MOMENTS; when++) {
        cell_fate fate = {0};
        cell *holds[4], *held = cell_new(&quiet_type, &fate); /* no finalizer: judged once */
        bool acted = false;
        for (unsigned i = 0; i < 4; i++) {
            holds[i] = cell_new(&quiet_type, NULL);
            cell_link(holds[i], 0, held);
        }
        size_t died = collect_meddled(when, freeze_now, NULL, &acted);
        in_the_middle += acted;
        for (unsigned i = 0; i < 4; i++)
            rc_release(holds[i]);
        died += rc_collect();
        if (died != 0 || cells_gone(&fate, 1) != 0 || rc_count(held) != 1 || !cell_whole(held))
            cell_fault("frozen at %" PRIu64 ", and %zu died", when, died);
        if (cells_gone(&fate, 1) == 0)
            rc_release(held);
    }
    CHECK(in_the_middle >= 5);
    END();
}

/* The child of a fork in the middle has no collector, and all objects. */
typedef struct forker {
    cell *c;
    cell_fate *fate;
    bool well;
} forker;

static void fork_now(void *arg)
{
    forker *f = arg;
    f->well = forked_well(f->c, f->fate, 3);
}

static void forked_in_the_middle(void)
{
    bool well = true;
    unsigned in_the_middle = 0;
    for (uint64_t when = 1; when <= MOMENTS; when += 3) {
        cell_fate fate[3];
        memset(fate, 0, sizeof fate);
        cell *holds = cell_new(&quiet_type, NULL), *c = cell_ring(&cell_type, fate, 3), *beside[4];
        for (unsigned i = 0; i < 4; i++)
            beside[i] = cell_ring(&quiet_type, NULL, 1);
        cell_link(holds, 0, beside[0]);
        forker f = {.c = c, .fate = fate, .well = true};
        bool acted = false;
        size_t died = collect_meddled(when, fork_now, &f, &acted);
        in_the_middle += acted;
        well &= f.well && died == 0;
        rc_release(holds);
        rc_release(c);
        for (unsigned i = 0; i < 4; i++)
            rc_release(beside[i]);
        rc_collect();
    }
    CHECK(well && in_the_middle >= MOMENTS / 3 / 2);
    END();
}

static void meddled_tests(void)
{
    objects_die_between_slices();
    upgraded_between_proposal_and_proof();
    frozen_in_the_middle();
    forked_in_the_middle();
}
