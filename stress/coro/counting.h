/*
 * counting.h: T55 to T65 but for those that need a collector (stress/coro/cycles_test.c): what a coroutine
 * owns, and its end.
 */

static void t55_dropping_runs_finally_once(void)
{
    co *c = named("finally", NULL);
    CHECK(yielded_none(next(c)) && noted(""));
    rc_release(c);
    CHECK(noted("finally"));
    rc_release(named("never", NULL)); /* not begun: there is nothing to end */
    CHECK(noted(""));
}

static void t56_a_finally_that_yields(void)
{
    rc_release(exiting(rc_string_new("yields")));
    CHECK(noted("yields") && ignored_one(&rc_runtime_error));
}

static void t57_a_finally_that_fails(void)
{
    rc_error *mine = rc_error_new(&rc_index_error, "");
    rc_error_handle(rc_retain(mine));
    rc_release(exiting(rc_error_new(&rc_key_error, "")));
    CHECK(ignored_one(&rc_key_error) && rc_error_handled() == mine &&
          rc_error_context(mine) == NULL);
    rc_release(rc_error_handle(NULL));
    rc_release(mine);
}

/* Hands itself on when it is closed. */
static co *risen;

static rc_outcome t60_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    note("finally");
    risen = rc_retain(self);
    return rc_propagate(result, sent);
}

static const rc_routine t60_routine = {.name = "risen", .step = t60_step, .guarded = RC_GUARDED(1)};

static void t60_one_that_rises(void)
{
    rc_release(primed(&t60_routine));
    CHECK(noted("finally") && risen != NULL && is_closed(risen));
    rc_release(risen);
    CHECK(noted(""));
}

static void count_visit(void *object, void *arg)
{
    (void)object;
    ++*(unsigned *)arg;
}

static unsigned visited(co *c)
{
    unsigned visits = 0;
    rc_type_of(c)->traverse(c, count_visit, &visits);
    return visits;
}

static const rc_routine five_routine = {.name = "five", .step = echo_step, .slots = 5};
static const rc_routine outer_five = {.name = "five", .step = outer_step, .slots = 5};

static void t62_all_that_it_owns_is_seen(void)
{
    co *c = new_co(&five_routine);
    CHECK(visited(c) == 0);
    void *value = rc_integer_new(1);
    for (unsigned i = 0; i < 5; i++) {
        c->slot[i] = rc_retain(value);
        CHECK(visited(c) == i + 1);
    }
    CHECK(yielded_none(next(c)) && visited(c) == 5 && rc_count(value) == 6);
    rc_type_of(c)->clear(c); /* as a collector does with garbage */
    CHECK(visited(c) == 0 && rc_count(value) == 1 && is_closed(c));
    rc_release(value);
    rc_release(c);

    /* the delegate, and an error that is being handled */
    c = with(&outer_five, primed(&t28_routine));
    CHECK(yielded_none(next(c)) && visited(c) == 1 && visited(c->delegate) == 0);
    rc_release(c);
    rc_error *e = rc_error_new(&rc_key_error, "");
    c = with(&t28_routine, rc_retain(e));
    CHECK(yielded_none(next(c)) && visited(c) == 2 && rc_count(e) == 3);
    CHECK(returned_none(close_it(c)) && visited(c) == 0 && rc_count(e) == 1);
    rc_release(e);
    rc_release(c);
}

static void t63_counts_come_back(void)
{
    void *value = rc_integer_new(1);
    co *c = outer_of(with(&give_routine, rc_retain(value)));
    CHECK(rc_count(value) == 2 && is(next(c), RC_RETURNED, value) && rc_count(value) == 1);
    rc_release(c);
    c = outer_of(primed(&echo_routine));
    CHECK(yielded_none(next(c)));
    got g = send(c, value);
    CHECK(g.value == value && rc_count(value) == 2);
    rc_release(g.value);
    c->slot[0] = rc_retain(value);
    rc_release(c);
    CHECK(rc_count(value) == 1 && noted("ran"));
    rc_release(value);
}

/* Looks whether it can be found when it is closed. */
static rc_weak *of_itself;

static rc_outcome t64_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    void *found = rc_weak_upgrade(of_itself);
    note(found == NULL ? "gone" : "found");
    rc_release(found);
    return rc_propagate(result, sent);
}

static const rc_routine t64_routine = {
    .name = "findable", .step = t64_step, .guarded = RC_GUARDED(1)};

