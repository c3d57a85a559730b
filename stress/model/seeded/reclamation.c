/*
 * reclamation.c: a pointer is read from a shared place while another thread replaces it and frees what it pointed
 * to (hazard pointers: Michael 2004); a stack whose nodes come back (Treiber 1986).
 *
 * Wrong: the reader does not look again whether the pointer is still there; reader or writer lacks the fence
 * between store and load; a node is pushed again while another thread holds its old address (ABA).
 */
#include "stress/model/seeded/seeded.h"

MODEL_WORLD struct {
    _Atomic(int *) place, hazard;
} hp;

static int *number_new(int value)
{
    int *number = malloc(sizeof *number);
    model_assert(number != NULL);
    *number = value;
    return number;
}

static void hp_prepare(unsigned thread)
{
    if (thread == 0)
        atomic_store_explicit(&hp.place, number_new(1), RLX);
}

static void hp_finish(unsigned thread)
{
    if (thread == 0)
        free(atomic_load_explicit(&hp.place, RLX));
}

/* One try; a reader that finds the pointer gone gives up. */
static void hp_read(bool again, bool fence)
{
    int *number = atomic_load_explicit(&hp.place, RLX);
    atomic_store_explicit(&hp.hazard, number, RLX);
    if (fence)
        atomic_thread_fence(SC);
    if (!again || atomic_load_explicit(&hp.place, ACQ) == number)
        model_look((uint64_t)*number);
    atomic_store_explicit(&hp.hazard, NULL, REL);
}

static void hp_replace(bool fence)
{
    int *old = atomic_exchange_explicit(&hp.place, number_new(2), AR);
    if (fence)
        atomic_thread_fence(SC);
    while (atomic_load_explicit(&hp.hazard, ACQ) == old)
        model_pause();
    free(old);
}

static void hp_act(unsigned me, bool wrong)
{
    if (me == 0)
        hp_replace(true);
    else
        hp_read(!wrong, true);
}

SEEDED(hp, "hazard", "a hazard pointer keeps what it points to", 2, hp_prepare, hp_finish);

static void hp_fence_act(unsigned me, bool wrong)
{
    if (me == 0)
        hp_replace(true);
    else
        hp_read(true, !wrong);
}

SEEDED(hp_fence, "hazard-reader", "the reader's fence between the hazard and the second look", 2,
       hp_prepare, hp_finish);

static void hp_scan_act(unsigned me, bool wrong)
{
    if (me == 0)
        hp_replace(!wrong);
    else
        hp_read(true, true);
}

SEEDED(hp_scan, "hazard-writer", "the writer's fence between the exchange and the scan", 2,
       hp_prepare, hp_finish);

typedef struct element {
    _Atomic(struct element *) next;
} element;

MODEL_WORLD struct {
    _Atomic(element *) top;
    element node[2];
    int taken[2];
} stack;

static void stack_prepare(unsigned thread)
{
    if (thread == 0) {
        atomic_store_explicit(&stack.node[0].next, &stack.node[1], RLX);
        atomic_store_explicit(&stack.top, &stack.node[0], RLX);
    }
}

static element *stack_pop(void)
{
    element *top = atomic_load_explicit(&stack.top, ACQ);
    while (top != NULL) {
        element *next = atomic_load_explicit(&top->next, RLX);
        if (atomic_compare_exchange_strong_explicit(&stack.top, &top, next, AR, ACQ))
            break;
    }
    if (top != NULL)
        model_assert(++stack.taken[top - stack.node] == 1);
    return top;
}

static void stack_push(element *node)
{
    stack.taken[node - stack.node]--;
    element *top = atomic_load_explicit(&stack.top, RLX);
    do {
        atomic_store_explicit(&node->next, top, RLX);
    } while (!atomic_compare_exchange_strong_explicit(&stack.top, &top, node, REL, RLX));
}

static void stack_act(unsigned me, bool wrong)
{
    element *one = stack_pop();
    if (me == 0)
        return;
    element *other = stack_pop();
    if (wrong && one != NULL)
        stack_push(one); /* back on top, with another one below */
    (void)other;
}

/* What is left must not have been taken already. */
static void stack_finish(unsigned thread)
{
    while (thread == 0 && stack_pop() != NULL)
        continue;
}

SEEDED(stack, "stack", "nodes are taken from a stack, and do not come back", 2, stack_prepare,
       stack_finish);
