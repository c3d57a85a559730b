/*
 * contracts.h: what the collector makes of types that do not keep the contract of traverse and clear, and
 * of counts that are wrong. Nothing aborts, nothing in use is freed, and what can be seen is reported: which
 * object, its count, the references found, and from where one of them comes.
 */

/* A cell that does not say the truth: which edge is visited how often. */
typedef struct liar {
    cell_fate *fate;
    void *edge[2];
    uint32_t times[2];
    void *borrowed; /* visited, though it owns no reference */
} liar;

static void liar_traverse(void *object, rc_visit *visit, void *arg)
{
    liar *l = object;
    for (unsigned i = 0; i < 2; i++) {
        for (uint32_t t = 0; l->edge[i] != NULL && t < l->times[i]; t++)
            visit(l->edge[i], arg);
    }
    if (l->borrowed != NULL)
        visit(l->borrowed, arg);
}

static void liar_clear(void *object)
{
    liar *l = object;
    for (unsigned i = 0; i < 2; i++) {
        void *target = l->edge[i];
        l->edge[i] = NULL;
        rc_release(target);
    }
}

static void liar_destroy(void *object)
{
    liar *l = object;
    if (rc_fetch_add_relaxed(&l->fate->destroyed, 1) != 0)
        cell_fault("a liar was destroyed twice");
    liar_clear(l);
}

static const rc_type liar_type = {.name = "liar",
                                  .size = sizeof(liar),
                                  .destroy = liar_destroy,
                                  .traverse = liar_traverse,
                                  .clear = liar_clear};

static liar *new_liar(cell_fate *fate, void *first, void *second)
{
    liar *l = rc_new(&liar_type);
    if (l == NULL)
        abort();
    l->fate = fate;
    l->edge[0] = rc_retain(first);
    l->edge[1] = rc_retain(second);
    l->times[0] = l->times[1] = 1;
    return l;
}

/* The event names the object, and one of those who claim a reference. */
static bool complains(const void *object, uint64_t count, uint64_t found, const void *from)
{
    const rc_gc_event *e = recorded(RC_GC_COUNT_TOO_SMALL, 0);
    return is(e->object, object) && e->type != NULL && e->count == count && e->found == found &&
           (from == NULL || is(e->from, from)) && e->from != NULL && e->from_type != NULL;
}

/* E1: one release too many; in front of it in the collector's list is one of its holders, behind it the other. */
static void count_too_small(void)
{
    cell_fate fate[4] = {{0}};
    cell *root = cell_new(&cell_type, &fate[0]), *victim = cell_new(&cell_type, &fate[1]);
    cell *other = cell_new(&cell_type, &fate[2]);
    cell_point(root, victim);
    cell_point(other, victim);
    cell_point(victim, other);
    rc_release(other);
    rc_release(victim);
    uint64_t problems = stats().problems;
    rc_release(victim); /* <- */
    record_with(RC_GC_DEBUG_PHASES);
    CHECK(rc_collect() == 0 && cells_gone(fate, 3) == 0);
    CHECK(record.count[RC_GC_COUNT_TOO_SMALL] == 1 && complains(victim, 1, 2, NULL));
    CHECK(stats().problems == problems + 1);
    const rc_gc_event *e = recorded(RC_GC_COUNT_TOO_SMALL, 0);
    CHECK((is(e->from, root) || is(e->from, other)) && e->from_type == &cell_type);
    CHECK(rc_collect() == 0 && record.count[RC_GC_COUNT_TOO_SMALL] == 2); /* it still is */
    rc_retain(victim);
    CHECK(rc_collect() == 0 && record.count[RC_GC_COUNT_TOO_SMALL] == 2 && cell_whole(root));
    record_no_more();
    rc_release(root);
    CHECK(rc_collect() == 2 && cells_ended_well(fate, 3));
    END();
}

