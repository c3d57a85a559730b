/*
 * life.h: T01 to T18: from the first resume to the end, and what is sent.
 */

/* The first resume runs to the first yield, the second one delivers a value, the end is a return. */
static rc_outcome t01_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    switch (self->point) {
    case 0:
        note("started");
        return rc_yield(self, result, NULL, 1);
    default:
        note_number("received ", rc_integer_value(sent));
        return rc_return(result, NULL);
    }
}

static const rc_routine t01_routine = {.name = "simple_coroutine", .step = t01_step};

static void t01_values_go_in(void)
{
    co *c = new_co(&t01_routine);
    CHECK(noted("") && yielded_none(next(c)) && noted("started"));
    CHECK(returned_none(send_number(c, 42)) && noted("received 42"));
    CHECK(is_closed(c));
    rc_release(c);
}

/* Two steps with values: the states and their names at each point. */
typedef struct t02_scalars {
    int64_t a, b;
} t02_scalars;

static rc_outcome t02_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    t02_scalars *s = rc_coroutine_scalars(self);
    switch (self->point) {
    case 0:
        note_number("a=", s->a);
        return rc_yield(self, result, rc_integer_new(s->a), 1);
    case 1:
        s->b = rc_integer_value(sent);
        note_number("b=", s->b);
        return rc_yield(self, result, rc_integer_new(s->a + s->b), 2);
    default:
        note_number("c=", rc_integer_value(sent));
        return rc_return(result, NULL);
    }
}

static const rc_routine t02_routine = {
    .name = "simple_coro2", .step = t02_step, .scalars = sizeof(t02_scalars)};

static bool is_called(const co *c, const char *name)
{
    return strcmp(rc_coroutine_state_name(c), name) == 0;
}

static void t02_states_have_names(void)
{
    co *c = new_co(&t02_routine);
    ((t02_scalars *)rc_coroutine_scalars(c))->a = 14;
    CHECK(is_called(c, "CREATED") && noted(""));
    CHECK(yielded(next(c), 14) && is_called(c, "SUSPENDED") && noted("a=14"));
    CHECK(yielded(send_number(c, 28), 42) && is_called(c, "SUSPENDED") && noted("b=28"));
    CHECK(returned_none(send_number(c, 99)) && is_called(c, "CLOSED") && noted("c=99"));
    rc_release(c);
}

/* The running average: what T03, T04 and T09 are about. Slot 0: the latest value, owned for a while. */
typedef struct average {
    double total;
    int64_t count;
} average;

static rc_outcome averager_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    average *a = rc_coroutine_scalars(self);
    if (self->point == 0)
        return rc_yield(self, result, NULL, 1);
    if (sent == NULL) {
        rc_list *list = rc_list_new();
        void *count = rc_integer_new(a->count), *mean = rc_real_new(a->total / (double)a->count);
        bool good = rc_list_append(list, count) == 0 && rc_list_append(list, mean) == 0;
        rc_release(count);
        rc_release(mean);
        return good ? rc_return(result, list) : rc_raise(result, NULL);
    }
    rc_coroutine_put(self, 0, rc_retain(sent));
    double value;
    if (rc_is_real(sent))
        value = rc_real_value(sent);
    else if (rc_is_integer(sent))
        value = (double)rc_integer_value(sent);
    else
        return rc_raise(result, rc_error_new(&rc_type_error, "unsupported operand type"));
    a->total += value;
    a->count++;
    return rc_yield(self, result, rc_real_new(a->total / (double)a->count), 1);
}

static const rc_routine averager_routine = {
    .name = "averager", .step = averager_step, .slots = 1, .scalars = sizeof(average)};

static bool yielded_real(got g, double number)
{
    bool good = g.outcome == RC_YIELDED && rc_is_real(g.value) && rc_real_value(g.value) == number;
    rc_release(g.value);
    return good;
}

static void t03_a_primed_one_is_suspended(void)
{
    co *c = primed(&averager_routine);
    CHECK(state_is(c, RC_SUSPENDED));
    CHECK(yielded_real(send_number(c, 40), 40.0) && yielded_real(send_number(c, 50), 45.0));
    rc_release(c);
}

