/*
 * legal.c: which operations the contracts allow, and what is left to do at the end.
 */
#include "stress/sequences/model.h"

/* Enough for any path, and few enough for an end in time. */
#define MOST_NESTED 4u
#define MOST_HELD (UINT64_C(3) * STRESS_SEQ_MANY)

/* Attached, and not in a blocking region. */
static bool may_touch(const stress_seq_model_thread *t)
{
    return !t->started || (t->attached > 0 && t->blocked == 0);
}

/* Is `to` the object `from`, or owned by it, directly or not? Links make no cycle, so this ends. */
static bool reaches(const stress_seq_model *m, unsigned from, unsigned to)
{
    if (from == to)
        return true;
    for (int i = 0; i < 2; i++) {
        int child = m->object[from].child[i];
        if (child >= 0 && reaches(m, (unsigned)child, to))
            return true;
    }
    return false;
}

static bool may_link(const stress_seq_model *m, stress_seq_op op)
{
    const stress_seq_model_object *node = &m->object[op.object], *child = &m->object[op.other];
    return stress_seq_model_usable(node) && stress_seq_model_is_node(node->type) &&
           (node->child[0] < 0 || node->child[1] < 0) && child->type != STRESS_SEQ_COUNTER &&
           m->thread[op.thread].held[op.other] > 0 && !reaches(m, op.other, op.object);
}

static bool may_unlink(const stress_seq_model *m, stress_seq_op op)
{
    const stress_seq_model_object *node = &m->object[op.object];
    return stress_seq_model_usable(node) &&
           (node->child[0] == (int)op.other || node->child[1] == (int)op.other);
}

/* What is done to an object, by a thread that may touch objects. */
static bool may_use(const stress_seq_model *m, stress_seq_op op)
{
    const stress_seq_model_object *o = &m->object[op.object];
    uint64_t held = m->thread[op.thread].held[op.object];
    bool usable = stress_seq_model_usable(o);
    bool counter = o->type == STRESS_SEQ_COUNTER;
    switch ((stress_seq_kind)op.kind) {
    case STRESS_SEQ_NEW:
        return o->life != STRESS_SEQ_ALIVE;
    case STRESS_SEQ_RETAIN: /* also with a copy of another holder's reference, which lives on */
    case STRESS_SEQ_RETAIN_MANY:
        return usable && held < MOST_HELD;
    case STRESS_SEQ_TRY_RETAIN: /* the memory must be readable, and a counter's always is */
        return (usable || (counter && o->life != STRESS_SEQ_UNBORN)) && held < MOST_HELD;
    case STRESS_SEQ_COUNT:
        return usable || (counter && o->life != STRESS_SEQ_UNBORN);
    case STRESS_SEQ_RELEASE:
    case STRESS_SEQ_RELEASE_ALL:
    case STRESS_SEQ_ENABLE:
    case STRESS_SEQ_IS_UNIQUE:
    case STRESS_SEQ_IMMORTAL:
        return held > 0;
    case STRESS_SEQ_TYPE_OF:
        return held > 0 && !counter;
    case STRESS_SEQ_WEAK_NEW:
        return held > 0 && !counter && !m->weak[op.other].exists;
    case STRESS_SEQ_LINK:
        return may_link(m, op);
    case STRESS_SEQ_UNLINK:
        return may_unlink(m, op);
    default:
        return false;
    }
}

bool stress_seq_model_legal(const stress_seq_model *m, stress_seq_op op)
{
    const stress_seq_model_thread *t = &m->thread[op.thread];
    switch ((stress_seq_kind)op.kind) {
    case STRESS_SEQ_GIVE: /* no call of the library, so from whatever state to whatever state */
        return t->held[op.object] > 0 && op.other != op.thread;
    case STRESS_SEQ_UPGRADE:
    case STRESS_SEQ_WEAK_FREE:
        return may_touch(t) && m->weak[op.other].exists;
    case STRESS_SEQ_ATTACH: /* a hollow region has its end before */
        return t->blocked == 0 && t->hollow == 0 && t->attached < MOST_NESTED;
    case STRESS_SEQ_DETACH:
        return t->started ? t->attached > 0 && t->blocked == 0 : true;
    case STRESS_SEQ_POLL:
        return true;
    case STRESS_SEQ_BLOCK_BEGIN:
        return t->blocked + t->hollow < MOST_NESTED;
    case STRESS_SEQ_BLOCK_END:
        return t->blocked + t->hollow > 0;
    case STRESS_SEQ_EXIT:
        return t->started;
    default:
        return may_touch(t) && may_use(m, op);
    }
}

/* ----------------------------------------------------------------------------------- the end */

/* A reference of the thread's own. */
static bool holds(const stress_seq_model *m, unsigned thread, stress_seq_op *op)
{
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        op->kind = STRESS_SEQ_RELEASE_ALL;
        op->object = (uint8_t)x;
        if (m->thread[thread].held[x] > 0)
            return true;
    }
    return false;
}

/* What any thread may do: weak references, and the children of what never dies, or they would not either. */
static bool common_work(const stress_seq_model *m, stress_seq_op *op)
{
    op->kind = STRESS_SEQ_UNLINK;
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        const stress_seq_model_object *o = &m->object[x];
        int child = o->child[0] >= 0 ? o->child[0] : o->child[1];
        op->object = (uint8_t)x;
        op->other = (uint8_t)child;
        if (o->immortal && child >= 0)
            return true;
    }
    op->kind = STRESS_SEQ_WEAK_FREE;
    for (unsigned w = 0; w < STRESS_SEQ_WEAKS; w++) {
        op->other = (uint8_t)w;
        if (m->weak[w].exists)
            return true;
    }
    return false;
}

/* A death may be waiting for this thread. */
static bool is_awaited(const stress_seq_model *m, const stress_seq_model_thread *t)
{
    for (unsigned x = 0; x < STRESS_SEQ_OBJECTS; x++) {
        const stress_seq_model_object *o = &m->object[x];
        if (o->life == STRESS_SEQ_ALIVE && o->maker == t->identity && o->left > 0)
            return true;
    }
    return false;
}

/* First everybody comes out of his regions, then references go, then who waits gets what is his. */
bool stress_seq_model_closing(const stress_seq_model *m, stress_seq_op *op)
{
    unsigned helper = 0;
    for (unsigned i = STRESS_SEQ_THREADS; i-- > 0;) {
        *op = (stress_seq_op){.kind = STRESS_SEQ_BLOCK_END, .thread = (uint8_t)i};
        if (m->thread[i].blocked + m->thread[i].hollow > 0)
            return true;
        helper = m->thread[i].started ? i : helper;
    }
    for (unsigned i = 0; i < STRESS_SEQ_THREADS; i++) {
        op->thread = (uint8_t)i;
        if (holds(m, i, op) || (i == helper && common_work(m, op))) {
            if (!may_touch(&m->thread[i]))
                op->kind = STRESS_SEQ_ATTACH;
            return true;
        }
    }
    for (unsigned i = 0; i < STRESS_SEQ_THREADS; i++) {
        *op = (stress_seq_op){.kind = STRESS_SEQ_POLL, .thread = (uint8_t)i};
        if (m->thread[i].attached > 0 && is_awaited(m, &m->thread[i]))
            return true;
    }
    for (unsigned i = 0; i < STRESS_SEQ_THREADS; i++) {
        const stress_seq_model_thread *t = &m->thread[i];
        op->kind = t->attached > 0 ? STRESS_SEQ_DETACH : STRESS_SEQ_EXIT;
        op->thread = (uint8_t)i;
        if (t->started)
            return true;
    }
    return false;
}
