/*
 * finalizers.h: what finalizers may do, and what they find.
 *
 * The matrix: rings of objects that are linked both ways, whose finalizers
 *
 *   P  do nothing but look      R  take a reference to themselves      S  cut their own links
 *   Q  do not exist
 *
 * in the rows below. Expected: each finalizer runs once, on an object whose neighbours are whole; what
 * survives is what the R reach when all finalizers have run; weak references of all are dead, of survivors
 * too; a survivor that is given up later dies without being finalized again.
 */
enum { LONGEST = 8 };

typedef struct ring {
    const char *kinds;
    unsigned length;
    cell_fate fate[LONGEST];
    cell *cell[LONGEST], *risen[LONGEST];
    rc_weak *weak[LONGEST];
    unsigned failures; /* weak references that were alive when a finalizer looked */
} ring;

static void at_finalize(cell *self)
{
    ring *r = self->fate->arg;
    unsigned i = (unsigned)(self->fate - r->fate);
    for (unsigned j = 0; j < r->length; j++) {
        cell *strong = rc_weak_upgrade(r->weak[j]);
        r->failures += strong != NULL;
        rc_release(strong);
    }
    if (r->kinds[i] == 'R')
        r->risen[i] = rc_retain(self);
    for (unsigned e = 0; r->kinds[i] == 'S' && e < self->edges; e++)
        cell_link(self, e, NULL);
}

/* Linked to both neighbours; a single one to itself if that is wanted. */
static void ring_start(ring *r, const char *kinds, bool linked)
{
    memset(r, 0, sizeof *r);
    r->kinds = kinds;
    r->length = (unsigned)strlen(kinds);
    for (unsigned i = 0; i < r->length; i++) {
        r->cell[i] = cell_new(kinds[i] == 'Q' ? &quiet_type : &cell_type, &r->fate[i]);
        r->fate[i].at_finalize = at_finalize;
        r->fate[i].arg = r;
        r->weak[i] = rc_weak_new(r->cell[i]);
    }
    for (unsigned i = 0; linked && i < r->length; i++) {
        cell_point(r->cell[i], r->cell[(i + 1) % r->length]);
        cell_point(r->cell[i], r->cell[(i + r->length - 1) % r->length]);
    }
}

static bool survives(const ring *r, unsigned i, bool linked)
{
    bool reached[LONGEST] = {false};
    for (unsigned round = 0; round <= r->length; round++) {
        for (unsigned j = 0; j < r->length; j++) {
            reached[j] |= r->kinds[j] == 'R';
            if (!linked || !reached[j] || r->kinds[j] == 'S')
                continue;
            reached[(j + 1) % r->length] = true;
            reached[(j + r->length - 1) % r->length] = true;
        }
    }
    return reached[i];
}

static bool ring_is(const ring *r, bool linked, bool over)
{
    bool right = true;
    for (unsigned i = 0; i < r->length; i++) {
        bool alive = !over && survives(r, i, linked);
        right &= cell_destroyed(&r->fate[i]) == !alive;
        right &= cell_finalized(&r->fate[i]) == (r->kinds[i] != 'Q');
        right &= rc_weak_upgrade(r->weak[i]) == NULL;
        right &= !alive || r->cell[i]->stamp == r->cell[0]->stamp || cell_whole(r->cell[i]);
    }
    return right && r->failures == 0;
}

static void one_row(const char *kinds, bool linked)
{
    ring r;
    ring_start(&r, kinds, linked);
    bool right = true;
    for (unsigned i = 0; i < r.length; i++)
        right &= rc_collect() == 0 && rc_count(r.cell[i]) == (linked ? 3 : 1);
    for (unsigned i = 0; i < r.length; i++)
        rc_release(r.cell[i]);
    rc_collect();
    right &= ring_is(&r, linked, false) && rc_collect() == 0 && ring_is(&r, linked, false);
    for (unsigned i = 0; i < r.length; i++) {
        if (r.risen[i] != NULL)
            right &= rc_count(r.risen[i]) >= 1 && cell_whole(r.risen[i]);
        rc_release(r.risen[i]);
        r.risen[i] = NULL;
    }
    rc_collect();
    right &= ring_is(&r, linked, true);
    for (unsigned i = 0; i < r.length; i++)
        rc_weak_free(r.weak[i]);
    tap_ok(right && cells_sound() && live_objects() == 0, "%s: finalizers: %s%s",
           rc_get_backend()->name, kinds, linked ? "" : ", without links");
}