static void t04_an_error_closes(void)
{
    co *c = primed(&averager_routine);
    CHECK(yielded_real(send_number(c, 40), 40.0));
    void *spam = rc_string_new("spam");
    CHECK(raised(send(c, spam), &rc_type_error) && state_is(c, RC_CLOSED));
    CHECK(rc_count(spam) == 1); /* what the frame owned went with the error */
    rc_release(spam);
    CHECK(returned_none(send_number(c, 60))); /* a stop, not the error again */
    CHECK(returned_none(next(c)));
    rc_release(c);
}

static void t05_close_after_use(void)
{
    co *c = primed(&averager_routine);
    CHECK(yielded_real(send_number(c, 11), 11.0) && yielded_real(send_number(c, 22), 16.5));
    CHECK(returned_none(close_it(c)) && state_is(c, RC_CLOSED));
    rc_release(c);
}

/* Handles ValueErrors and goes on; what else is raised ends it, and "ending" is noted: T06, T07, T08. */
static rc_outcome demo_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (self->point == 0)
        note("started");
    else if (signal == RC_SEND)
        note_number("received ", rc_integer_value(sent));
    else if (rc_error_is(sent, &rc_value_error))
        note("handled");
    else {
        note("ending");
        return rc_propagate(result, sent);
    }
    return rc_yield(self, result, rc_integer_new(self->point), 1);
}

static const rc_routine demo_routine = {
    .name = "demo", .step = demo_step, .guarded = RC_GUARDED(1)};

static void t06_a_handled_error_goes_on(void)
{
    co *c = primed(&demo_routine);
    CHECK(yielded(send_number(c, 11), 1));
    CHECK(yielded(throw_new(c, &rc_value_error), 1) && state_is(c, RC_SUSPENDED));
    CHECK(yielded(send_number(c, 12), 1));
    CHECK(returned_none(close_it(c)));
    CHECK(noted("started received 11 handled received 12 ending"));
    rc_release(c);
}

/* Unhandled, where the body looks at errors and where it does not: the same object comes out. */
static void t07_an_unhandled_error_comes_out(void)
{
    const rc_routine *routine[] = {&demo_routine, &count_routine};
    for (int i = 0; i < 2; i++) {
        co *c = primed(routine[i]);
        rc_error *e = rc_error_new(&rc_zero_division_error, "");
        CHECK(is(throw(c, e), RC_RAISED, e) && state_is(c, RC_CLOSED));
        CHECK(rc_count(e) == 1 && rc_error_context(e) == NULL);
        rc_release(e);
        CHECK(is_closed(c));
        rc_release(c);
    }
    CHECK(noted("started ending"));
}

static void t08_finally_before_the_error_comes_out(void)
{
    co *c = primed(&demo_routine);
    CHECK(yielded(send_number(c, 11), 1));
    got g = throw_new(c, &rc_zero_division_error);
    note("error");
    CHECK(raised(g, &rc_zero_division_error) && noted("started received 11 ending error"));
    rc_release(c);
}

static void t09_the_result_has_one_owner(void)
{
    co *c = primed(&averager_routine);
    for (int i = 0; i < 3; i++) {
        static const double value[] = {10, 30, 6.5};
        got g = send_new(c, rc_real_new(value[i]));
        rc_release(g.value);
    }
    got g = next(c);
    CHECK(g.outcome == RC_RETURNED && rc_is_list(g.value) && rc_count(g.value) == 1);
    void *count, *mean;
    CHECK(rc_list_get(g.value, 0, &count) && rc_integer_value(count) == 3);
    CHECK(rc_list_get(g.value, 1, &mean) && rc_real_value(mean) == 15.5);
    rc_release(count);
    rc_release(mean);
    rc_release(g.value);
    rc_release(c);
}

static void t10_must_be_primed(void)
{
    co *c = new_co(&t02_routine);
    void *value = rc_integer_new(1);
    CHECK(said(send(c, value), &rc_type_error,
               "can't send non-None value to a just-started generator"));
    CHECK(rc_count(value) == 1 && state_is(c, RC_CREATED));
    rc_release(value);
    CHECK(yielded(next(c), 0) && noted("a=0"));
    rc_release(c);
}

