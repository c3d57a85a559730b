/*
 * delegation.h: T42 to T54 but for T50: `yield from`.
 */

/*
 * Delegates to slot 0. When that has ended, notes how: "value N", "value", or the error's class; then
 * yields 100, and returns what came. Handles all but an exit.
 */
static rc_outcome watch_step(co *self, rc_signal signal, void *sent, void **result)
{
    switch (self->point) {
    case 0: {
        void *inner = self->slot[0];
        self->slot[0] = NULL;
        return rc_delegate(self, inner, 1);
    }
    case 1:
        if (signal == RC_THROW)
            note(rc_error_class_of(sent)->name);
        else if (rc_is_integer(sent))
            note_number("value ", rc_integer_value(sent));
        else
            note("value");
        if (signal == RC_THROW && rc_error_is(sent, &rc_generator_exit))
            return rc_propagate(result, sent);
        rc_coroutine_put(self, 0, rc_retain(sent));
        return rc_yield(self, result, rc_integer_new(100), 2);
    default:
        if (signal == RC_THROW)
            return rc_propagate(result, sent);
        return rc_return(result, rc_retain(self->slot[0]));
    }
}

static const rc_routine watch_routine = {
    .name = "watch", .step = watch_step, .slots = 1, .guarded = RC_GUARDED(1)};

static co *watching(co *inner)
{
    return with(&watch_routine, inner);
}

/* Raises slot 0 at once. */
static rc_outcome fail_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    return rc_raise(result, rc_retain(self->slot[0]));
}

static const rc_routine fail_routine = {.name = "fails", .step = fail_step, .slots = 1};

static void t42_the_first_value_comes_from_the_inner_one(void)
{
    co *c = watching(new_co(&count_routine));
    CHECK(yielded(next(c), 1) && noted(""));
    rc_release(c);
    CHECK(noted("GeneratorExit"));
    c = watching(with(&fail_routine, rc_error_new(&rc_key_error, "")));
    CHECK(yielded(next(c), 100) && noted("KeyError"));
    rc_release(c);
    c = watching(NULL); /* there was no memory for the inner one */
    CHECK(yielded(next(c), 100) && noted("MemoryError"));
    rc_release(c);
}

/* Notes whether it was sent something. */
static rc_outcome t43_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    if (self->point > 0)
        note(sent == NULL ? "next" : "send");
    return rc_yield(self, result, rc_retain(sent), 1);
}

static const rc_routine t43_routine = {.name = "asked", .step = t43_step};

static void t43_values_go_in_and_none_is_next(void)
{
    co *c = outer_of(outer_of(new_co(&t43_routine)));
    CHECK(yielded_none(next(c)));
    CHECK(yielded(send_number(c, 7), 7) && yielded_none(send(c, NULL)) && noted("send next"));
    rc_release(c);
}

static void t44_the_result_becomes_the_value(void)
{
    rc_list *list = rc_list_new();
    rc_error *stop = rc_error_new_stop(list);
    void *number = rc_integer_new(44), *values[] = {NULL, number, list, stop};
    for (int i = 0; i < 4; i++) {
        co *c = watching(with(&give_routine, rc_retain(values[i])));
        CHECK(yielded(next(c), 100) && c->slot[0] == values[i]);
        CHECK(is(next(c), RC_RETURNED, values[i]));
        rc_release(c);
    }
    CHECK(noted("ran value ran value 44 ran value ran value"));
    CHECK(rc_count(number) == 1 && rc_count(stop) == 1 && rc_count(list) == 2);
    rc_release(number);
    rc_release(stop);
    rc_release(list);
}

static void t45_errors_go_in(void)
{
    co *c = watching(new_co(&demo_routine)); /* handles it, and yields */
    CHECK(yielded(next(c), 0) && yielded(throw_new(c, &rc_value_error), 1));
    CHECK(noted("started handled"));
    rc_release(c);
    CHECK(noted("ending GeneratorExit"));
    c = watching(new_co(&handler_routine)); /* handles it, and returns */
    CHECK(yielded_none(next(c)) && yielded(throw_new(c, &rc_value_error), 100));
    CHECK(noted("value 21"));
    rc_release(c);
    c = watching(new_co(&count_routine)); /* does not */
    CHECK(yielded(next(c), 1) && yielded(throw_new(c, &rc_value_error), 100) &&
          noted("ValueError"));
    rc_release(c);
    c = outer_of(new_co(&count_routine)); /* nor does the outer one */
    CHECK(yielded(next(c), 1) && raised(throw_new(c, &rc_value_error), &rc_value_error));
    CHECK(is_closed(c));
    rc_release(c);
}

