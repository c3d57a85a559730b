/*
 * sliced_moves.h: references that are moved while a collection in slices is under way, so that it is deceived.
 *
 * A gate acts when it is traversed. With one object in a slice that is what another thread could have done
 * since the stop before; no count changes, because a thread's variable takes the reference over.
 */
typedef struct gate {
    struct gate *edge[2];
    void (*at_traverse)(unsigned times);
    unsigned traversed, cleared, destroyed;
} gate;

static unsigned gates_ended;

static void gate_traverse(void *object, rc_visit *visit, void *arg)
{
    gate *g = object;
    if (g->at_traverse != NULL)
        g->at_traverse(++g->traversed);
    for (unsigned i = 0; i < 2; i++) {
        if (g->edge[i] != NULL)
            visit(g->edge[i], arg);
    }
}

static void gate_clear(void *object)
{
    gate *g = object;
    for (unsigned i = 0; i < 2; i++) {
        gate *target = g->edge[i];
        g->edge[i] = NULL;
        rc_release(target);
    }
}

static void gate_destroy(void *object)
{
    gates_ended++;
    gate_clear(object);
}

static const rc_type gate_type = {.name = "gate",
                                  .size = sizeof(gate),
                                  .destroy = gate_destroy,
                                  .traverse = gate_traverse,
                                  .clear = gate_clear};

enum { HOLDER, FIRST, SECOND, THIRD, LAST, GATES };
static gate *gates[GATES];
static gate *in_hand; /* a reference that a thread holds */

static void take_out(gate *from, unsigned edge)
{
    in_hand = from->edge[edge];
    from->edge[edge] = NULL;
}

static void put_in(gate *into, unsigned edge)
{
    into->edge[edge] = in_hand;
    in_hand = NULL;
}

/* A ring of FIRST .. LAST, born in this order after the holder, which has the only reference from outside. */
static void make_gates(void)
{
    gates_ended = 0;
    in_hand = NULL;
    for (unsigned i = 0; i < GATES; i++)
        gates[i] = rc_new(&gate_type);
    for (unsigned i = FIRST; i < GATES; i++)
        gates[i]->edge[0] = gates[i < LAST ? i + 1 : FIRST];
    gates[HOLDER]->edge[0] = rc_retain(gates[FIRST]);
}

/* The references of the world: the holder is the caller's; each of the ring has one, and FIRST another. */
static void end_gates(void)
{
    for (unsigned i = 0; i < GATES; i++)
        gates[i]->at_traverse = NULL;
    bool whole = gates_ended == 0;
    for (unsigned i = FIRST; whole && i < GATES; i++)
        whole = rc_count(gates[i]) == (i == FIRST ? 2 : 1);
    CHECK(whole);
    rc_release(in_hand);
    rc_release(gates[HOLDER]);
    CHECK(rc_gc_collect_sliced() == LAST && gates_ended == GATES);
}

static rc_gc_stats stats_now(void)
{
    rc_gc_stats stats;
    rc_gc_get_stats(&stats);
    return stats;
}

/* The holder has been counted. */
static void taken_from_the_holder(unsigned times)
{
    if (times == 1)
        take_out(gates[HOLDER], 0);
}

static void a_moved_reference_is_proposed(void)
{
    uint64_t rejected = stats_now().rejected;
    make_gates();
    gates[SECOND]->at_traverse = taken_from_the_holder;
    CHECK(rc_gc_collect_sliced() == 0 && gates_ended == 0);
    /* Counted once, and once more: so it was a proposal; and recounting saw it. */
    CHECK(gates[SECOND]->traversed >= 3 && stats_now().rejected == rejected);
    end_gates();
    END();
}

/*
 * In the second look the hand's reference is in THIRD while that is counted, and was not before; and is taken
 * out again before the ring is judged. Now only a look at all of them in one stop can tell.
 */
static void deceives_twice(unsigned times)
{
    if (times == 1)
        take_out(gates[HOLDER], 0);
    if (times == 2)
        put_in(gates[THIRD], 1);
}

static void takes_it_back(unsigned times)
{
    if (times == 2)
        take_out(gates[THIRD], 1);
}

static void the_proof_sees_what_was_moved_twice(void)
{
    uint64_t rejected = stats_now().rejected;
    make_gates();
    gates[FIRST]->at_traverse = deceives_twice;
    gates[LAST]->at_traverse = takes_it_back;
    CHECK(rc_gc_collect_sliced() == 0 && gates_ended == 0);
    CHECK(stats_now().rejected == rejected + LAST && in_hand == gates[FIRST]);
    end_gates();
    END();
}

/* A reference that wanders in front of the passes, into what they have gone by. */
static void goes_back(unsigned times)
{
    if (times == 1) {
        take_out(gates[HOLDER], 0);
        put_in(gates[HOLDER], 1);
    }
}

static void moved_inside_the_living(void)
{
    make_gates();
    gates[FIRST]->at_traverse = goes_back;
    CHECK(rc_gc_collect_sliced() == 0 && gates_ended == 0);
    CHECK(gates[HOLDER]->edge[1] == gates[FIRST]);
    end_gates();
    END();
}

static void move_tests(void)
{
    rc_gc_set_slice(1);
    a_moved_reference_is_proposed();
    the_proof_sees_what_was_moved_twice();
    moved_inside_the_living();
    rc_gc_set_slice(RC_GC_SLICE);
}
