/*
 * weaks.h: weak references to what the collector takes.
 */

/* An object that owns a handle, to whatever it is told; the handle goes when the object does. */
typedef struct holder {
    cell_fate *fate;
    rc_weak *weak;
    struct holder *next;
    unsigned alive_at_end; /* where it is written down is the fate's arg */
} holder;

static void holder_traverse(void *object, rc_visit *visit, void *arg)
{
    holder *h = object;
    if (h->next != NULL)
        visit(h->next, arg);
}

static void holder_clear(void *object)
{
    holder *h = object, *next = h->next;
    h->next = NULL;
    rc_release(next);
}

static unsigned upgraded_in_destroy;

static void holder_destroy(void *object)
{
    holder *h = object;
    if (rc_fetch_add_relaxed(&h->fate->destroyed, 1) != 0)
        cell_fault("a holder was destroyed twice");
    holder *strong = rc_weak_upgrade(h->weak);
    if (strong != NULL && rc_load_relaxed(&strong->fate->destroyed) != 0)
        cell_fault("an upgrade gave a destroyed object");
    upgraded_in_destroy += strong != NULL;
    rc_release(strong);
    rc_weak_free(h->weak);
    holder_clear(h);
}

static const rc_type holder_type = {.name = "holder",
                                    .size = sizeof(holder),
                                    .destroy = holder_destroy,
                                    .traverse = holder_traverse,
                                    .clear = holder_clear};

static holder *new_holder(cell_fate *fate)
{
    holder *h = rc_new(&holder_type);
    if (h == NULL)
        abort();
    h->fate = fate;
    return h;
}

/* D10: a cycle of one strong and one weak edge is no cycle; a weak reference from inside keeps nothing. */
static void weak_edges_keep_nothing(void)
{
    cell_fate fate[3] = {{0}};
    holder *a = new_holder(&fate[0]), *b = new_holder(&fate[1]), *c = new_holder(&fate[2]);
    a->next = rc_retain(b);
    b->weak = rc_weak_new(a);
    rc_release(b);
    rc_release(a);
    CHECK(cells_gone(fate, 2) == 2);
    c->next = rc_retain(c);
    c->weak = rc_weak_new(c);
    rc_release(c);
    upgraded_in_destroy = 0;
    CHECK(cells_gone(fate, 3) == 2 && rc_collect() == 1 && cells_gone(fate, 3) == 3);
    CHECK(upgraded_in_destroy == 0);
    END();
}

/* The weak reference outlives a collection of its target, and one that spares it. */
static void weak_survives_collections(void)
{
    cell_fate fate[3] = {{0}};
    cell *c = cell_ring(&cell_type, fate, 3);
    rc_weak *weak = rc_weak_new(c);
    CHECK(rc_collect() == 0);
    cell *again = rc_weak_upgrade(weak);
    CHECK(again == c && rc_count(c) == 3);
    rc_release(again);
    rc_release(c);
    again = rc_weak_upgrade(weak);
    CHECK(again == c);
    CHECK(rc_collect() == 0 && cell_whole(c) && rc_count(c) == 2);
    rc_release(again);
    CHECK(rc_collect() == 3 && rc_weak_upgrade(weak) == NULL && cells_ended_well(fate, 3));
    CHECK(rc_collect() == 0 && rc_weak_upgrade(weak) == NULL);
    rc_weak_free(weak);
    END();
}

/* D1, bug1055820: all weak references to the garbage are dead before the first finalizer or destructor. */
static rc_weak *watched[4];
static unsigned alive_when_looked;

static void look_at_all(cell *self)
{
    (void)self;
    for (unsigned i = 0; i < 4; i++) {
        cell *strong = rc_weak_upgrade(watched[i]);
        alive_when_looked += strong != NULL;
        rc_release(strong);
    }
}

static void weak_ends_before_finalizers(void)
{
    cell_fate fate[4];
    memset(fate, 0, sizeof fate);
    for (unsigned i = 0; i < 4; i++)
        fate[i].at_finalize = fate[i].at_clear = fate[i].at_destroy = look_at_all;
    cell *c = cell_ring(&cell_type, fate, 4);
    cell *at = c;
    for (unsigned i = 0; i < 4; i++, at = at->edge[0])
        watched[i] = rc_weak_new(at);
    alive_when_looked = 0;
    rc_release(c);
    CHECK(rc_collect() == 4 && alive_when_looked == 0 && cells_ended_well(fate, 4));
    for (unsigned i = 0; i < 4; i++)
        rc_weak_free(watched[i]);
    END();
}

