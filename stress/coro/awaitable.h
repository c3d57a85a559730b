/*
 * awaitable.h: T66 to T69: where `async def` differs from a generator.
 */

static const rc_routine task_routine = {
    .name = "task", .step = count_step, .slots = 1, .awaitable = true};
static const rc_routine await_routine = {
    .name = "await", .step = outer_step, .slots = 1, .awaitable = true};

static co *awaiting(co *inner)
{
    return with(&await_routine, inner);
}

static void t66_never_awaited(void)
{
    rc_release(new_co(&task_routine));
    CHECK(ignored_one(&rc_runtime_warning));
    co *c = new_co(&task_routine);
    CHECK(returned_none(close_it(c)));
    rc_release(c);
    rc_release(new_co(&count_routine)); /* a generator may be left alone */
    CHECK(ignored_errors == 0);
}

static const char reused[] = "cannot reuse already awaited coroutine";

static void t67_a_finished_one_is_not_used_again(void)
{
    co *c = primed(&task_routine);
    CHECK(yielded(next(c), 2) && yielded(next(c), 3) && returned(next(c), 4));
    CHECK(said(next(c), &rc_runtime_error, reused));
    CHECK(said(throw_new(c, &rc_key_error), &rc_runtime_error, reused));
    CHECK(returned_none(close_it(c)));
    co *outer = awaiting(rc_retain(c));
    CHECK(said(next(outer), &rc_runtime_error, reused));
    rc_release(outer);
    rc_release(c);
    c = new_co(&task_routine);
    CHECK(said(send_number(c, 1), &rc_type_error,
               "can't send non-None value to a just-started coroutine"));
    CHECK(returned_none(close_it(c)));
    rc_release(c);
}

static void t68_awaited_by_two(void)
{
    co *inner = new_co(&task_routine);
    co *a = awaiting(rc_retain(inner)), *b = awaiting(rc_retain(inner));
    CHECK(yielded(next(a), 1));
    CHECK(said(next(b), &rc_runtime_error, "coroutine is being awaited already"));
    CHECK(yielded(next(a), 2)); /* the first one goes on */
    rc_release(a);
    rc_release(b);
    rc_release(inner);
    inner = primed(&task_routine);
    a = awaiting(inner);
    CHECK(said(next(a), &rc_runtime_error, "coroutine is being awaited already"));
    rc_release(a);
}

/* Delegates to an awaiter on slot 0. */
static rc_outcome t69_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal;
    if (self->point == 0)
        return rc_delegate_to(self, rc_awaiter_new(self->slot[0]), rc_awaiter_protocol(), 1);
    return rc_return(result, rc_retain(sent));
}

static const rc_routine t69_routine = {.name = "by awaiter", .step = t69_step, .slots = 1};

static void t69_an_awaiter_stands_for_its_coroutine(void)
{
    co *inner = new_co(&task_routine);
    co *c = with(&t69_routine, rc_retain(inner));
    CHECK(yielded(next(c), 1) && yielded(send_number(c, 9), 2) && yielded(next(c), 3));
    CHECK(returned(next(c), 4));
    rc_release(c);
    rc_release(inner);

    inner = new_co(&exit_routine); /* close and throw go through */
    inner->slot[0] = rc_error_new(&rc_key_error, "");
    c = with(&t69_routine, inner);
    CHECK(yielded_none(next(c)) && raised(close_it(c), &rc_key_error));
    rc_release(c);
    c = with(&t69_routine, new_co(&demo_routine));
    CHECK(yielded(next(c), 0) && yielded(throw_new(c, &rc_value_error), 1));
    CHECK(yielded(send_number(c, 6), 1) && noted("started handled received 6"));
    rc_release(c);
    CHECK(noted("ending"));

    for (int first = 0; first < 2; first++) { /* either goes first; the last one closes it */
        inner = named("closed", NULL);
        void *awaiter = rc_awaiter_new(inner);
        CHECK(yielded_none(next(inner)));
        rc_release(first == 0 ? awaiter : inner);
        CHECK(noted(""));
        rc_release(first == 0 ? inner : awaiter);
        CHECK(noted("closed"));
    }
}

static void awaitable_tests(void)
{
    RUN(t66_never_awaited);
    RUN(t67_a_finished_one_is_not_used_again);
    RUN(t68_awaited_by_two);
    RUN(t69_an_awaiter_stands_for_its_coroutine);
}
