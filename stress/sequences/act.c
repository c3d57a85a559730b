/*
 * act.c: the calls of the library that an operation is.
 */
#include "stress/sequences/player.h"

#include <stdalign.h>
#include <string.h>

/* -------------------------------------------------------------------------------- payloads */

/* The bytes of an object's payload tell whose it is. */
static bool is_filled(const unsigned char *payload, size_t size, int byte)
{
    for (size_t i = 0; i < size; i++) {
        if (payload[i] != byte)
            return false;
    }
    return true;
}

static int filling(unsigned object)
{
    return 0x51 + (int)object;
}

unsigned stress_seq_act_damaged(const stress_seq_player *p)
{
    unsigned damaged = 0;
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        const stress_seq_model_object *o = &p->model.object[x];
        size_t size = stress_seq_model_size(o->type);
        if (stress_seq_model_usable(o) && !is_filled(p->slot[x].object, size, filling(x)))
            damaged |= 1u << x;
    }
    return damaged;
}

/* --------------------------------------------------------------------------------- operations */

/* An address that had another name is the new object's alone. */
static void rename_address(stress_seq_player *p, const stress_seq_slot *slot)
{
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        stress_seq_slot *other = &p->slot[x];
        if (other != slot && other->object == slot->object &&
            !stress_seq_model_usable(&p->model.object[x]))
            other->object = NULL;
    }
}

static void act_new(stress_seq_player *p, stress_seq_slot *slot)
{
    stress_seq_type type = (stress_seq_type)p->op.other;
    size_t size = stress_seq_model_size(type);
    rc_counter *counter = &p->counter[p->op.object];
    if (type == STRESS_SEQ_COUNTER) {
        if (slot->counter)
            p->ops->counter_destroy(counter);
        p->ops->counter_init(counter);
        *slot = (stress_seq_slot){.object = counter, .counter = true};
        p->seen.yes = p->seen.pristine = true;
        return;
    }
    slot->object = type == STRESS_SEQ_SIZED ? p->ops->new_sized(&stress_seq_act_types[type], size)
                                            : p->ops->new (&stress_seq_act_types[type]);
    slot->ended = false;
    p->seen.yes = slot->object != NULL;
    if (!p->seen.yes)
        return;
    rename_address(p, slot);
    p->seen.pristine =
        (uintptr_t)slot->object % alignof(max_align_t) == 0 && is_filled(slot->object, size, 0);
    memset(slot->object, filling(p->op.object), size);
}

static void act_counter(stress_seq_player *p, stress_seq_kind kind, rc_counter *counter)
{
    const rc_ops *ops = p->ops;
    stress_seq_seen *seen = &p->seen;
    seen->itself = true;
    switch (kind) {
    case STRESS_SEQ_RETAIN:
        ops->counter_retain(counter);
        break;
    case STRESS_SEQ_RELEASE:
        ops->counter_release(counter, stress_seq_act_dispose);
        break;
    case STRESS_SEQ_TRY_RETAIN:
        seen->yes = ops->counter_try_retain(counter);
        break;
    case STRESS_SEQ_ENABLE:
        ops->counter_enable_try_retain(counter);
        break;
    case STRESS_SEQ_IS_UNIQUE:
        seen->yes = ops->counter_is_unique(counter);
        break;
    case STRESS_SEQ_COUNT:
        seen->number = ops->counter_read(counter);
        break;
    default:
        ops->counter_make_immortal(counter);
        break;
    }
}

static void act_object(stress_seq_player *p, stress_seq_kind kind, void *object)
{
    const rc_ops *ops = p->ops;
    stress_seq_seen *seen = &p->seen;
    switch (kind) {
    case STRESS_SEQ_RETAIN:
        seen->itself = ops->retain(object) == object;
        break;
    case STRESS_SEQ_RELEASE:
        ops->release(object);
        break;
    case STRESS_SEQ_TRY_RETAIN:
        seen->yes = ops->try_retain(object);
        seen->itself = true;
        break;
    case STRESS_SEQ_ENABLE:
        ops->enable_try_retain(object);
        break;
    case STRESS_SEQ_IS_UNIQUE:
        seen->yes = ops->is_unique(object);
        break;
    case STRESS_SEQ_COUNT:
        seen->number = ops->count(object);
        break;
    case STRESS_SEQ_TYPE_OF:
        seen->itself =
            ops->type_of(object) == &stress_seq_act_types[p->model.object[p->op.object].type];
        break;
    default:
        ops->make_immortal(object);
        break;
    }
}

static void act_once(stress_seq_player *p, stress_seq_kind kind)
{
    if (p->model.object[p->op.object].type == STRESS_SEQ_COUNTER)
        act_counter(p, kind, &p->counter[p->op.object]);
    else
        act_object(p, kind, p->slot[p->op.object].object);
}

/* As long as nothing ends: then the object is not there any more. */
static void act_often(stress_seq_player *p, stress_seq_kind kind, uint64_t times)
{
    bool itself = true;
    for (; p->seen.times < times && p->seen.events == 0; p->seen.times++) {
        act_once(p, kind);
        itself &= p->seen.itself;
    }
    p->seen.itself = itself;
}

static void act_upgrade(stress_seq_player *p, unsigned weak)
{
    void *object = p->ops->weak_upgrade(p->weak[weak]);
    p->seen.yes = object != NULL;
    p->seen.itself = object == p->slot[p->model.weak[weak].object].object;
}

void stress_seq_act(stress_seq_player *p)
{
    const rc_ops *ops = p->ops;
    stress_seq_op op = p->op;
    switch ((stress_seq_kind)op.kind) {
    case STRESS_SEQ_NEW:
        act_new(p, &p->slot[op.object]);
        break;
    case STRESS_SEQ_RELEASE:
        act_often(p, STRESS_SEQ_RELEASE, 1);
        break;
    case STRESS_SEQ_RETAIN_MANY:
        act_often(p, STRESS_SEQ_RETAIN, STRESS_SEQ_MANY);
        break;
    case STRESS_SEQ_RELEASE_ALL:
        act_often(p, STRESS_SEQ_RELEASE, p->model.thread[op.thread].held[op.object]);
        break;
    case STRESS_SEQ_GIVE:
    case STRESS_SEQ_LINK:
    case STRESS_SEQ_UNLINK:
    case STRESS_SEQ_EXIT:
        break;
    case STRESS_SEQ_WEAK_NEW:
        p->weak[op.other] = ops->weak_new(p->slot[op.object].object);
        p->seen.yes = p->weak[op.other] != NULL;
        break;
    case STRESS_SEQ_UPGRADE:
        act_upgrade(p, op.other);
        break;
    case STRESS_SEQ_WEAK_FREE:
        ops->weak_free(p->weak[op.other]);
        break;
    case STRESS_SEQ_ATTACH:
        p->seen.yes = ops->thread_attach() == 0;
        break;
    case STRESS_SEQ_DETACH:
        ops->thread_detach();
        break;
    case STRESS_SEQ_POLL:
        ops->thread_poll();
        break;
    case STRESS_SEQ_BLOCK_BEGIN:
        ops->thread_block_begin();
        break;
    case STRESS_SEQ_BLOCK_END:
        ops->thread_block_end();
        break;
    default:
        act_once(p, (stress_seq_kind)op.kind);
        break;
    }
}