static void matrix(void)
{
    static const char *const rows[] = {"P",      "R",    "S",      "PPP",     "RRR",     "SSS",
                                       "QQQ",    "SPSP", "SSPP",   "RPRP",    "RPSRPS",  "RRPPSS",
                                       "PQRQPS", "SR",   "PPPPPR", "QQQQQQS", "SSSSSSSR"};
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++)
        one_row(rows[i], true);
    one_row("P", false);
    one_row("R", false);
    one_row("S", false);
}

/* ----------------------------------------------------------------------------- resurrection (C9-C11) */

static cell *kept;

static void keep(cell *self)
{
    kept = rc_retain(self);
}

/* What a resurrected object refers to is resurrected with it, whole. */
static void resurrection_saves_what_it_reaches(void)
{
    cell_fate fate[6] = {{.at_finalize = keep}};
    cell *head = cell_ring(&cell_type, fate, 2), *cargo = cell_ring(&cell_type, fate + 2, 2);
    cell_point(head, cargo);
    rc_release(cargo);
    cell *bare = cell_new(&opaque_type, &fate[4]), *below = cell_new(&cell_type, &fate[5]);
    cell_point(cargo, bare);
    cell_point(bare, below);
    rc_release(bare);
    rc_release(below);
    rc_release(head);
    CHECK(rc_collect() == 0);
    CHECK(kept == head && cells_gone(fate, 6) == 0 && cell_whole(head) && cell_whole(cargo));
    CHECK(cell_whole(bare) && rc_count(head) == 2 && rc_count(cargo) == 2 && rc_count(below) == 1);
    rc_release(kept);
    CHECK(rc_collect() == 4);
    CHECK(cells_ended_well(fate, 6));
    END();
}

static void resurrection_happens_once(void)
{
    cell_fate fate = {.at_finalize = keep};
    cell *c = cell_ring(&cell_type, &fate, 1);
    rc_release(c);
    rc_collect();
    for (int i = 0; i < 3; i++)
        rc_collect();
    CHECK(kept == c && cell_destroyed(&fate) == 0);
    kept = NULL;
    rc_release(c);
    CHECK(rc_collect() == 1 && kept == NULL && cells_ended_well(&fate, 1));
    END();
}

/* gh-...: a PEP says that one resurrection saves the whole garbage; nobody wants that. */
static void resurrection_does_not_save_others(void)
{
    enum { RINGS = 100 };
    static cell_fate fate[2 * RINGS], phoenix[2];
    memset(fate, 0, sizeof fate);
    memset(phoenix, 0, sizeof phoenix);
    phoenix[0].at_finalize = keep;
    cell *rising = NULL;
    for (unsigned i = 0; i < RINGS; i++) {
        rc_release(cell_ring(&cell_type, fate + 2 * i, 2));
        if (i == RINGS / 2)
            rising = cell_ring(&cell_type, phoenix, 2);
    }
    rc_release(rising);
    CHECK(rc_collect() == 2 * RINGS && cells_ended_well(fate, 2 * RINGS));
    CHECK(cells_gone(phoenix, 2) == 0 && kept == rising && rc_collect() == 0);
    rc_release(kept);
    CHECK(rc_collect() == 2 && cells_ended_well(phoenix, 2));
    END();
}

/* What a finalizer saves may lie on the far side of the garbage. */
static void save_the_next(cell *self)
{
    kept = rc_retain(self->edge[0]);
}

static void finalizer_saves_another(void)
{
    cell_fate fate[4] = {{.at_finalize = save_the_next}};
    cell *lonely = cell_ring(&cell_type, fate, 1), *c = cell_ring(&cell_type, fate + 1, 3);
    cell_link(lonely, 1, lonely);
    cell_link(lonely, 0, c);
    rc_release(c);
    rc_release(lonely);
    CHECK(rc_collect() == 1 && cell_destroyed(&fate[0]) == 1 && cells_gone(fate + 1, 3) == 0);
    CHECK(kept == c && rc_count(c) == 2);
    rc_release(kept);
    CHECK(rc_collect() == 3 && cells_ended_well(fate, 4));
    END();
}

/* -------------------------------------------------------------------- what finalizers may do (C12) */

static cell_fate born[64];
static unsigned births;

static void bear(cell *self)
{
    (void)self;
    for (unsigned i = 0; i < 8; i++)
        rc_release(cell_new(&cell_type, &born[births++]));
    rc_release(cell_ring(&cell_type, born + births, 4));
    births += 4;
}

