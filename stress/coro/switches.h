/*
 * switches.h: T74 to T77: what a switch from one coroutine to the next protects, and what it must not cut in two;
 * and where coroutines with a stack of their own differ.
 */
#include "refcount/critical_section.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stress/coro/fiber.h"

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
    fiber *a = fiber_new(count_and_yield, shared, apart),
          *b = fiber_new(count_and_yield, shared, apart);
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

static void switch_tests(void)
{
    RUN(t74_yielding_in_a_section);
    RUN(t75_a_thousand_share_an_object);
    RUN(t76_only_the_switch_protects_a_count);
    RUN(t77_the_identity_changes);
}
