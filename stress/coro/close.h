/*
 * close.h: T29 to T41: closing, and what a coroutine can do to itself.
 */

static void t29_close_before_the_start(void)
{
    void *argument = rc_integer_new(5);
    co *c = with(&t19_routine, rc_retain(argument));
    CHECK(returned_none(close_it(c)) && noted("") && state_is(c, RC_CLOSED));
    CHECK(rc_count(argument) == 1);
    rc_release(argument);
    rc_release(c);
}

static void t30_close_twice(void)
{
    co *c = primed(&count_routine);
    CHECK(returned_none(close_it(c)) && returned_none(close_it(c)) && state_is(c, RC_CLOSED));
    rc_release(c);
}

/* Handles a GeneratorExit as slot 0 says: a number is returned, an error raised, a string noted, and yields. */
static rc_outcome exit_step(co *self, rc_signal signal, void *sent, void **result)
{
    void *what = self->slot[0];
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    if (rc_is_integer(what))
        return rc_return(result, rc_retain(what));
    if (rc_is_error(what)) {
        rc_error_handle(rc_retain(sent));
        return rc_raise(result, rc_retain(what));
    }
    note(rc_string_text(what));
    return rc_yield(self, result, rc_retain(what), 1);
}

static const rc_routine exit_routine = {
    .name = "exits", .step = exit_step, .slots = 1, .guarded = RC_GUARDED(1)};

/* Primed, with `what` taken over. */
static co *exiting(void *what)
{
    co *c = primed(&exit_routine);
    c->slot[0] = what;
    return c;
}

static void t31_close_returns_a_value(void)
{
    co *c = exiting(rc_integer_new(31));
    CHECK(returned(close_it(c), 31) && is_closed(c));
    rc_release(c);
}

static void t32_close_is_ignored_once(void)
{
    co *c = exiting(rc_string_new("again"));
    void *what = rc_retain(c->slot[0]);
    CHECK(said(close_it(c), &rc_runtime_error, "generator ignored GeneratorExit"));
    CHECK(state_is(c, RC_SUSPENDED) && noted("again") && rc_count(what) == 2);
    rc_coroutine_put(c, 0, rc_integer_new(1));
    CHECK(returned(close_it(c), 1) && is_closed(c) && rc_count(what) == 1);
    rc_release(what);
    rc_release(c);
}

static void t33_close_is_always_ignored(void)
{
    co *c = exiting(rc_string_new("no"));
    CHECK(raised(close_it(c), &rc_runtime_error) && raised(close_it(c), &rc_runtime_error));
    CHECK(state_is(c, RC_SUSPENDED) && ignored_errors == 0);
    rc_release(c);
    CHECK(ignored_one(&rc_runtime_error) && noted("no no no"));
}

static void t34_close_raises_another_error(void)
{
    rc_error *other = rc_error_new(&rc_value_error, "");
    co *c = exiting(rc_retain(other));
    CHECK(is(close_it(c), RC_RAISED, other) && is_closed(c));
    CHECK(rc_error_is(rc_error_context(other), &rc_generator_exit));
    CHECK(rc_error_context(rc_error_context(other)) == NULL);
    rc_release(c);

    rc_error *mine = rc_error_new(&rc_key_error, ""); /* what the caller handles is in the chain */
    rc_error_handle(rc_retain(mine));
    c = exiting(rc_retain(other));
    CHECK(is(close_it(c), RC_RAISED, other));
    CHECK(rc_error_context(rc_error_context(other)) == mine);
    rc_release(c);
    rc_release(rc_error_handle(NULL));
    rc_release(mine);
    rc_release(other);

    rc_error *stop = rc_error_new_stop(NULL); /* a stop is no silent end */
    c = exiting(rc_retain(stop));
    CHECK(replaced(close_it(c), rc_retain(stop)));
    CHECK(rc_error_is(rc_error_context(stop), &rc_generator_exit));
    rc_release(stop);
    rc_release(c);
}

/* try: yield; except Exception: note; finally: note */
static rc_outcome t35_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    if (rc_error_is(sent, &rc_exception)) {
        note("except finally");
        return rc_return(result, NULL);
    }
    note("finally");
    return rc_propagate(result, sent);
}