/* php#13670: what a finalizer makes, cycles included, is the next collection's business. */
static void finalizer_makes_objects(void)
{
    memset(born, 0, sizeof born);
    births = 0;
    cell_fate fate[3] = {{.at_finalize = bear}, {.at_finalize = bear}, {.at_finalize = bear}};
    rc_release(cell_ring(&cell_type, fate, 3));
    CHECK(rc_collect() == 3 && cells_ended_well(fate, 3));
    CHECK(births == 36 && cells_gone(born, births) == 24);
    CHECK(rc_collect() == 12 && cells_ended_well(born, births));
    END();
}

static size_t inner;

static void collect_inside(cell *self)
{
    (void)self;
    inner += rc_collect();
}

static void finalizer_collects(void)
{
    cell_fate fate[4] = {{.at_finalize = collect_inside}, {.at_finalize = collect_inside}};
    fate[2].at_clear = fate[3].at_destroy = collect_inside;
    inner = 0;
    rc_release(cell_ring(&cell_type, fate, 4));
    CHECK(rc_collect() == 4 && inner == 0 && cells_ended_well(fate, 4));
    END();
}

static void cut_next(cell *self)
{
    cell_link(self, 0, NULL);
}

/*
 * bpo-21435: a finalizer drops the last reference to another object of the same garbage: it dies by its
 * count, with the collector in the middle of its list.
 */
static void finalizer_drops_others(void)
{
    enum { LENGTH = 40 };
    static cell_fate fate[LENGTH];
    memset(fate, 0, sizeof fate);
    cell *head = cell_ring(&cell_type, fate, LENGTH);
    for (unsigned i = 0; i < LENGTH; i += 4)
        fate[i].at_finalize = cut_next;
    rc_release(head);
    rc_collect();
    CHECK(cells_ended_well(fate, LENGTH));
    END();
}

/* ... and one that is not in a cycle at all, but hangs from one by a single edge, in front and behind. */
static void finalizer_drops_a_tail(void)
{
    for (int first = 0; first < 2; first++) {
        cell_fate fate[4] = {{0}};
        cell *tail = first ? cell_new(&cell_type, &fate[3]) : NULL;
        cell *c = cell_ring(&cell_type, fate, 3);
        tail = first ? tail : cell_new(&cell_type, &fate[3]);
        cell_point(c, tail);
        rc_release(tail);
        fate[0].at_finalize = cut_next;
        cell_link(c, 2, c->edge[0]);
        cell_link(c, 0, tail);
        cell_link(c, 1, NULL);
        rc_release(c);
        rc_collect();
        CHECK(cells_ended_well(fate, 4));
    }
    END();
}

/* Two that die in the same collection and refer to each other's rings: all are seen whole. */
static cell *other_of_two[2];
static unsigned seen_whole;

static void look_across(cell *self)
{
    (void)self;
    seen_whole += cell_whole(other_of_two[0]) && cell_whole(other_of_two[1]);
}

static void finalizers_before_clears(void)
{
    cell_fate fate[6];
    memset(fate, 0, sizeof fate);
    for (unsigned i = 0; i < 6; i++)
        fate[i].at_finalize = look_across;
    other_of_two[0] = cell_ring(&cell_type, fate, 3);
    other_of_two[1] = cell_ring(&cell_type, fate + 3, 3);
    seen_whole = 0;
    rc_release(other_of_two[0]);
    rc_release(other_of_two[1]);
    CHECK(rc_collect() == 6 && seen_whole == 6 && cells_ended_well(fate, 6));
    END();
}

static void make_cycle(void *arg)
{
    if (rc_thread_attach() != 0)
        abort();
    rc_release(cell_ring(&cell_type, arg, 3));
    rc_thread_poll();
    rc_thread_detach();
}

/* C14: it runs on the thread that collects, whoever made the object. */
static pthread_t finalized_on;

static void note_thread(cell *self)
{
    (void)self;
    finalized_on = pthread_self();
}

static void finalizer_of_anothers_object(void)
{
    if (!rc_get_backend()->thread_safe)
        return;
    cell_fate fate[3] = {{.at_finalize = note_thread}};
    stress_join(stress_thread(make_cycle, fate, 0));
    CHECK(cells_gone(fate, 3) == 0);
    CHECK(rc_collect() == 3 && pthread_equal(finalized_on, pthread_self()));
    CHECK(cells_ended_well(fate, 3));
    END();
}

static void finalizer_tests(void)
{
    matrix();
    resurrection_saves_what_it_reaches();
    resurrection_happens_once();
    resurrection_does_not_save_others();
    finalizer_saves_another();
    finalizer_makes_objects();
    finalizer_collects();
    finalizer_drops_others();
    finalizer_drops_a_tail();
    finalizers_before_clears();
    finalizer_of_anothers_object();
}