/* E2 */
static void visited_twice(void)
{
    cell_fate fate[2] = {{0}};
    cell *target = cell_new(&cell_type, &fate[0]);
    liar *l = new_liar(&fate[1], target, NULL);
    rc_release(target);
    l->times[0] = 2;
    record_with(RC_GC_DEBUG_VERIFY);
    CHECK(rc_collect() == 0 && cells_gone(fate, 2) == 0 && cell_whole(target));
    CHECK(record.count[RC_GC_COUNT_TOO_SMALL] == 1 && complains(target, 1, 2, l));
    l->times[0] = 1;
    CHECK(rc_collect() == 0 && record.count[RC_GC_COUNT_TOO_SMALL] == 1);
    record_no_more();
    rc_release(l);
    CHECK(cells_gone(fate, 2) == 2);
    END();
}

/* ... by a member of garbage: it is not freed as long as its count is found to be wrong. */
static void visited_twice_in_garbage(void)
{
    cell_fate fate[2] = {{0}};
    liar *a = new_liar(&fate[0], NULL, NULL), *b = new_liar(&fate[1], a, NULL);
    a->edge[0] = b;
    a->times[0] = 3;
    rc_release(a);
    record_with(0);
    CHECK(rc_collect() == 0 && cells_gone(fate, 2) == 0 && complains(b, 1, 3, a));
    a->times[0] = 1;
    CHECK(rc_collect() == 2 && cells_gone(fate, 2) == 2);
    record_no_more();
    END();
}

/* E3: a leak, as long as the visit is missing, and no more. */
static void not_visited(void)
{
    cell_fate fate[3] = {{0}};
    cell *below = cell_new(&cell_type, &fate[2]);
    liar *a = new_liar(&fate[0], NULL, below), *b = new_liar(&fate[1], a, NULL);
    rc_release(below);
    a->edge[0] = rc_retain(b);
    b->times[0] = 0;
    rc_release(a);
    rc_release(b);
    record_with(RC_GC_DEBUG_VERIFY);
    CHECK(rc_collect() == 0 && cells_gone(fate, 3) == 0 && record.events == 0 && cell_whole(below));
    b->times[0] = 1;
    CHECK(rc_collect() == 3 && cells_gone(fate, 3) == 3);
    record_no_more();
    END();
}

/* E4 */
static void visited_though_borrowed(void)
{
    cell_fate fate[2] = {{0}};
    cell *target = cell_new(&cell_type, &fate[0]), *holder = cell_new(&cell_type, NULL);
    cell_link(holder, 0, target);
    rc_release(target);
    liar *l = new_liar(&fate[1], NULL, NULL);
    l->borrowed = target;
    record_with(0);
    CHECK(rc_collect() == 0 && cells_gone(fate, 2) == 0 && complains(target, 1, 2, NULL));
    l->borrowed = NULL;
    CHECK(rc_collect() == 0 && record.count[RC_GC_COUNT_TOO_SMALL] == 1);
    record_no_more();
    rc_release(l);
    rc_release(holder);
    CHECK(cells_gone(fate, 2) == 2);
    END();
}

/* Without anybody who listens: a line on stderr, which names what it is about. */
static void on_stderr(void)
{
    char text[400] = "";
    cell_fate fate[2] = {{0}};
    cell *target = cell_new(&cell_type, &fate[0]);
    liar *l = new_liar(&fate[1], target, NULL);
    rc_release(target);
    l->times[0] = 2;
    int pipes[2], saved_stderr = dup(2);
    if (pipe(pipes) != 0 || saved_stderr < 0 || dup2(pipes[1], 2) < 0)
        abort();
    rc_collect();
    dup2(saved_stderr, 2);
    close(saved_stderr);
    close(pipes[1]);
    ssize_t length = read(pipes[0], text, sizeof text - 1);
    close(pipes[0]);
    const char *end = strchr(text, '\n');
    CHECK(length > 0 && end != NULL && end[1] == '\0');
    CHECK(strstr(text, "cell") != NULL && strstr(text, "liar") != NULL);
    l->times[0] = 1;
    rc_release(l);
    CHECK(cells_gone(fate, 2) == 2);
    END();
}

/* Clear does nothing, and the object lives on: it is found again, and the next time it goes. */
static bool lazy;

static void lazy_clear(void *object)
{
    if (!lazy)
        liar_clear(object);
}