/*
 * D4, D5, bpo-38006: something that the collector does not see through stands between the garbage and what
 * is weakly referred to. That dies by its count, in the middle of the clearing, and must be whole until then.
 */
static void weak_behind_what_is_opaque(void)
{
    cell_fate fate[5];
    memset(fate, 0, sizeof fate);
    cell *c = cell_ring(&cell_type, fate, 2), *veil = cell_new(&opaque_type, &fate[2]);
    cell *inside = cell_ring(&cell_type, &fate[3], 2);
    cell_point(c, veil);
    cell_point(veil, inside);
    rc_release(veil);
    rc_release(inside);
    rc_weak *weak = rc_weak_new(inside);
    rc_release(c);
    CHECK(rc_collect() == 2 && cells_ended_well(fate, 3));
    cell *strong = rc_weak_upgrade(weak);
    CHECK(strong == inside && cell_whole(inside) && cells_gone(fate, 5) == 3);
    rc_release(strong);
    CHECK(rc_collect() == 2 && cells_ended_well(fate, 5) && rc_weak_upgrade(weak) == NULL);
    rc_weak_free(weak);
    END();
}

/* D6, gh-91636: a finalizer makes a weak reference to garbage and publishes it. */
static rc_weak *published;

static void publish_weak(cell *self)
{
    published = rc_weak_new(self->edge[0]);
}

static unsigned woken;

static void upgrade_published(cell *self)
{
    (void)self;
    cell *strong = rc_weak_upgrade(published);
    woken += strong != NULL;
    rc_release(strong);
}

static void weak_made_by_a_finalizer(void)
{
    cell_fate fate[4] = {{.at_finalize = publish_weak}};
    for (unsigned i = 0; i < 4; i++)
        fate[i].at_clear = fate[i].at_destroy = upgrade_published;
    published = NULL;
    woken = 0;
    rc_release(cell_ring(&cell_type, fate, 4));
    CHECK(rc_collect() == 4 && published != NULL && woken == 0);
    CHECK(rc_weak_upgrade(published) == NULL && cells_ended_well(fate, 4));
    rc_weak_free(published);
    END();
}

/* ... and it is alive if its target was saved by another finalizer. */
static void weak_made_by_a_finalizer_to_the_saved(void)
{
    cell_fate fate[2] = {{.at_finalize = publish_weak}, {.at_finalize = keep}};
    rc_release(cell_ring(&cell_type, fate, 2));
    CHECK(rc_collect() == 0 && kept != NULL && kept->fate == &fate[1]);
    cell *strong = rc_weak_upgrade(published);
    CHECK(strong == kept);
    rc_release(strong);
    rc_release(kept);
    CHECK(rc_collect() == 2 && rc_weak_upgrade(published) == NULL);
    rc_weak_free(published);
    END();
}

/* A finalizer upgrades a reference that it makes itself, and keeps what it gets: that is a resurrection. */
static void keep_by_upgrade(cell *self)
{
    rc_weak *weak = rc_weak_new(self);
    kept = rc_weak_upgrade(weak);
    rc_weak_free(weak);
}

static void weak_upgraded_by_a_finalizer(void)
{
    cell_fate fate[3] = {{.at_finalize = keep_by_upgrade}};
    kept = NULL;
    rc_release(cell_ring(&cell_type, fate, 3));
    size_t died = rc_collect();
    if (kept != NULL) {
        CHECK(died == 0 && cells_gone(fate, 3) == 0 && cell_whole(kept));
        rc_release(kept);
        CHECK(rc_collect() == 3);
    } else {
        CHECK(died == 3);
    }
    CHECK(cells_ended_well(fate, 3));
    END();
}

/* D7: a collection comes in the middle of the making of a weak reference, and of everything else. */
static void weak_made_under_torture(void)
{
    enum { ROUNDS = 50 };
    cell_fate fate[ROUNDS][2];
    memset(fate, 0, sizeof fate);
    bool right = true;
    size_t threshold = rc_gc_get_threshold();
    rc_gc_set_threshold(1);
    rc_gc_enable();
    for (unsigned i = 0; i < ROUNDS; i++) {
        cell *c = cell_ring(&cell_type, fate[i], 2);
        rc_weak *weak = rc_weak_new(c);
        cell *strong = rc_weak_upgrade(weak);
        right &= strong == c && cell_whole(c);
        rc_release(strong);
        rc_release(c);
        rc_release(cell_new(&cell_type, NULL)); /* a moment for a collection */
        rc_thread_poll();
        rc_weak_free(weak);
    }
    rc_gc_disable();
    rc_gc_set_threshold(threshold);
    rc_collect();
    CHECK(right && cells_ended_well(fate[0], 2 * ROUNDS));
    END();
}

