/*
 * link-mark-remove: T1 marks an object's link and takes the object out; T2, which still has it, marks it too.
 *
 * Hunts: a removal that loses the mark, so that both believe to have been the first. The bug: T1 marks by a look and a
 * store.
 */
#include "stress/model/programs/slot/slots.h"

typedef struct knot {
    rc_tagged_slot link;
} knot;

static void knot_destroy(void *object)
{
    gc->tagged_slot_drop(&((knot *)object)->link);
}

static const rc_type knot_type = {.name = "knot", .size = sizeof(knot), .destroy = knot_destroy};

MODEL_WORLD struct {
    rc_tagged_slot slot;
    bool first[2];
} k;

static void mark_prepare(unsigned thread)
{
    node_attach();
    if (thread == 1)
        return;
    void *object = node_new(&knot_type, 1);
    gc->tagged_slot_init(&k.slot, object, 0);
    rc->release(object);
}

static rc_tagged mark(rc_tagged_slot *link, bool wrong)
{
    _Atomic(uintptr_t) *word = (_Atomic(uintptr_t) *)&link->word;
    if (!wrong)
        return gc->tagged_slot_fetch_or(link, RC_LINK_MARK);
    uintptr_t before = rc_load_acquire(word);
    rc_store_release(word, before | RC_LINK_MARK);
    return (rc_tagged){before};
}

static void mark_act(unsigned thread, bool wrong)
{
    rc_guard guard = gc->guard_enter();
    knot *object = rc_tagged_object(gc->tagged_slot_borrow(&k.slot, &guard));
    if (object != NULL) {
        rc_tagged before = mark(&object->link, wrong && thread == 0);
        k.first[thread] = (rc_tagged_tag(before) & RC_LINK_MARK) == 0;
        if (thread == 0) {
            bool done =
                gc->link_remove(&k.slot, object, &object->link, rc_tagged_make(NULL, RC_LINK_MARK));
            model_assert(done);
        }
    }
    gc->guard_exit(guard);
}

static void mark_finish(unsigned thread)
{
    if (thread == 0)
        model_assert(k.first[0] != k.first[1]);
}

MODEL_TWINS(mark, "link-mark-remove",
            "of two that mark a link one is the first, though the object is taken out",
            .bound = "2 threads: 1 guard with 1 borrow, 1 mark each; 1 remove", .room = "slot",
            .stale = 1, .scheme = "model", .backends = "atomic", .threads = 2,
            .prepare = mark_prepare, .finish = mark_finish);
