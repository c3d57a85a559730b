/*
 * operations.h: many operations, drawn: objects are made, linked, and given up, with finalizers that resurrect,
 * weak references, and collections of either kind. The judge knows who refers to whom.
 */

enum { ROOTS = 50, WEAKS = 20, OPERATIONS = 20000 };

typedef struct known {
    cell_fate fate;
    cell *cell;
    uint32_t id;
    uint32_t edge[CELL_EDGES]; /* a number of a node, 0 for none */
    /* how often found garbage: its weak references end, also if it is saved */
    uint32_t cut;
    bool rises, reached;
} known;

static known *node; /* node[0] is none */
static uint32_t made, root[ROOTS], queue[OPERATIONS + 1];
static struct {
    rc_weak *weak;
    uint32_t target, finalized, cut;
} handle[WEAKS];

static void rise(cell *self)
{
    known *k = self->fate->arg;
    for (unsigned i = 0; k->rises && i < ROOTS; i++) {
        if (root[i] == 0) {
            root[i] = k->id;
            rc_retain(self);
            return;
        }
    }
}

static void make(unsigned place)
{
    known *k = &node[++made];
    k->id = made;
    k->rises = draw(16) == 0;
    k->fate.at_finalize = rise;
    k->fate.arg = k;
    root[place] = made;
    k->cell = cell_new(&cell_type, &k->fate);
}

static void let_go(unsigned place)
{
    uint32_t id = root[place];
    root[place] = 0; /* before the release: a finalizer may want the place */
    if (id != 0)
        rc_release(node[id].cell);
}

static void queue_up(uint32_t id, uint32_t *last)
{
    if (id != 0 && !node[id].reached) {
        node[id].reached = true;
        queue[(*last)++] = id;
    }
}

static void reach_all(void)
{
    uint32_t first = 0, last = 0;
    for (uint32_t i = 1; i <= made; i++)
        node[i].reached = false;
    for (unsigned i = 0; i < ROOTS; i++)
        queue_up(root[i], &last);
    for (; first < last; first++) {
        for (unsigned e = 0; e < CELL_EDGES; e++)
            queue_up(node[queue[first]].edge[e], &last);
    }
}

static bool collect_and_look(void)
{
    bool right = true;
    reach_all();
    for (uint32_t i = 1; i <= made; i++)
        node[i].cut += !node[i].reached;
    rc_collect();
    reach_all(); /* again: some have risen */
    for (uint32_t i = 1; i <= made; i++) {
        uint32_t finalized = cell_finalized(&node[i].fate), dead = !node[i].reached;
        right &= cell_destroyed(&node[i].fate) == dead && finalized <= 1 && finalized >= dead;
    }
    return right;
}

/*
 * What is old is not looked at: so only what must not die is known, and nothing of weak references to garbage,
 * which are freed before.
 */
static bool collect_the_young(void)
{
    bool right = true;
    reach_all();
    for (unsigned i = 0; i < WEAKS; i++) {
        if (handle[i].weak != NULL && !node[handle[i].target].reached) {
            rc_weak_free(handle[i].weak);
            handle[i].weak = NULL;
        }
    }
    for (uint32_t i = 1; i <= made; i++)
        node[i].cut += !node[i].reached;
    rc_gc_collect_young();
    for (uint32_t i = 1; i <= made; i++)
        right &= !node[i].reached || cell_destroyed(&node[i].fate) == 0;
    return right;
}

/*
 * What hung on garbage that has risen was found garbage too, and its weak references have ended; but not in slices,
 * where it may be judged after that, and then it has never been garbage.
 */
static bool ask(unsigned place)
{
    const known *k = &node[handle[place].target];
    bool ended =
        cell_destroyed(&k->fate) != 0 || cell_finalized(&k->fate) != handle[place].finalized;
    bool cut = k->cut != handle[place].cut;
    cell *strong = rc_weak_upgrade(handle[place].weak);
    bool right = strong == (ended || cut ? NULL : k->cell) ||
                 (CELLS_IN_SLICES && cut && !ended && strong == k->cell);
    right = right && (strong == NULL || cell_whole(strong));
    rc_release(strong);
    return right;
}

static void make_handle(unsigned place, uint32_t id)
{
    rc_weak_free(handle[place].weak);
    handle[place].weak = rc_weak_new(node[id].cell);
    handle[place].target = id;
    handle[place].finalized = cell_finalized(&node[id].fate);
    handle[place].cut = node[id].cut;
}

static bool operate(void)
{
    unsigned place = draw(ROOTS), other = draw(ROOTS), what = draw(100);
    uint32_t from = root[place], to = root[other];
    if (from == 0 || what < 20) {
        let_go(place);
        if (root[place] == 0)
            make(place);
    } else if (what < 60 && to != 0) {
        uint32_t e = draw(CELL_EDGES);
        node[from].edge[e] = to;
        cell_link(node[from].cell, e, node[to].cell);
    } else if (what < 70) {
        uint32_t e = draw(CELL_EDGES);
        node[from].edge[e] = 0;
        cell_link(node[from].cell, e, NULL);
    } else if (what < 85) {
        let_go(place);
    } else if (what < 92) {
        make_handle(draw(WEAKS), from);
    } else if (what < 99) {
        unsigned i = draw(WEAKS);
        return handle[i].weak == NULL || ask(i);
    } else {
        return draw(2) == 0 ? collect_and_look() : collect_the_young();
    }
    return true;
}

static void many_operations(void)
{
    uint64_t wrong = 0, operations = rc_tool_scaled(OPERATIONS);
    node = calloc(OPERATIONS + 1, sizeof *node);
    if (node == NULL)
        abort();
    for (uint64_t n = 0; n < operations; n++)
        note_first(operate(), &wrong, "operation", n);
    for (unsigned i = 0; i < ROOTS; i++)
        let_go(i);
    for (unsigned i = 0; i < ROOTS; i++) /* those that rose into places that were free already */
        let_go(i);
    for (int round = 0; round < 3; round++) {
        note_first(collect_and_look(), &wrong, "at the end, round", (uint64_t)round);
        for (unsigned i = 0; i < ROOTS; i++)
            let_go(i);
    }
    rc_collect();
    for (uint32_t i = 1; i <= made; i++)
        note_first(cells_ended_well(&node[i].fate, 1), &wrong, "node", i);
    for (unsigned i = 0; i < WEAKS; i++)
        rc_weak_free(handle[i].weak);
    tap_ok(wrong == 0, "%" PRIu64 " operations on %" PRIu32 " nodes, %" PRIu64 " wrong", operations,
           made, wrong);
    free(node);
    END();
}