static const rc_routine t35_routine = {
    .name = "ordinary", .step = t35_step, .guarded = RC_GUARDED(1)};

static void t35_an_exit_is_no_ordinary_error(void)
{
    co *c = primed(&t35_routine);
    CHECK(returned_none(close_it(c)) && noted("finally"));
    rc_release(c);
    c = primed(&t35_routine);
    CHECK(returned_none(throw_new(c, &rc_value_error)) && noted("except finally"));
    rc_release(c);
    c = primed(&t35_routine);
    CHECK(raised(throw_new(c, &rc_generator_exit), &rc_generator_exit) && noted("finally"));
    rc_release(c);
}

static void t36_close_releases_at_once(void)
{
    void *local = rc_integer_new(1);
    rc_weak *weak = rc_weak_new(local);
    co *c = primed(&count_routine);
    c->slot[0] = local;
    CHECK(returned_none(close_it(c)) && rc_weak_upgrade(weak) == NULL);
    rc_weak_free(weak);
    rc_release(c);
}

static void t37_close_after_the_end(void)
{
    co *c = with(&give_routine, rc_integer_new(3));
    CHECK(returned(next(c), 3) && returned_none(close_it(c)) && noted("ran"));
    rc_release(c);
}

/* ------------------------------------------------------------------------------------ re-entrancy */

/* Tries all four operations on itself, the first time with a value, and yields how many were refused. */
static rc_outcome t38_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    static const char message[] = "generator already executing";
    int64_t refused = 0;
    refused += said(next(self), &rc_value_error, message);
    refused += said(send_number(self, 3), &rc_value_error, message);
    refused += said(throw_new(self, &rc_key_error), &rc_value_error, message);
    refused += said(close_it(self), &rc_value_error, message);
    note(rc_coroutine_state_name(self));
    return rc_yield(self, result, rc_integer_new(refused), 1);
}

static const rc_routine t38_routine = {.name = "itself", .step = t38_step};
static const rc_routine t38_confined = {.name = "itself", .step = t38_step, .confined = true};

static void t38_it_cannot_resume_itself(void)
{
    const rc_routine *routine[] = {&t38_routine, &t38_confined};
    for (int i = 0; i < 2; i++) {
        co *c = new_co(routine[i]);
        CHECK(yielded(next(c), 4) && yielded(next(c), 4) && noted("RUNNING RUNNING"));
        rc_release(c);
    }
}

/* In its first run it is not CREATED any more. */
static rc_outcome t39_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    got g = send_number(self, 3);
    *result = g.value;
    return g.outcome;
}

static const rc_routine t39_routine = {.name = "first run", .step = t39_step};

static void t39_not_in_its_first_run_either(void)
{
    co *c = new_co(&t39_routine);
    CHECK(raised(next(c), &rc_value_error) && is_closed(c));
    rc_release(c);
}

static void t40_a_ring_of_delegations(void)
{
    co *a = new_co(&outer_routine), *b = outer_of(a);
    a->slot[0] = rc_retain(b);
    CHECK(said(next(b), &rc_value_error, "generator already executing"));
    CHECK(state_is(b, RC_CLOSED)); /* a was released by b, and with it what was left of the ring */
    rc_release(b);
    co *self = new_co(&outer_routine);
    self->slot[0] = rc_retain(self);
    CHECK(raised(next(self), &rc_value_error) && state_is(self, RC_CLOSED));
    rc_release(self);
}

static void t41_states_inside_and_after(void)
{
    co *c = new_co(&t38_routine);
    CHECK(yielded(next(c), 4) && noted("RUNNING") && state_is(c, RC_SUSPENDED));
    rc_release(c);
}

static void close_tests(void)
{
    RUN(t29_close_before_the_start);
    RUN(t30_close_twice);
    RUN(t31_close_returns_a_value);
    RUN(t32_close_is_ignored_once);
    RUN(t33_close_is_always_ignored);
    RUN(t34_close_raises_another_error);
    RUN(t35_an_exit_is_no_ordinary_error);
    RUN(t36_close_releases_at_once);
    RUN(t37_close_after_the_end);
    RUN(t38_it_cannot_resume_itself);
    RUN(t39_not_in_its_first_run_either);
    RUN(t40_a_ring_of_delegations);
    RUN(t41_states_inside_and_after);
}