/* Delegates to an iterator over the list in slot 0, watches the end. */
static rc_outcome t46_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (self->point > 0)
        return watch_step(self, signal, sent, result);
    return rc_delegate_to(self, rc_list_iterator_new(self->slot[0]), rc_list_iteration(), 1);
}

static const rc_routine t46_routine = {
    .name = "list", .step = t46_step, .slots = 1, .guarded = RC_GUARDED(1)};

static void t46_an_iterator_has_only_next(void)
{
    rc_list *list = rc_list_new();
    for (int i = 1; i <= 2; i++) {
        void *number = rc_integer_new(i);
        CHECK(rc_list_append(list, number) == 0);
        rc_release(number);
    }
    co *c = with(&t46_routine, rc_retain(list));
    CHECK(yielded(next(c), 1) && yielded(next(c), 2) && yielded(next(c), 100) && noted("value"));
    rc_release(c);
    c = with(&t46_routine, rc_retain(list));
    CHECK(yielded(next(c), 1) && yielded(send_number(c, 5), 100) && noted("AttributeError"));
    rc_release(c);
    c = with(&t46_routine, rc_retain(list));
    CHECK(yielded(next(c), 1) && yielded(throw_new(c, &rc_key_error), 100) && noted("KeyError"));
    rc_release(c);
    c = with(&t46_routine, rc_retain(list)); /* no close either: only the outer one is told */
    CHECK(yielded(next(c), 1) && returned_none(close_it(c)) && noted("GeneratorExit"));
    rc_release(c);
    CHECK(rc_count(list) == 1);
    rc_release(list);
}

/* try: yield from slot 0, or yield; finally: note the name in slot 1. */
static rc_outcome named_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (self->point == 0) {
        co *inner = self->slot[0];
        self->slot[0] = NULL;
        return inner != NULL ? rc_delegate(self, inner, 1) : rc_yield(self, result, NULL, 1);
    }
    note(rc_string_text(self->slot[1]));
    return signal == RC_THROW ? rc_propagate(result, sent) : rc_return(result, rc_retain(sent));
}

static const rc_routine named_routine = {
    .name = "named", .step = named_step, .slots = 2, .guarded = RC_GUARDED(1)};

static co *named(const char *name, co *inner)
{
    co *c = with(&named_routine, inner);
    c->slot[1] = rc_string_new(name);
    return c;
}

static void t47_the_inner_one_is_closed_first(void)
{
    co *c = named("outer", named("middle", named("inner", NULL)));
    CHECK(yielded_none(next(c)) && returned_none(close_it(c)));
    CHECK(noted("inner middle outer") && is_closed(c));
    rc_release(c);
}

static void t48_a_swallowed_exit_is_raised_all_the_same(void)
{
    co *c = outer_of(exiting(rc_integer_new(5)));
    CHECK(yielded_none(next(c)));
    rc_error *e = rc_error_new(&rc_generator_exit, "mine");
    CHECK(is(throw(c, e), RC_RAISED, e) && is_closed(c) && rc_count(e) == 1);
    rc_release(e);
    rc_release(c);
}

static void t49_an_inner_one_that_does_not_close(void)
{
    co *c = outer_of(exiting(rc_string_new("yields")));
    CHECK(yielded_none(next(c)) &&
          said(close_it(c), &rc_runtime_error, "generator ignored GeneratorExit"));
    /* at the end it is dropped, and closed once more */
    CHECK(is_closed(c) && noted("yields yields"));
    CHECK(ignored_one(&rc_runtime_error));
    rc_release(c);
    rc_error *other = rc_error_new(&rc_key_error, "");
    c = outer_of(exiting(rc_retain(other)));
    CHECK(yielded_none(next(c)) && is(close_it(c), RC_RAISED, other));
    CHECK(rc_error_is(rc_error_context(other), &rc_generator_exit));
    rc_release(other);
    rc_release(c);
}

