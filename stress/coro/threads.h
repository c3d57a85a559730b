/*
 * threads.h: T70 to T73: coroutines that go from thread to thread. On `plain` only what has one thread at a time.
 */

static bool shares(void)
{
    return rc_get_backend()->thread_safe;
}

static void attach(void)
{
    if (rc_thread_attach() != 0)
        abort();
}

/* --------------------------------------------------------------- T70: several resume one at a time */

/* Counts its steps in an ordinary number: a race, if two were in it at once. */
static rc_outcome steps_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    ++*(uint64_t *)rc_coroutine_scalars(self);
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine steps_routine = {
    .name = "steps", .step = steps_step, .scalars = sizeof(uint64_t)};

typedef struct crowd {
    co *c;
    uint64_t times;
    _Atomic uint64_t yielded, refused, other;
} crowd;

static void resume_often(void *arg, unsigned index)
{
    crowd *all = arg;
    (void)index;
    attach();
    for (uint64_t i = all->times; i > 0; i--) {
        got g = next(all->c);
        if (g.outcome == RC_YIELDED)
            rc_fetch_add_relaxed(&all->yielded, 1);
        else
            rc_fetch_add_relaxed(raised(g, &rc_value_error) ? &all->refused : &all->other, 1);
        if (i % 16 == 0)
            rc_thread_poll();
    }
    rc_thread_detach();
}

static void t70_one_winner_at_a_time(void)
{
    for (int delegated = 0; delegated < 2; delegated++) {
        co *c = new_co(&steps_routine);
        uint64_t *steps = rc_coroutine_scalars(c);
        crowd all = {.c = delegated ? outer_of(c) : c, .times = rc_tool_scaled(20000)};
        stress_threads(3, resume_often, &all);
        uint64_t won = rc_load_relaxed(&all.yielded);
        tap_note("%llu resumed, %llu refused", (unsigned long long)won,
                 (unsigned long long)rc_load_relaxed(&all.refused));
        CHECK(won > 0 && *steps == won && rc_load_relaxed(&all.other) == 0);
        CHECK(won + rc_load_relaxed(&all.refused) == 3 * rc_tool_scaled(20000));
        rc_release(all.c);
    }
}

/* The same over and over from the beginning: the second thread takes it from the first one, in the midst of steps. */
static void t70_taken_from_its_owner(void)
{
    for (uint64_t i = rc_tool_scaled(300); i > 0; i--) {
        co *c = new_co(&steps_routine);
        crowd all = {.c = c, .times = 200};
        stress_threads(2, resume_often, &all);
        uint64_t won = rc_load_relaxed(&all.yielded), *steps = rc_coroutine_scalars(c);
        if (*steps != won || won == 0 || rc_load_relaxed(&all.other) != 0 ||
            won + rc_load_relaxed(&all.refused) != 400)
            CHECK(!"each of two threads resumes it or is refused, and every step is seen");
        rc_release(c);
    }
}

/* T52 on two threads: two outer ones share an inner one, which one of them closes in the end. */
static void resume_own(void *arg, unsigned index)
{
    co *c = ((co **)arg)[index];
    bool good = true;
    attach();
    for (int i = 0; i < 200 && state_is(c, RC_SUSPENDED); i++) {
        got g = i == 150 && index == 0 ? close_it(c) : next(c);
        good &= g.outcome != RC_RAISED || rc_error_is(g.value, &rc_value_error);
        rc_release(g.value);
    }
    tap_ok(good, "%s: only values, ends and ValueErrors", __func__);
    rc_thread_detach();
}

static void t52_two_share_one_on_two_threads(void)
{
    for (uint64_t i = rc_tool_scaled(50); i > 0; i--) {
        co *inner = primed(&steps_routine);
        co *both[] = {outer_of(rc_retain(inner)), outer_of(rc_retain(inner))};
        CHECK(yielded_none(next(both[0])) && yielded_none(next(both[1])));
        stress_threads(2, resume_own, both);
        rc_release(both[0]);
        rc_release(both[1]);
        rc_release(inner);
    }
}

