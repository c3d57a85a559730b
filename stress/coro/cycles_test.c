/*
 * cycles_test.c: T58, T59 and T61: coroutines and the cycle collector. Compiled once for every backend.
 *
 * What a suspended coroutine holds stands in its frame, so that a collector sees it. A reference on a stack
 * of its own, as in stress/coro/fiber.h, is one that nobody can see: the last case shows it.
 */
#include "gc/cycles.h"
#include "stress/coro/kit.h"
#include "stress/support/sanitizers.h"

#include "stress/coro/fiber.h"

/* try: yield; finally: note */
static rc_outcome hold_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    note("finally");
    return rc_propagate(result, sent);
}

static const rc_routine hold_routine = {
    .name = "holds", .step = hold_step, .slots = 2, .guarded = RC_GUARDED(1)};

static void t58_a_cycle_through_a_local(void)
{
    co *c = primed(&hold_routine);
    c->slot[0] = rc_retain(c);
    rc_weak *weak = rc_weak_new(c);
    rc_release(c);
    CHECK(noted(""));
    void *found = rc_weak_upgrade(weak);
    CHECK(found == c); /* nobody else has it, and no count will free it */
    rc_release(found);
    CHECK(rc_collect() == 1 && noted("finally") && rc_weak_upgrade(weak) == NULL);
    CHECK(rc_collect() == 0 && noted(""));
    rc_weak_free(weak);
}

static void t58_a_local_of_a_frame_that_lives(void)
{
    co *c = primed(&hold_routine);
    rc_list *list = rc_list_new();
    /* a cycle whose only outside reference is in the frame */
    CHECK(rc_list_append(list, list) == 0);
    c->slot[0] = list;
    CHECK(rc_collect() == 0 && rc_list_length(list) == 1);
    rc_release(c);
    CHECK(noted("finally") && rc_collect() == 1);
}

static void t59_a_cycle_through_containers(void)
{
    co *c = primed(&hold_routine);
    rc_list *list = rc_list_new();
    rc_dict *dict = rc_dict_new();
    rc_string *key = rc_string_new("coroutine");
    CHECK(rc_dict_set(dict, key, c) == 0 && rc_list_append(list, dict) == 0);
    c->slot[0] = list;
    rc_release(key);
    rc_release(dict);
    rc_release(c);
    CHECK(noted("") && rc_collect() == 3 && noted("finally"));
}

/* The inner one is older than the outer one, and is cleared first (CPython issue 17669). */
static void t59_a_cycle_through_a_delegate(void)
{
    for (int inner_first = 0; inner_first < 2; inner_first++) {
        co *inner = inner_first ? new_co(&hold_routine) : NULL, *outer = new_co(&outer_routine);
        if (!inner_first)
            inner = new_co(&hold_routine);
        outer->slot[0] = inner;
        inner->slot[0] = rc_retain(outer);
        CHECK(yielded_none(next(outer)));
        rc_release(outer);
        CHECK(noted("") && rc_collect() == 2 && noted("finally"));
    }
}

/* Cycles through what is being handled, and through a context. */
static void t59_a_cycle_through_an_error(void)
{
    rc_error *e = rc_error_new_stop(NULL);
    co *c = new_co(&hold_routine);
    CHECK(yielded_none(next(c)));
    rc_error *stop = rc_error_new_stop(c); /* carries the coroutine that handles it */
    c->handled = stop;
    rc_error_set_cause(e, stop);
    rc_release(e);
    rc_release(c);
    CHECK(rc_collect() == 2 && noted("finally"));
}

static co *risen;

static rc_outcome rise_step(co *self, rc_signal signal, void *sent, void **result)
{
    if (signal == RC_SEND)
        return rc_yield(self, result, NULL, 1);
    note("finally");
    risen = rc_retain(self);
    return rc_propagate(result, sent);
}

static const rc_routine rise_routine = {
    .name = "rises", .step = rise_step, .slots = 1, .guarded = RC_GUARDED(1)};

static void t60_one_that_rises_from_garbage(void)
{
    co *c = primed(&rise_routine);
    c->slot[0] = rc_retain(c);
    rc_release(c);
    rc_collect();
    CHECK(noted("finally") && risen != NULL && is_closed(risen));
    rc_release(risen); /* closing has emptied it: the cycle is gone with it */
    CHECK(noted("") && rc_collect() == 0);
}

/* Collects from inside. */
static rc_outcome collect_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    rc_list *list = rc_list_new();
    if (rc_list_append(list, list) != 0)
        abort();
    rc_release(list);
    size_t freed = rc_collect();
    return rc_yield(self, result, rc_integer_new((int64_t)freed), self->point + 1);
}

static const rc_routine collect_routine = {.name = "collects", .step = collect_step, .slots = 1};

static void t61_collecting_while_running(void)
{
    co *inner = new_co(&collect_routine), *outer = outer_of(inner);
    inner->slot[0] = rc_retain(outer); /* a cycle, of which the caller holds one end */
    CHECK(yielded(next(outer), 1) && yielded(next(outer), 1));
    CHECK(inner->slot[0] == outer && state_is(outer, RC_SUSPENDED));
    rc_release(outer);
    CHECK(rc_collect() == 2);
}

/* ------------------------------------------------------------- on a stack of its own nobody sees it */

static void hold_on_the_stack(void *list)
{
    fiber_yield();
    rc_release(list);
}

static void a_stack_hides_what_it_holds(void)
{
    rc_list *list = rc_list_new();
    CHECK(rc_list_append(list, list) == 0);
    /* the fiber has the only reference from outside now */
    fiber *f = fiber_new(hold_on_the_stack, list, 0);
    fiber_resume(f);
    CHECK(rc_collect() == 0); /* it is not garbage; and nothing can tell whose it is */
    fiber_resume(f);
    fiber_free(f);
    CHECK(rc_collect() == 1);
}

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    rc_gc_disable(); /* collections come when a case asks for them */
    rc_error_set_ignored(count_ignored);
    rc_release(new_co(&count_routine));
    RUN(t58_a_cycle_through_a_local);
    RUN(t58_a_local_of_a_frame_that_lives);
    RUN(t59_a_cycle_through_containers);
    RUN(t59_a_cycle_through_a_delegate);
    RUN(t59_a_cycle_through_an_error);
    RUN(t60_one_that_rises_from_garbage);
    RUN(t61_collecting_while_running);
    RUN(a_stack_hides_what_it_holds);
    rc_thread_detach();
    return tap_done();
}