/* Tries to resume the coroutine in slot 0, which is its outer one, while it is closed. Not owned: a ring. */
static rc_outcome t51_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    co *outer = *(co **)rc_coroutine_scalars(self);
    note(rc_coroutine_state_name(outer));
    CHECK(raised(next(outer), &rc_value_error));
    return rc_propagate(result, sent);
}

static const rc_routine t51_routine = {
    .name = "inside", .step = t51_step, .scalars = sizeof(co *), .guarded = RC_GUARDED(1)};

static void t51_the_outer_one_is_running_meanwhile(void)
{
    co *inner = new_co(&t51_routine), *outer = outer_of(inner);
    *(co **)rc_coroutine_scalars(inner) = outer;
    CHECK(yielded_none(next(outer)) && returned_none(close_it(outer)) && noted("RUNNING"));
    rc_release(outer);
}

static void t52_two_share_an_inner_one(void)
{
    co *inner = new_co(&count_routine);
    co *a = outer_of(rc_retain(inner)), *b = watching(rc_retain(inner));
    CHECK(yielded(next(a), 1) && yielded(next(b), 2) && yielded(next(a), 3));
    CHECK(returned_none(close_it(a)) && state_is(inner, RC_CLOSED));
    CHECK(yielded(next(b), 100) && noted("value")); /* closed under it: it has returned nothing */
    rc_release(a);
    rc_release(b);
    rc_release(inner);
}

/* A chain of so many around `inner`. */
static co *chain(uint64_t depth, co *inner)
{
    for (uint64_t i = 0; i < depth; i++)
        inner = outer_of(inner);
    return inner;
}

static void long_chain(void *arg)
{
    uint64_t depth = *(uint64_t *)arg;
    if (rc_thread_attach() != 0)
        abort();
    co *c = chain(depth, new_co(&demo_routine));
    CHECK(yielded(next(c), 0) && yielded(send_number(c, 5), 1) && noted("started received 5"));
    CHECK(yielded(throw_new(c, &rc_value_error), 1) && noted("handled"));
    CHECK(returned_none(close_it(c)) && noted("ending") && is_closed(c));
    rc_release(c);
    c = chain(depth, new_co(&demo_routine)); /* and closed by being dropped */
    CHECK(yielded(next(c), 0));
    rc_release(c);
    CHECK(noted("started ending"));
    c = chain(depth, new_co(&demo_routine)); /* and one that has not begun */
    rc_release(c);
    rc_thread_detach();
}

/* On a stack of 64 KiB: a chain that is longer by a factor of a hundred needs no more. */
static void t53_a_chain_needs_no_stack(void)
{
    uint64_t depths[] = {1000, rc_tool_scaled(100000)};
    for (int i = 0; i < 2; i++)
        stress_join(stress_thread(long_chain, &depths[i],
                                  STRESS_UNDER_ASAN || STRESS_UNDER_TSAN ? 0 : 65536));
}

static void t54_an_empty_inner_one(void)
{
    co *c = watching(with(&give_routine, rc_integer_new(54)));
    CHECK(yielded(next(c), 100) && noted("ran value 54") && returned(next(c), 54));
    rc_release(c);
}

static void delegation_tests(void)
{
    RUN(t42_the_first_value_comes_from_the_inner_one);
    RUN(t43_values_go_in_and_none_is_next);
    RUN(t44_the_result_becomes_the_value);
    RUN(t45_errors_go_in);
    RUN(t46_an_iterator_has_only_next);
    RUN(t47_the_inner_one_is_closed_first);
    RUN(t48_a_swallowed_exit_is_raised_all_the_same);
    RUN(t49_an_inner_one_that_does_not_close);
    RUN(t51_the_outer_one_is_running_meanwhile);
    RUN(t52_two_share_an_inner_one);
    RUN(t53_a_chain_needs_no_stack);
    RUN(t54_an_empty_inner_one);
}