/* --------------------------------------------------------------------- T71 to T73: from thread to thread */

typedef struct errand {
    co *c;
    void (*run)(struct errand *errand);
    const void *thread;
} errand;

static void run_errand(void *arg)
{
    errand *e = arg;
    attach();
    e->thread = rc_platform_thread_identity();
    e->run(e);
    rc_thread_detach();
}

/* On a thread of its own, which has ended on return; this one stands in a blocking region meanwhile, or not. */
static void elsewhere(errand *e, void (*run)(errand *e), bool blocking)
{
    e->run = run;
    if (blocking)
        rc_thread_block_begin();
    stress_join(stress_thread(run_errand, e, 0));
    if (blocking)
        rc_thread_block_end();
}

/* Notes on which thread it is closed. */
static const void *closed_on;

static rc_outcome where_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_THROW) {
        note("finally");
        closed_on = rc_platform_thread_identity();
        return rc_propagate(result, sent);
    }
    if (self->point == 3)
        return rc_return(result, rc_retain(self->slot[0]));
    return rc_yield(self, result, rc_retain(self->slot[0]), self->point + 1);
}

static const rc_routine where_routine = {
    .name = "where", .step = where_step, .slots = 1, .guarded = ~UINT64_C(0)};

static void make_one(errand *e)
{
    e->c = with(&where_routine, rc_integer_new(71));
}

static void start_one(errand *e)
{
    make_one(e);
    CHECK(yielded(next(e->c), 71));
}

static void resume_one(errand *e)
{
    CHECK(yielded(next(e->c), 71));
}

static void finish_one(errand *e)
{
    CHECK(returned(next(e->c), 71) && is_closed(e->c));
    rc_release(e->c);
}

static void drop_one(errand *e)
{
    rc_release(e->c);
}

static void t71_made_here_resumed_there(void)
{
    for (int blocking = 0; blocking < 2; blocking++) {
        errand e = {0};
        elsewhere(&e, make_one, blocking);
        elsewhere(&e, resume_one, blocking);
        elsewhere(&e, resume_one, blocking);
        resume_one(&e);
        elsewhere(&e, finish_one, blocking);
        void *value = rc_integer_new(71); /* and one that is owned here all the time */
        e.c = with(&where_routine, rc_retain(value));
        elsewhere(&e, resume_one, blocking);
        elsewhere(&e, drop_one, blocking);
        rc_thread_poll();
        CHECK(noted("finally") && rc_count(value) == 1);
        rc_release(value);
    }
}

static void t72_dropped_elsewhere(void)
{
    errand e = {0};
    start_one(&e);
    elsewhere(&e, drop_one, false);
    rc_thread_poll();
    /* `biased` counts this thread's reference here: the last release is this thread's, at its safepoint. */
    bool here = closed_on == rc_platform_thread_identity(), there = closed_on == e.thread;
    CHECK(noted("finally") && (rc_get_backend()->deferred_death ? here : there));
}

static void t73_its_thread_is_gone(void)
{
    errand e = {0};
    elsewhere(&e, start_one, true);
    resume_one(&e);
    rc_release(e.c);
    CHECK(noted("finally") && closed_on == rc_platform_thread_identity());
    elsewhere(&e, start_one, true);
    resume_one(&e);
    resume_one(&e);
    finish_one(&e);
    elsewhere(&e, start_one, true);
    CHECK(returned_none(close_it(e.c)) && noted("finally"));
    rc_release(e.c);
}

static void thread_tests(void)
{
    if (shares()) {
        RUN(t70_one_winner_at_a_time);
        RUN(t70_taken_from_its_owner);
        RUN(t52_two_share_one_on_two_threads);
    }
    RUN(t71_made_here_resumed_there);
    RUN(t72_dropped_elsewhere);
    RUN(t73_its_thread_is_gone);
}
