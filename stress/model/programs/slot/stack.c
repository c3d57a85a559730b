/*
 * stack-pop-pop: two threads pop, one of them frees what it has taken; stack-push-pop: one pushes, one pops.
 *
 * Hunts: a pop that looks at a top that may go (ABA: memory comes back here); two that take one object; an object
 * that is lost, or not published. The bug: T2 takes the top out by itself.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_stack stack;
    void *taken[2];
} s;

static void push_new(void)
{
    bool done = gc->stack_push(&s.stack, node_new(&leaf_type, 1));
    model_assert(done);
}

static void pop_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    gc->stack_init(&s.stack);
    push_new();
    push_new();
}

static void stack_finish(unsigned thread)
{
    if (thread == 1)
        return;
    model_assert(s.taken[0] == NULL || s.taken[0] != s.taken[1]);
    rc->release(s.taken[0]);
    rc->release(s.taken[1]);
    gc->stack_destroy(&s.stack);
}

static void pop(unsigned thread)
{
    s.taken[thread] = gc->stack_pop(&s.stack);
    slot_use(s.taken[thread], thread);
}

static void pop_act(unsigned thread, bool wrong)
{
    if (thread == 1 && wrong) {
        rc->release(rc_tagged_object(
            (rc_tagged){rc_exchange_acq_rel((_Atomic(uintptr_t) *)&s.stack.head.word, 0)}));
        return;
    }
    pop(thread);
    if (thread == 1)
        gc->reclaim_drain();
}

MODEL_TWINS(pop, "stack-pop-pop", "two threads pop from a stack of two, one frees the nodes",
            .bound = "2 threads: 1 pop; 1 pop, 1 drain; memory comes back", .room = "slot",
            .tolerant = "biased", .stale = 1, .scheme = "model",
            .backends = "atomic biased mutex global", .shares = true, .reuse = true, .threads = 2,
            .prepare = pop_prepare, .finish = stack_finish);

static void push_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        gc->stack_init(&s.stack);
}

static void push_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        pop(1);
        gc->reclaim_drain();
        return;
    }
    void *object = node_new(&node_type, 1);
    node_use(object, 0);
    bool done = gc->stack_push(&s.stack, object);
    model_assert(done);
    if (wrong)
        node_use(object, 1);
}

MODEL_TWINS(push, "stack-push-pop", "a push against a pop",
            .bound = "2 threads: 1 push; 1 pop, 1 drain", .uses = MODEL_RETAIN | MODEL_RELEASE,
            .room = "slot", .tolerant = "biased", .stale = 1, .scheme = "model",
            .backends = "atomic biased mutex global", .threads = 2, .prepare = push_prepare,
            .finish = stack_finish);
