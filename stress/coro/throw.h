/*
 * throw.h: T19 to T28: errors from outside, and the context that an error gets.
 */

/* Stands in a handler from its first yield on, and notes if it was entered. Slot 0: an argument. */
static rc_outcome t19_step(co *self, rc_signal signal, void *sent, void **result)
{
    note("ran");
    if (signal == RC_THROW)
        return rc_propagate(result, sent);
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine t19_routine = {
    .name = "guarded", .step = t19_step, .slots = 1, .guarded = RC_GUARDED(0) | RC_GUARDED(1)};

static void t19_throw_before_the_start(void)
{
    void *argument = rc_integer_new(5);
    co *c = with(&t19_routine, rc_retain(argument));
    rc_error *e = rc_error_new(&rc_value_error, "");
    CHECK(is(throw(c, e), RC_RAISED, e) && noted("") && state_is(c, RC_CLOSED));
    CHECK(rc_count(argument) == 1 && rc_count(e) == 1);
    CHECK(is_closed(c));
    rc_release(c);
    /* nothing has run: it is no generator that raised it */
    c = with(&t19_routine, rc_retain(argument));
    CHECK(raised(throw_new(c, &rc_stop_iteration), &rc_stop_iteration) && state_is(c, RC_CLOSED));
    rc_release(c);
    rc_release(e);
    rc_release(argument);
}

static void t20_throw_after_the_end(void)
{
    co *c = new_co(&count_routine);
    CHECK(returned_none(close_it(c)));
    rc_error *e = rc_error_new(&rc_value_error, "");
    CHECK(is(throw(c, e), RC_RAISED, e) && state_is(c, RC_CLOSED) && rc_error_context(e) == NULL);
    CHECK(raised(throw_new(c, &rc_stop_iteration), &rc_stop_iteration));
    rc_release(e);
    rc_release(c);
}

/* What a handler does is said in slot 0: nothing there: returns 21; an error: raises it, in its handler. */
static rc_outcome handler_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    rc_error *before = rc_error_handle(rc_retain(sent));
    if (self->slot[0] != NULL)
        return rc_raise(result, rc_retain(self->slot[0]));
    rc_release(rc_error_handle(before));
    return rc_return(result, rc_integer_new(21));
}

static const rc_routine handler_routine = {
    .name = "handler", .step = handler_step, .slots = 1, .guarded = RC_GUARDED(1)};

/* A primed one, which raises `error` (taken over) when something is thrown into it. */
static co *raising(rc_error *error)
{
    co *c = primed(&handler_routine);
    c->slot[0] = error;
    return c;
}

static void t21_a_handler_returns(void)
{
    co *c = primed(&handler_routine);
    CHECK(returned(throw_new(c, &rc_value_error), 21) && is_closed(c));
    rc_release(c);
}

static void t22_a_handler_raises(void)
{
    rc_error *other = rc_error_new(&rc_key_error, ""), *thrown = rc_error_new(&rc_value_error, "");
    co *c = raising(rc_retain(other));
    CHECK(is(throw(c, thrown), RC_RAISED, other) && rc_error_context(other) == thrown);
    CHECK(rc_error_context(thrown) == NULL && rc_error_cause(other) == NULL);
    rc_release(other);
    rc_release(thrown);
    rc_release(c);
}

static void t23_what_is_no_error_is_not_thrown(void)
{
    co *c = primed(&demo_routine);
    void *number = rc_integer_new(5);
    CHECK(raised(throw(c, number), &rc_type_error) && state_is(c, RC_SUSPENDED));
    CHECK(raised(throw(c, NULL), &rc_type_error) && state_is(c, RC_SUSPENDED));
    CHECK(noted("started"));
    CHECK(yielded(send_number(c, 1), 1) && noted("received 1"));
    rc_release(number);
    rc_release(c);
    CHECK(noted("ending"));
}

static void *construct_number(const rc_error_class *error_class, const char *message)
{
    (void)error_class, (void)message;
    return rc_integer_new(5);
}

static void *construct_nothing(const rc_error_class *error_class, const char *message)
{
    (void)error_class, (void)message;
    return NULL;
}

/* Yields 24 when a TypeError comes in, and lets everything else go on. */
static rc_outcome t24_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    if (rc_error_is(sent, &rc_type_error))
        return rc_yield(self, result, rc_integer_new(24), 1);
    return rc_propagate(result, sent);
}

static const rc_routine t24_routine = {
    .name = "inside", .step = t24_step, .guarded = RC_GUARDED(1)};

static void t24_a_constructor_of_no_error(void)
{
    static const rc_error_class odd = {"Odd", &rc_exception, construct_number};
    static const rc_error_class none = {"None", &rc_exception, construct_nothing};
    co *c = primed(&t24_routine);
    CHECK(yielded(throw_new(c, &odd), 24) && state_is(c, RC_SUSPENDED));
    CHECK(raised(throw_new(c, &none), &rc_memory_error));
    rc_release(c);
}

/* RuntimeError, caused by `stop`. Gives both back. */
static bool replaced(got g, rc_error *stop)
{
    bool good = g.outcome == RC_RAISED && rc_error_is(g.value, &rc_runtime_error) &&
                rc_error_cause(g.value) == stop && rc_error_context(g.value) == stop;
    bool named = good && strcmp(rc_error_message(g.value), "generator raised StopIteration") == 0;
    rc_release(g.value);
    rc_release(stop);
    return good && named;
}