static void t64_weak_references_end_before_finally(void)
{
    co *c = primed(&t64_routine);
    of_itself = rc_weak_new(c);
    rc_release(c);
    CHECK(noted("gone"));
    rc_weak_free(of_itself);
}

/* ------------------------------------------------------------------------------------ without memory */

/* The allocations from number `first_failure` on fail, or only that one. */
static uint64_t allocations, first_failure, last_failure;

static void *allocate(size_t size)
{
    uint64_t n = ++allocations;
    return n < first_failure || n > last_failure ? malloc(size) : NULL;
}

/*
 * One that uses memory in every step, in its handlers too, and that delegates to one of its kind. What fails
 * is raised. Slot 0: what it has collected.
 */
static const rc_routine hungry_routine;

static rc_outcome hungry_step(co *self, rc_signal signal, void *sent, void **result)
{
    uint64_t *depth = rc_coroutine_scalars(self);
    if (signal == RC_THROW) {
        void *what = rc_integer_new(1); /* finally needs memory, and does without */
        rc_release(what);
        if (self->point != 1 || !rc_error_is(sent, &rc_value_error))
            return rc_propagate(result, sent);
    }
    void *number = rc_integer_new((int64_t)self->point);
    rc_coroutine_put(self, 0, rc_retain(number));
    if (number == NULL)
        return rc_raise(result, NULL);
    if (self->point < 2)
        return rc_yield(self, result, number, self->point + 1);
    rc_release(number);
    if (*depth == 0)
        return rc_raise(result, rc_error_new(&rc_key_error, "deep"));
    co *inner = rc_coroutine_new(&hungry_routine);
    if (inner != NULL)
        *(uint64_t *)rc_coroutine_scalars(inner) = *depth - 1;
    return rc_delegate(self, inner, 2);
}

static const rc_routine hungry_routine = {.name = "hungry",
                                          .step = hungry_step,
                                          .slots = 1,
                                          .scalars = sizeof(uint64_t),
                                          .guarded = RC_GUARDED(1) | RC_GUARDED(2)};

/* All operations on one, as far as the memory goes; then it is closed. True if that was as it should be. */
static bool hungry_life(unsigned steps)
{
    co *c = rc_coroutine_new(&hungry_routine);
    if (c == NULL)
        return errno == ENOMEM;
    *(uint64_t *)rc_coroutine_scalars(c) = 2;
    for (unsigned i = 0; i < steps; i++) {
        got g = i == 2 ? throw_new(c, &rc_value_error) : next(c);
        if (g.outcome == RC_RAISED && !rc_is_error(g.value))
            return false;
        rc_release(g.value);
    }
    /* From the library it can fail only with what a body raises; and this body raises what it is given. */
    got g = close_it(c);
    bool good = returned_none(g) && state_is(c, RC_CLOSED);
    rc_release(c);
    return good;
}

static void t65_every_allocation_fails(void)
{
    static const rc_allocator failing = {allocate, free};
    uint64_t failures = 0;
    bool good = true;
    /* malloc and free are behind it: blocks may come and go through both */
    rc_set_allocator(&failing);
    for (int for_good = 0; for_good < 2; for_good++) {
        for (unsigned steps = 0; steps < 12; steps++) {
            for (first_failure = 1;; first_failure++) {
                uint64_t before = live_objects();
                last_failure = for_good ? UINT64_MAX : first_failure;
                allocations = 0;
                good &= hungry_life(steps);
                bool hit = allocations >= first_failure;
                allocations = first_failure = hit ? first_failure : 0;
                uint64_t first = first_failure;
                first_failure = UINT64_MAX;
                good &= live_objects() == before && ignored_errors == 0;
                first_failure = first;
                if (!hit)
                    break;
                failures++;
            }
        }
    }
    rc_set_allocator(NULL);
    tap_note("%llu allocations failed", (unsigned long long)failures);
    CHECK(good && failures > 100);
}

static void counting_tests(void)
{
    RUN(t55_dropping_runs_finally_once);
    RUN(t56_a_finally_that_yields);
    RUN(t57_a_finally_that_fails);
    RUN(t60_one_that_rises);
    RUN(t62_all_that_it_owns_is_seen);
    RUN(t63_counts_come_back);
    RUN(t64_weak_references_end_before_finally);
    RUN(t65_every_allocation_fails);
}
