/*
 * list-insert-remove: T1 inserts behind a node that T2 removes; list-borrow-remove: T1 looks for what T2 removes;
 * list-insert-same, list-remove-twice: both do the same with one key; list-borrow-behind: T1 looks behind a node that
 * T2 removes, for what T3 removes.
 *
 * Hunts: a removal in one step, which loses what is inserted behind; a walk that follows the link of what was
 * removed; an insertion that fails and gives up what it never had. The bugs: T1 inserts what is there already; T1 keeps
 * what it has borrowed; who comes second forgets its object, or
 * believes to have been the first.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_sorted_list list;
    void *object;
    bool inserted, removed[2];
} l;

static void list_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    gc->sorted_list_init(&l.list);
    bool done = gc->sorted_list_insert(&l.list, 1, node_new(&leaf_type, 1));
    model_assert(done);
    l.object = node_new(&leaf_type, 1);
}

static void list_finish(unsigned thread)
{
    if (thread == 1)
        return;
    model_assert(!gc->sorted_list_contains(&l.list, 1));
    model_assert(gc->sorted_list_contains(&l.list, 2) == l.inserted);
    if (!l.inserted)
        rc->release(l.object);
    gc->sorted_list_destroy(&l.list);
}

static void insert_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        l.inserted = gc->sorted_list_insert(&l.list, wrong ? 1 : 2, l.object);
        model_assert(l.inserted);
        return;
    }
    bool done = gc->sorted_list_remove(&l.list, 1);
    model_assert(done);
    gc->reclaim_drain();
}

MODEL_TWINS(insert, "list-insert-remove", "an insertion behind a node that is removed",
            .bound = "2 threads: 1 insert; 1 remove, 1 drain", .room = "slot", .stale = 1,
            .scheme = "model", .backends = "atomic", .shares = true, .threads = 2,
            .prepare = list_prepare, .finish = list_finish);

static void get_act(unsigned thread, bool wrong)
{
    if (thread == 1) {
        bool done = gc->sorted_list_remove(&l.list, 1);
        model_assert(done);
        gc->reclaim_drain();
        return;
    }
    rc_guard guard = gc->guard_enter();
    void *object = gc->sorted_list_borrow(&l.list, 1, &guard);
    if (wrong)
        gc->guard_exit(guard);
    slot_use(object, 0);
    if (!wrong)
        gc->guard_exit(guard);
}

MODEL_TWINS(get, "list-borrow-remove", "a look at an object that is removed",
            .bound = "2 threads: 1 guard with 1 borrow; 1 remove, 1 drain", .room = "slot",
            .stale = 1, .scheme = "model", .backends = "atomic", .shares = true, .threads = 2,
            .prepare = list_prepare, .finish = list_finish);

static void same_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    gc->sorted_list_init(&l.list);
    bool done = gc->sorted_list_insert(&l.list, 5, node_new(&leaf_type, 1));
    model_assert(done);
}

static void same_act(unsigned thread, bool wrong)
{
    (void)thread;
    void *object = node_new(&leaf_type, 1);
    bool done = gc->sorted_list_insert(&l.list, 1, object);
    if (!done && !wrong)
        rc->release(object);
}

static void same_finish(unsigned thread)
{
    if (thread == 1)
        return;
    model_assert(gc->sorted_list_contains(&l.list, 1));
    model_assert(gc->sorted_list_contains(&l.list, 5));
    gc->sorted_list_destroy(&l.list);
}

MODEL_TWINS(same, "list-insert-same", "two insertions of one key in front of another one",
            .bound = "2 threads: 1 insert each", .uses = MODEL_RETAIN | MODEL_RELEASE,
            .room = "slot", .stale = 1, .scheme = "model", .backends = "atomic", .shares = true,
            .threads = 2, .prepare = same_prepare, .finish = same_finish);

static void next_prepare(unsigned thread)
{
    node_attach();
    if (thread > 0)
        return;
    gc->sorted_list_init(&l.list);
    for (uint64_t key = 1; key <= 2; key++) {
        bool done = gc->sorted_list_insert(&l.list, key, node_new(&leaf_type, 1));
        model_assert(done);
    }
}

static void next_act(unsigned thread, bool wrong)
{
    if (thread == 0) {
        rc_guard guard = gc->guard_enter();
        void *object = gc->sorted_list_borrow(&l.list, 2, &guard);
        if (wrong)
            gc->guard_exit(guard);
        slot_use(object, 0);
        if (!wrong)
            gc->guard_exit(guard);
        return;
    }
    bool done = gc->sorted_list_remove(&l.list, thread);
    model_assert(done);
    gc->reclaim_drain();
}

static void next_finish(unsigned thread)
{
    if (thread == 0)
        gc->sorted_list_destroy(&l.list);
}

MODEL_TWINS(next, "list-borrow-behind",
            "a look at an object that is removed, behind one that is removed",
            .bound = "3 threads: 1 guard with 1 borrow; 1 remove, 1 drain each", .room = "slot",
            .stale = 1, .scheme = "model", .backends = "atomic", .sampled = "atomic",
            .preemptions = 2, .shares = true, .slow = true, .threads = 3, .prepare = next_prepare,
            .finish = next_finish);

static void twice_prepare(unsigned thread)
{
    same_prepare(thread);
    if (thread == 0) {
        bool done = gc->sorted_list_insert(&l.list, 1, node_new(&leaf_type, 1));
        model_assert(done);
    }
}

static void twice_act(unsigned thread, bool wrong)
{
    l.removed[thread] = gc->sorted_list_remove(&l.list, 1) || wrong;
}

static void twice_finish(unsigned thread)
{
    if (thread == 1)
        return;
    model_assert(l.removed[0] != l.removed[1]);
    gc->sorted_list_destroy(&l.list);
}

MODEL_TWINS(twice, "list-remove-twice", "of two removals of one key one succeeds",
            .bound = "2 threads: 1 remove each", .uses = MODEL_RETAIN | MODEL_RELEASE,
            .room = "slot", .stale = 1, .scheme = "model", .backends = "atomic", .shares = true,
            .threads = 2, .prepare = twice_prepare, .finish = twice_finish);