static void t25_a_thrown_stop_becomes_a_runtime_error(void)
{
    const rc_routine *routine[] = {&count_routine, &t24_routine};
    for (int i = 0; i < 2; i++) {
        co *c = primed(routine[i]);
        rc_error *stop = rc_error_new_stop(NULL);
        CHECK(replaced(throw(c, stop), stop) && is_closed(c));
        rc_release(c);
    }
}

/* Raises what is in slot 0; or lets out what is raised by a step of the coroutine that is there. */
static rc_outcome t26_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    if (rc_is_error(self->slot[0]))
        return rc_raise(result, rc_retain(self->slot[0]));
    got g = next(self->slot[0]);
    if (g.outcome != RC_RETURNED)
        abort();
    rc_error *stop = rc_error_new_stop(g.value); /* what Python's next() does */
    rc_release(g.value);
    return rc_raise(result, stop);
}

static const rc_routine t26_routine = {.name = "raises", .step = t26_step, .slots = 1};

static void t26_a_stop_from_a_body(void)
{
    rc_error *stop = rc_error_new_stop(NULL);
    co *c = with(&t26_routine, rc_retain(stop));
    CHECK(replaced(next(c), stop) && is_closed(c));
    rc_release(c);
    c = with(&t26_routine, with(&give_routine, rc_integer_new(9)));
    got g = next(c);
    CHECK(g.outcome == RC_RAISED && rc_error_is(g.value, &rc_runtime_error));
    CHECK(rc_integer_value(rc_error_value(rc_error_cause(g.value))) == 9);
    rc_release(g.value);
    rc_release(c);
    CHECK(noted("ran"));
}

/* Yields what is being handled: before a handler, twice, inside one, and after it. Slot 0: an error. */
static rc_outcome t27_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_THROW && rc_error_is(sent, &rc_generator_exit))
        return rc_propagate(result, sent);
    if (signal == RC_THROW)
        return rc_yield(self, result, rc_retain(rc_error_handled()), self->point);
    if (self->point == 2)
        rc_error_handle(rc_retain(self->slot[0])); /* nothing was handled before */
    if (self->point == 3)
        rc_release(rc_error_handle(NULL));
    return rc_yield(self, result, rc_retain(rc_error_handled()), self->point + 1);
}

static const rc_routine t27_routine = {
    .name = "handled", .step = t27_step, .slots = 1, .guarded = RC_GUARDED(3) | RC_GUARDED(4)};

static void t27_what_the_caller_handles_is_seen_inside(void)
{
    rc_error *mine = rc_error_new(&rc_key_error, ""), *its = rc_error_new(&rc_index_error, "");
    co *c = with(&t27_routine, rc_retain(its));
    rc_error *before = rc_error_handle(rc_retain(mine));
    CHECK(before == NULL && is(next(c), RC_YIELDED, mine) && rc_error_handled() == mine);
    rc_release(rc_error_handle(NULL));
    CHECK(is(next(c), RC_YIELDED, NULL));
    CHECK(is(next(c), RC_YIELDED, its) && rc_error_handled() == NULL);
    /* it is not in a handler of its own */
    CHECK(is(throw_new(c, &rc_value_error), RC_YIELDED, its));
    rc_error_handle(rc_retain(mine));
    CHECK(is(next(c), RC_YIELDED, mine) && rc_error_handled() == mine);
    rc_release(c);
    c = outer_of(with(&t27_routine, rc_retain(its))); /* and through one that delegates */
    CHECK(is(next(c), RC_YIELDED, mine) && is(next(c), RC_YIELDED, mine));
    CHECK(is(next(c), RC_YIELDED, its) && rc_error_handled() == mine);
    rc_release(rc_error_handle(NULL));
    rc_release(c);
    rc_release(mine);
    rc_release(its);
}

/* Handles what is in slot 0 while it yields. */
static rc_outcome t28_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    if (self->point == 0)
        rc_error_handle(rc_retain(self->slot[0]));
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine t28_routine = {.name = "in a handler", .step = t28_step, .slots = 1};

static void t28_thrown_into_a_handler(void)
{
    rc_error *its = rc_error_new(&rc_index_error, ""), *thrown = rc_error_new(&rc_value_error, "");
    co *c = with(&t28_routine, rc_retain(its));
    CHECK(yielded_none(next(c)));
    CHECK(is(throw(c, thrown), RC_RAISED, thrown) && rc_error_context(thrown) == its);
    rc_release(c);
    c = with(&t28_routine, rc_retain(its)); /* the same error: no ring of one */
    CHECK(yielded_none(next(c)) && is(throw(c, its), RC_RAISED, its));
    CHECK(rc_error_context(its) == NULL);
    rc_release(c);
    c = with(&t28_routine, rc_retain(thrown)); /* thrown has its as context: no ring of two */
    CHECK(yielded_none(next(c)) && is(throw(c, its), RC_RAISED, its));
    CHECK(rc_error_context(its) == thrown && rc_error_context(thrown) == NULL);
    rc_release(c);
    rc_release(its);
    rc_release(thrown);
}

static void throw_tests(void)
{
    RUN(t19_throw_before_the_start);
    RUN(t20_throw_after_the_end);
    RUN(t21_a_handler_returns);
    RUN(t22_a_handler_raises);
    RUN(t23_what_is_no_error_is_not_thrown);
    RUN(t24_a_constructor_of_no_error);
    RUN(t25_a_thrown_stop_becomes_a_runtime_error);
    RUN(t26_a_stop_from_a_body);
    RUN(t27_what_the_caller_handles_is_seen_inside);
    RUN(t28_thrown_into_a_handler);
}
