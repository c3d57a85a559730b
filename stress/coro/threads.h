/*
 * threads.h: T70 to T77: coroutines and threads. On `plain` only what has one thread at a time.
 */
#include "refcount/critical_section.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress/coro/fiber.h"

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
    _Atomic uint64_t yielded, refused, other;
} crowd;

static void resume_often(void *arg, unsigned index)
{
    crowd *all = arg;
    (void)index;
    attach();
    for (uint64_t i = rc_tool_scaled(20000); i > 0; i--) {
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
        crowd all = {.c = delegated ? outer_of(c) : c};
        stress_threads(3, resume_often, &all);
        uint64_t won = rc_load_relaxed(&all.yielded);
        tap_note("%llu resumed, %llu refused", (unsigned long long)won,
                 (unsigned long long)rc_load_relaxed(&all.refused));
        CHECK(won > 0 && *steps == won && rc_load_relaxed(&all.other) == 0);
        CHECK(won + rc_load_relaxed(&all.refused) == 3 * rc_tool_scaled(20000));
        rc_release(all.c);
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

/* ------------------------------------------------------------------------------------- T74: an open section */

static rc_outcome section_step(co *self, rc_signal signal, void *sent, void **result)
{
    static rc_lock lock;
    static rc_section section;
    (void)signal, (void)sent;
    if (self->point == 0) {
        rc_section_begin(&section, &lock); /* ended in time */
        rc_section_end(&section);
        return rc_yield(self, result, NULL, 1);
    }
    rc_section_begin(&section, &lock);
    return rc_yield(self, result, NULL, 2);
}

static const rc_routine section_routine = {.name = "section", .step = section_step};

static int signal_of(pid_t child)
{
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void t74_yielding_in_a_section(void)
{
    for (int outer = 0; outer < 2; outer++) {
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            if (freopen("/dev/null", "w", stderr) == NULL)
                _exit(3);
            co *c = new_co(&section_routine);
            c = outer ? outer_of(c) : c;
            if (!yielded_none(next(c)))
                _exit(4);
            signal(SIGABRT, SIG_DFL);
            next(c);
            _exit(0);
        }
        CHECK(signal_of(child) == SIGABRT);
    }
    rc_lock lock = {0}; /* a section of the caller's is no business of the coroutine's */
    rc_section section;
    co *c = new_co(&count_routine);
    rc_section_begin(&section, &lock);
    CHECK(yielded(next(c), 1) && returned_none(close_it(c)));
    rc_section_end(&section);
    rc_release(c);
}

/* ----------------------------------------------------------------- T75, T76: only the switch protects a count */

/* Retains, yields, and releases, over and over: between the two others have their turn. */
static rc_outcome share_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    void *shared = self->slot[0];
    if (self->point % 2 == 0)
        rc_retain(shared);
    else
        rc_release(shared);
    if (self->point == 20) {
        rc_release(shared);
        return rc_return(result, NULL);
    }
    return rc_yield(self, result, NULL, self->point + 1);
}

static const rc_routine share_routine = {.name = "shares", .step = share_step, .slots = 1};

static void t75_a_thousand_share_an_object(void)
{
    enum { COROUTINES = 1000 };
    void *shared = rc_integer_new(1);
    rc_scheduler *s = rc_scheduler_new(NULL);
    for (int i = 0; i < COROUTINES; i++) {
        if (rc_scheduler_spawn(s, with(&share_routine, rc_retain(shared))) != 0)
            abort();
    }
    CHECK(rc_count(shared) == 1 + COROUTINES);
    rc_scheduler_run(s);
    rc_scheduler_stats stats;
    rc_scheduler_get_stats(s, &stats);
    CHECK(stats.ended == COROUTINES && stats.steps == 21 * COROUTINES && stats.migrations == 0);
    CHECK(rc_count(shared) == 1);
    rc_scheduler_free(s);
    rc_release(shared);
}

static void count_and_yield(void *shared)
{
    for (int i = 0; i < 10; i++) {
        rc_retain(shared);
        fiber_yield();
        rc_release(shared);
    }
}

static void two_fibers(bool apart)
{
    void *shared = rc_integer_new(1);
    fiber *a = fiber_new(count_and_yield, shared, apart), *b = fiber_new(count_and_yield, shared, apart);
    bool more = true;
    while (more) {
        more = fiber_resume(a);
        more |= fiber_resume(b);
    }
    CHECK(rc_count(shared) == 1);
    fiber_free(a);
    fiber_free(b);
    rc_release(shared);
}

/* Told that nothing orders two fibers, ThreadSanitizer takes their counts for what they would be on threads. */
static void t76_only_the_switch_protects_a_count(void)
{
    two_fibers(false);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stderr) == NULL || freopen("/dev/null", "w", stdout) == NULL)
            _exit(3);
        two_fibers(true);
        exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    bool race = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    if (STRESS_UNDER_TSAN)
        CHECK(race == !shares());
    else
        CHECK(!race);
}

/* ------------------------------------------------------------------------------ T77: who am I, after a switch */

__attribute__((noinline)) static uint64_t token_by_value(void)
{
    __asm__ volatile("" ::: "memory");
    return rc_platform_thread_token();
}

static uint64_t seen[4];

static rc_outcome token_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    seen[self->point] = rc_platform_thread_token(); /* inline: a step is a call of its own */
    return rc_yield(self, result, NULL, self->point + 1);
}

static const rc_routine token_routine = {.name = "token", .step = token_step};

static uint64_t cached[2];

static void look_at_tokens(void *arg)
{
    (void)arg;
    cached[0] = rc_platform_thread_token();
    seen[2] = token_by_value();
    fiber_yield();
    cached[1] = rc_platform_thread_token();
    seen[3] = token_by_value();
}

static fiber *token_fiber;

static void start_fiber(errand *e)
{
    fiber_resume(token_fiber);
    e->c = new_co(&token_routine);
    CHECK(yielded_none(next(e->c)));
}

static void finish_tokens(errand *e)
{
    fiber_resume(token_fiber);
    CHECK(yielded_none(next(e->c)));
}

/* Meanwhile the thread that began is still there: its identity is not used again. */
static void t77_the_identity_changes(void)
{
    errand e = {0};
    token_fiber = fiber_new(look_at_tokens, NULL, false);
    start_fiber(&e);
    elsewhere(&e, finish_tokens, true);
    CHECK(seen[0] != seen[1]); /* stackless: right, whatever the compiler does */
    CHECK(seen[2] != seen[3]); /* with a stack: right, because a function says it anew */
    tap_note("inline on a stack that changed threads: %s",
             cached[0] == cached[1] ? "stale" : "right this time");
    fiber_free(token_fiber);
    rc_release(e.c);
}

static void thread_tests(void)
{
    if (shares()) {
        RUN(t70_one_winner_at_a_time);
        RUN(t52_two_share_one_on_two_threads);
    }
    RUN(t71_made_here_resumed_there);
    RUN(t72_dropped_elsewhere);
    RUN(t73_its_thread_is_gone);
    RUN(t74_yielding_in_a_section);
    RUN(t75_a_thousand_share_an_object);
    RUN(t76_only_the_switch_protects_a_count);
    RUN(t77_the_identity_changes);
}
