/*
 * queue-enqueue-dequeue: one appends, one takes; queue-dequeue-dequeue: two take, from a queue of one.
 *
 * Hunts: a tail that leads to a node which is gone; an object that is taken twice, or lost, or not published. The
 * bugs: the object is used after it was appended; it is taken out by looking only.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_queue queue;
    void *taken[2];
} q;

static void append(void *object)
{
    bool done = gc->queue_enqueue(&q.queue, object);
    model_assert(done);
}

static void queue_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    bool done = gc->queue_init(&q.queue);
    model_assert(done);
    append(node_new(&node_type, 1));
}

static void queue_finish(unsigned thread)
{
    if (thread == 1)
        return;
    model_assert(q.taken[0] == NULL || q.taken[0] != q.taken[1]);
    rc->release(q.taken[0]);
    rc->release(q.taken[1]);
    gc->queue_destroy(&q.queue);
}

static void take(unsigned thread)
{
    q.taken[thread] = gc->queue_dequeue(&q.queue);
    slot_use(q.taken[thread], thread);
}

static void enqueue_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        void *object = node_new(&node_type, 1);
        node_use(object, 0);
        append(object);
        if (wrong)
            node_use(object, 1);
        return;
    }
    take(1);
    rc->release(q.taken[1]);
    take(1);
}

MODEL_TWINS(enqueue, "queue-enqueue-dequeue", "an object is appended while two are taken",
            .bound = "2 threads: 1 enqueue; 2 dequeues, 1 release",
            .uses = MODEL_RETAIN | MODEL_RELEASE, .room = "slot", .stale = 1, .scheme = "model",
            .backends = "atomic", .shares = true, .threads = 2, .prepare = queue_prepare,
            .finish = queue_finish);

static void dequeue_act(unsigned thread, bool wrong)
{
    take(thread);
    if (wrong && q.taken[thread] == NULL)
        node_use(q.taken[1 - thread], thread);
    gc->reclaim_drain();
}

MODEL_TWINS(dequeue, "queue-dequeue-dequeue", "two threads take from a queue of one",
            .bound = "2 threads: 1 dequeue, 1 drain each", .room = "slot", .stale = 1,
            .scheme = "model", .backends = "atomic", .shares = true, .threads = 2,
            .prepare = queue_prepare, .finish = queue_finish);
