/*
 * queue.h: a lock-free queue of objects (Michael and Scott's), written with slots.
 *
 *   head --> dummy --> node --> node         the first node's object has been taken already
 *                                ^
 *   tail ------------------------+           or the one before it, for a moment
 *
 * head never overtakes tail: a dequeue that finds both at the same node moves tail on first. So a node that
 * tail leads to is still in the queue, and what its link leads to is alive (gc/links.h says why that must be
 * made sure of):
 *
 *   T1 enqueue                     T2 dequeue, twice
 *   tail is a, a's link is b
 *                                  moves tail to b, takes a out, takes b out: b is freed
 *   a's link is stale: helps tail
 *   on to b, retains b             <- unless it sees that tail is not a any more
 *                                                            test: slot-queue
 *
 * A node that has been taken out gives up its link, so that a reader stalled on it holds back that node
 * alone, and no chain of all that came after.
 *
 * Progress: lock-free, as far as the allocator and the scheme's protect are. A dequeue's result can be released
 * at once: only the one that moves head on to a node takes its object.
 *
 * Source: Michael, Scott, "Simple, Fast, and Practical Non-Blocking and Blocking Concurrent Queue Algorithms",
 * PODC 1996.
 */
#ifndef RC_GC_STRUCTURES_QUEUE_H
#define RC_GC_STRUCTURES_QUEUE_H

#include "gc/links.h"
#include "gc/slot.h"

/*
 * Ends a line of the cache apart, wherever the queue lies: who enqueues does not disturb who dequeues. By room and not
 * by alignment, since a queue may be a member of an object, whose payload is aligned to max_align_t.
 */
typedef struct rc_queue {
    rc_tagged_slot head;
    char room[64 - sizeof(rc_tagged_slot)];
    rc_slot tail;
    char room_after[64 - sizeof(rc_slot)]; /* for what follows in the same object */
} rc_queue;
_Static_assert(_Alignof(rc_queue) <= _Alignof(max_align_t), "a queue may be a member of an object");

typedef struct rc_queue_node {
    rc_tagged_slot next; /* set once, from NULL; cut when the node is taken out */
    void *object;        /* NULL in the first node */
} rc_queue_node;

static inline void rc_queue_node_destroy(void *object)
{
    rc_queue_node *node = (rc_queue_node *)object;
    rc_release(node->object);
    rc_tagged_slot_drop(&node->next); /* cut, or the whole queue is going */
}

static const rc_type rc_queue_node_type = {
    .name = "rc_queue_node", .size = sizeof(rc_queue_node), .destroy = rc_queue_node_destroy};

/* An empty queue. False and errno ENOMEM if there is no memory. */
static inline RC_MUST_CHECK bool rc_queue_init(rc_queue *queue)
{
    rc_queue_node *dummy = (rc_queue_node *)rc_new(&rc_queue_node_type);
    if (dummy == NULL)
        return false;
    rc_tagged_slot_init(&queue->head, dummy, 0);
    rc_slot_init(&queue->tail, dummy);
    rc_release(dummy);
    return true;
}

/*
 * Releases all that is in it, with a fixed depth of stack however long it is; destructors run.
 * Precondition: nobody else uses it any more.
 */
static inline void rc_queue_destroy(rc_queue *queue)
{
    rc_slot_drop(&queue->tail);
    rc_tagged_slot_drop(&queue->head);
}

/* tail leads to `last`, which has a successor: moves it on, unless somebody else does. */
static inline void rc_queue_help(rc_queue *queue, rc_queue_node *last, rc_tagged next)
{
    /* Borrowed from a link that may have been stale. Not if tail has stayed; see the head of the file. */
    if (rc_slot_holds(&queue->tail, last) &&
        !rc_slot_compare_exchange(&queue->tail, last, rc_tagged_object(next)))
        return; /* somebody else has */
}

/*
 * Appends object: the caller's reference becomes the queue's. False and errno ENOMEM if there is no memory:
 * then the caller keeps it. Ordering: release towards the dequeue that takes it. Progress: lock-free.
 */
static inline RC_MUST_CHECK bool rc_queue_enqueue(rc_queue *queue, void *object)
{
    const rc_tagged nothing = {0};
    rc_queue_node *node = (rc_queue_node *)rc_new(&rc_queue_node_type);
    if (node == NULL)
        return false;
    node->object = object;
    rc_retain(
        node); /* one reference is the link's, one is tail's; a link that is set may be cut at once */
    rc_guard guard = rc_guard_enter();
    for (;;) {
        rc_queue_node *last = (rc_queue_node *)rc_slot_borrow(&queue->tail, &guard);
        rc_tagged next = rc_tagged_slot_borrow(&last->next, &guard);
        if (rc_tagged_object(next) != NULL) {
            rc_queue_help(queue, last, next);
        } else if (rc_tagged_tag(next) == 0 &&
                   rc_tagged_slot_compare_give(&last->next, nothing, rc_tagged_make(node, 0))) {
            if (!rc_slot_compare_give(&queue->tail, last, node))
                rc_release(node); /* somebody has helped */
            break;
        }
    }
    rc_guard_exit(guard);
    return true;
}

/*
 * Takes the oldest object, with the queue's reference; NULL if the queue is empty.
 * Ordering: acquire of the enqueue that put it there. Progress: lock-free; a retire may run destructors.
 */
static inline RC_MUST_CHECK void *rc_queue_dequeue(rc_queue *queue)
{
    rc_guard guard = rc_guard_enter();
    void *object = NULL;
    for (;;) {
        rc_queue_node *first =
            (rc_queue_node *)rc_tagged_object(rc_tagged_slot_borrow(&queue->head, &guard));
        rc_tagged next = rc_tagged_slot_borrow(&first->next, &guard);
        if (rc_tagged_tag(next) != 0)
            continue; /* taken out meanwhile */
        rc_queue_node *node = (rc_queue_node *)rc_tagged_object(next);
        if (node == NULL)
            break; /* the last one, which nobody takes out */
        if (rc_slot_holds(&queue->tail, first)) {
            rc_queue_help(queue, first, next);
        } else if (rc_link_remove(&queue->head, first, &first->next, next)) {
            /* first was the head until now: so its link was not stale, and the node is alive. */
            object = node->object;
            node->object = NULL;
            break;
        }
    }
    rc_guard_exit(guard);
    return object;
}

/*
 * Takes out and releases all that is in it at some moment, or comes while it does: for the clear of such a type.
 * Ordering: as rc_queue_dequeue. Precondition: rc_queue_init has succeeded. Progress: lock-free but for destructors, and as long as nobody goes on adding. Errors: none.
 */
static inline void rc_queue_clear(rc_queue *queue)
{
    void *object;
    while ((object = rc_queue_dequeue(queue)) != NULL)
        rc_release(object);
}

/*
 * Reports the queue's references to a collector, once each: for the traverse of a type whose objects have a queue
 * (gc/cycles.h). Zeroed memory has none. As rc_stack_visit.
 * Precondition: that of traverse, as the collector keeps it: nobody changes the queue meanwhile. Ordering: none.
 * Progress: wait-free. Errors: none.
 */
static inline void rc_queue_visit(const rc_queue *queue, rc_visit *visit, void *arg)
{
    rc_links_visit(&queue->head, offsetof(rc_queue_node, object), visit, arg);
}

#endif
