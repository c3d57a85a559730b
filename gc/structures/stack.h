/*
 * stack.h: a lock-free stack of objects (Treiber's), written with slots.
 *
 *   head --> node --> node --> node         each arrow a tagged slot that owns the node behind it
 *             |         |        |
 *           object    object   object       each node owns one reference
 *
 * Push puts a node in front of the head, pop takes one out (gc/links.h): both move references and count none.
 *
 * ABA. A pop that was interrupted between its look at the top and its exchange must not succeed with a node
 * of the same address that has come since: the guard keeps the node it has looked at, so that no other can
 * have its address.
 *
 *   T1 pop                         T2
 *   top is a, a's link is b
 *                                  pop a, pop b, push a'
 *   exchange a -> b: b is gone     <- if a' had a's address         test: slot-stack; mutant slot/pop-unguarded
 *
 * A push never looks into the node that it finds on top; if the top has gone and come back with the same
 * address meanwhile, its link leads to the right place all the same. So it needs no guard.
 *
 * Progress: lock-free, as far as the allocator and the scheme's protect are. A pop's result can be released at
 * once: nobody but the one that took the node out ever reads the node's object.
 *
 * Source: Treiber, "Systems Programming: Coping with Parallelism", IBM RJ 5118, 1986.
 */
#ifndef RC_GC_STRUCTURES_STACK_H
#define RC_GC_STRUCTURES_STACK_H

#include "gc/links.h"

typedef struct rc_stack {
    rc_tagged_slot head;
} rc_stack;

typedef struct rc_stack_node {
    rc_tagged_slot next; /* constant once the node is published, until the node is taken out */
    void *object;        /* its reference belongs to the node; and to whoever has taken it out */
} rc_stack_node;

static inline void rc_stack_node_destroy(void *object)
{
    rc_stack_node *node = (rc_stack_node *)object;
    rc_release(node->object);
    rc_tagged_slot_drop(&node->next); /* cut, or the whole stack is going */
}

static const rc_type rc_stack_node_type = {
    .name = "rc_stack_node", .size = sizeof(rc_stack_node), .destroy = rc_stack_node_destroy};

/* An empty stack. Zeroed memory is one too. Wait-free. */
static inline void rc_stack_init(rc_stack *stack)
{
    rc_tagged_slot_init(&stack->head, NULL, 0);
}

/*
 * Releases all that is in it, with a fixed depth of stack however long it is; destructors run.
 * Precondition: nobody else uses it any more.
 */
static inline void rc_stack_destroy(rc_stack *stack)
{
    rc_tagged_slot_drop(&stack->head);
}

/*
 * Puts object on top: the caller's reference becomes the stack's. False and errno ENOMEM if there is no memory:
 * then the caller keeps it. Ordering: release towards the pop that takes it. Progress: lock-free.
 */
static inline RC_MUST_CHECK bool rc_stack_push(rc_stack *stack, void *object)
{
    rc_stack_node *node = (rc_stack_node *)rc_new(&rc_stack_node_type);
    if (node == NULL)
        return false;
    node->object = object;
    rc_tagged top;
    do
        top = rc_tagged_slot_peek(&stack->head);
    while (!rc_link_insert(&stack->head, rc_tagged_object(top), node, &node->next));
    return true;
}

/*
 * Takes the object on top, with the stack's reference; NULL if the stack is empty.
 * Ordering: acquire of the push that put it there. Progress: lock-free; a retire may run destructors.
 */
static inline RC_MUST_CHECK void *rc_stack_pop(rc_stack *stack)
{
    rc_guard guard = rc_guard_enter();
    void *object = NULL;
    rc_stack_node *node;
    while ((node = (rc_stack_node *)rc_tagged_object(
                rc_tagged_slot_borrow(&stack->head, &guard))) != NULL) {
        rc_tagged next = rc_tagged_slot_peek(&node->next);
        /* A link that was cut before belongs to a node that is not on top any more. */
        if (rc_tagged_tag(next) == 0 && rc_link_remove(&stack->head, node, &node->next, next)) {
            object = node->object; /* the guard keeps the node */
            node->object = NULL;
            break;
        }
    }
    rc_guard_exit(guard);
    return object;
}

/*
 * Takes out and releases all that is in it at some moment, or comes while it does: for the clear of such a type.
 * Ordering: as rc_stack_pop. Progress: lock-free but for destructors, and as long as nobody goes on adding. Errors: none.
 */
static inline void rc_stack_clear(rc_stack *stack)
{
    void *object;
    while ((object = rc_stack_pop(stack)) != NULL)
        rc_release(object);
}

/*
 * Reports the stack's references to a collector, once each: for the traverse of a type whose objects have a stack
 * (gc/cycles.h). Zeroed memory has none. A node that has been taken out is not in the stack:
 * what it still holds is held from outside until it is released.
 * Precondition: that of traverse, as the collector keeps it: nobody changes the stack meanwhile. Ordering: none.
 * Progress: wait-free. Errors: none.
 */
static inline void rc_stack_visit(const rc_stack *stack, rc_visit *visit, void *arg)
{
    rc_links_visit(&stack->head, offsetof(rc_stack_node, object), visit, arg);
}

/* True if it was empty at that moment. Wait-free. */
static inline bool rc_stack_is_empty(const rc_stack *stack)
{
    return rc_tagged_object(rc_tagged_slot_peek(&stack->head)) == NULL;
}

#endif