static void t11_sending_nothing_is_next(void)
{
    co *c = new_co(&count_routine);
    CHECK(yielded(send(c, NULL), 1) && yielded(next(c), 2) && yielded(send(c, NULL), 3));
    rc_release(c);
}

static void t12_closed_ones_return_nothing(void)
{
    co *c = new_co(&count_routine);
    CHECK(returned_none(close_it(c)));
    void *value = rc_integer_new(1);
    for (int i = 0; i < 3; i++)
        CHECK(returned_none(next(c)) && returned_none(send(c, value)) && rc_count(value) == 1);
    rc_release(value);
    rc_release(c);
}

/* Returns what is in slot 0, at once: T13, T14, T16. */
static rc_outcome give_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    note("ran");
    return rc_return(result, rc_retain(self->slot[0]));
}

static const rc_routine give_routine = {.name = "give", .step = give_step, .slots = 1};

static void t13_lists_are_returned_whole(void)
{
    rc_list *list = rc_list_new();
    co *c = with(&give_routine, rc_retain(list));
    CHECK(is(next(c), RC_RETURNED, list) && rc_count(list) == 1 && noted("ran"));
    rc_release(list);
    rc_release(c);
}

static void t14_a_stop_is_returned_whole(void)
{
    rc_error *stop = rc_error_new_stop(NULL);
    co *c = outer_of(with(&give_routine, rc_retain(stop)));
    CHECK(is(next(c), RC_RETURNED, stop) && rc_count(stop) == 1 && noted("ran"));
    rc_release(stop);
    rc_release(c);
}

static void t15_yield_without_a_value(void)
{
    co *c = new_co(&t01_routine);
    CHECK(yielded_none(next(c)) && noted("started"));
    rc_release(c);
}

static void t16_a_return_before_any_yield(void)
{
    co *c = with(&give_routine, rc_integer_new(7));
    CHECK(returned(next(c), 7) && is_closed(c) && noted("ran"));
    rc_release(c);
}

static void t17_making_one_runs_nothing(void)
{
    co *c = with(&give_routine, NULL);
    CHECK(noted("") && state_is(c, RC_CREATED));
    rc_release(c);
    CHECK(noted(""));
}

/* Yields what it gets, for ever. */
static rc_outcome echo_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    return rc_yield(self, result, rc_retain(sent), 1);
}

static const rc_routine echo_routine = {.name = "echo", .step = echo_step};

static void t18_a_million_steps_leave_nothing(void)
{
    co *c = primed(&echo_routine);
    void *value = rc_integer_new(1);
    rc_stats before, after;
    rc_get_stats(&before);
    uint64_t steps = rc_tool_scaled(1000000), good = 0;
    for (uint64_t i = 0; i < steps; i++)
        good += is(send(c, value), RC_YIELDED, value);
    rc_get_stats(&after);
    CHECK(good == steps && rc_count(value) == 1);
    CHECK(after.live_objects == before.live_objects && after.live_bytes == before.live_bytes);
    rc_release(value);
    rc_release(c);
}

static void life_tests(void)
{
    RUN(t01_values_go_in);
    RUN(t02_states_have_names);
    RUN(t03_a_primed_one_is_suspended);
    RUN(t04_an_error_closes);
    RUN(t05_close_after_use);
    RUN(t06_a_handled_error_goes_on);
    RUN(t07_an_unhandled_error_comes_out);
    RUN(t08_finally_before_the_error_comes_out);
    RUN(t09_the_result_has_one_owner);
    RUN(t10_must_be_primed);
    RUN(t11_sending_nothing_is_next);
    RUN(t12_closed_ones_return_nothing);
    RUN(t13_lists_are_returned_whole);
    RUN(t14_a_stop_is_returned_whole);
    RUN(t15_yield_without_a_value);
    RUN(t16_a_return_before_any_yield);
    RUN(t17_making_one_runs_nothing);
    RUN(t18_a_million_steps_leave_nothing);
}