/* D8, bug1377858: a destructor makes a weak reference to something that lives. */
static cell *bystander;

static void refer_to_bystander(cell *self)
{
    (void)self;
    if (published == NULL)
        published = rc_weak_new(bystander);
}

static void weak_made_by_a_destructor(void)
{
    cell_fate fate[3] = {{.at_destroy = refer_to_bystander}};
    bystander = cell_new(&cell_type, &fate[2]);
    published = NULL;
    rc_release(cell_ring(&cell_type, fate, 2));
    CHECK(rc_collect() == 2);
    cell *strong = rc_weak_upgrade(published);
    CHECK(strong == bystander && rc_count(bystander) == 2);
    rc_release(strong);
    rc_release(bystander);
    CHECK(rc_weak_upgrade(published) == NULL && cells_ended_well(fate, 3));
    rc_weak_free(published);
    END();
}

/*
 * D9, bpo-16602: a chain of a hundred, each with a weak reference to the one before and to be destroyed after
 * it, hangs from a cycle. Whoever upgrades in its destructor must never get what is on its way out.
 */
static void weak_along_a_chain(void)
{
    enum { LENGTH = 100 };
    static cell_fate fate[LENGTH];
    memset(fate, 0, sizeof fate);
    holder *link[LENGTH];
    for (unsigned i = 0; i < LENGTH; i++)
        link[i] = new_holder(&fate[i]);
    for (unsigned i = 0; i + 1 < LENGTH; i++) {
        link[i]->next = link[i + 1];
        link[i + 1]->weak = rc_weak_new(link[i]);
    }
    link[LENGTH - 1]->next = rc_retain(link[LENGTH / 2]);
    link[0]->weak = rc_weak_new(link[LENGTH - 1]);
    upgraded_in_destroy = 0;
    rc_release(link[0]); /* the first half dies by its counts, the second by a collection */
    CHECK(cells_gone(fate, LENGTH) == LENGTH / 2);
    rc_collect();
    /* the last was alive then */
    CHECK(cells_gone(fate, LENGTH) == LENGTH && upgraded_in_destroy == 1);
    END();
}

/* Both ends of a weak reference are garbage of one collection: two rings that know of each other. */
static void weak_between_garbage(void)
{
    cell_fate fate[4];
    memset(fate, 0, sizeof fate);
    holder *h[4];
    for (unsigned i = 0; i < 4; i++)
        h[i] = new_holder(&fate[i]);
    for (unsigned i = 0; i < 4; i++) {
        h[i]->next = h[i ^ 1];
        h[i]->weak = rc_weak_new(h[(i + 2) % 4]);
    }
    rc_retain(h[0]);
    upgraded_in_destroy = 0;
    rc_release(h[0]);
    CHECK(rc_collect() == 4 && cells_gone(fate, 4) == 4 && upgraded_in_destroy == 0);
    END();
}

typedef struct glance {
    rc_weak *weak;
    unsigned runs, alive;
} glance;

static void glance_at_finalize(cell *self)
{
    glance *g = self->fate->arg;
    cell *strong = rc_weak_upgrade(g->weak);
    g->runs++;
    g->alive += strong != NULL;
    rc_release(strong);
}

/* One member of a ring has a weak reference, whichever it is: it ends before any finalizer runs. */
static void one_of_a_ring_is_known(void)
{
    for (unsigned known = 0; known < 3; known++) {
        cell_fate fate[3] = {{0}};
        cell *c[3];
        glance g = {NULL, 0, 0};
        for (unsigned i = 0; i < 3; i++) {
            c[i] = cell_new(&cell_type, &fate[i]);
            fate[i].at_finalize = glance_at_finalize;
            fate[i].arg = &g;
        }
        g.weak = rc_weak_new(c[known]);
        for (unsigned i = 0; i < 3; i++)
            cell_point(c[i], c[(i + 1) % 3]);
        for (unsigned i = 0; i < 3; i++)
            rc_release(c[i]);
        CHECK(rc_collect() == 3 && cells_ended_well(fate, 3));
        CHECK(g.runs == 3 && g.alive == 0);
        rc_weak_free(g.weak);
    }
    END();
}

static void weak_tests(void)
{
    weak_edges_keep_nothing();
    one_of_a_ring_is_known();
    weak_survives_collections();
    weak_ends_before_finalizers();
    weak_behind_what_is_opaque();
    weak_made_by_a_finalizer();
    weak_made_by_a_finalizer_to_the_saved();
    weak_upgraded_by_a_finalizer();
    weak_made_under_torture();
    weak_made_by_a_destructor();
    weak_along_a_chain();
    weak_between_garbage();
}