static void clear_does_nothing(void)
{
    static const rc_type lazy_type = {.name = "lazy",
                                      .size = sizeof(liar),
                                      .destroy = liar_destroy,
                                      .traverse = liar_traverse,
                                      .clear = lazy_clear};
    cell_fate fate[2] = {{0}};
    liar *l[2];
    for (unsigned i = 0; i < 2; i++) {
        l[i] = rc_new(&lazy_type);
        if (l[i] == NULL)
            abort();
        l[i]->fate = &fate[i];
        l[i]->times[0] = 1;
    }
    l[0]->edge[0] = l[1];
    l[1]->edge[0] = l[0];
    lazy = true;
    rc_collect();
    CHECK(cells_gone(fate, 2) == 0 && stats().tracked == 2);
    lazy = false;
    CHECK(rc_collect() == 2 && cells_gone(fate, 2) == 2);
    END();
}

/* E5: clear drops the links of others, and the last reference to itself but the collector's. */
static void cut_neighbours(cell *self)
{
    cell *next = rc_retain(self->edge[0]);
    if (next != NULL) {
        for (uint32_t e = 0; e < next->edges; e++)
            cell_link(next, e, NULL);
    }
    rc_release(next);
}

static void clear_drops_others(void)
{
    cell_fate fate[12];
    for (unsigned which = 1; which < 8; which++) {
        memset(fate, 0, sizeof fate);
        for (unsigned i = 0; i < 12; i++)
            fate[i].at_clear = which >> i % 3 & 1 ? cut_neighbours : NULL;
        cell *c = cell_ring(&cell_type, fate, 12), *at = c;
        for (unsigned i = 0; i < 12; i++, at = at->edge[0])
            cell_point(at, c);
        rc_release(c);
        rc_collect();
        CHECK(cells_ended_well(fate, 12));
    }
    END();
}

/* E6: what cannot be cleared itself keeps its links to the end, and finds the others empty but valid. */
static void look_at_neighbours(cell *self)
{
    for (uint32_t e = 0; e < self->edges; e++) {
        cell *c = self->edge[e];
        if (c != NULL &&
            (c->fate == NULL || cell_destroyed(c->fate) != 0 || c->edges != CELL_EDGES))
            cell_fault("a destructor found a neighbour that is not valid");
    }
}

static void cleared_but_valid(void)
{
    cell_fate fate[6];
    memset(fate, 0, sizeof fate);
    cell *c[6];
    for (unsigned i = 0; i < 6; i++) {
        fate[i].at_destroy = look_at_neighbours;
        c[i] = cell_new(i % 2 ? &stiff_type : &cell_type, &fate[i]);
    }
    for (unsigned i = 0; i < 6; i++) {
        cell_point(c[i], c[(i + 1) % 6]);
        cell_point(c[i], c[(i + 5) % 6]);
    }
    for (unsigned i = 0; i < 6; i++)
        rc_release(c[i]);
    CHECK(rc_collect() == 6 && cells_gone(fate, 6) == 6);
    END();
}

/* E7: a destructor makes objects while the collector would like to come at every birth. */
static void make_some(cell *self)
{
    (void)self;
    for (int i = 0; i < 3; i++)
        rc_release(cell_ring(&quiet_type, NULL, 2));
}

static void destructor_makes_objects(void)
{
    cell_fate fate[8];
    memset(fate, 0, sizeof fate);
    for (unsigned i = 0; i < 8; i++)
        fate[i].at_destroy = make_some;
    cell *ring = cell_ring(&cell_type, fate, 4), *chain = cell_new(&cell_type, &fate[4]),
         *at = chain;
    for (unsigned i = 5; i < 8; i++, at = at->edge[0])
        at->edge[0] = cell_new(&cell_type, &fate[i]);
    record_with(RC_GC_TORTURE_NEW | RC_GC_DEBUG_VERIFY);
    rc_release(chain);
    rc_release(ring);
    rc_collect();
    record_no_more();
    CHECK(record.events == 0 && cells_ended_well(fate, 8));
    rc_collect();
    END();
}

static void contract_tests(void)
{
    if (!CELLS_IN_SLICES) { /* counts that change between slices are nobody's fault */
        count_too_small();
        visited_twice();
        visited_twice_in_garbage();
        visited_though_borrowed();
        on_stderr();
    }
    not_visited();
    clear_does_nothing();
    clear_drops_others();
    cleared_but_valid();
    destructor_makes_objects();
}
