/*
 * ledger.c: see ledger.h.
 *
 * relaxed, everywhere here: see the essay there.
 */
#include "stress/oracles/ledger.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"
#include "stress/schedule/points.h"

#include <inttypes.h>

#define STAMP UINT64_C(0x5ca1ab1e0b1ec7ed)

static uint64_t stamp_of(const stress_subject *subject)
{
    return STAMP ^ (uint64_t)(uintptr_t)subject;
}

static void book(stress_subject *subject, unsigned place, int64_t amount)
{
    _Atomic int64_t *held = &subject->cell[place].held;
    rc_store_relaxed(held, rc_load_relaxed(held) + amount);
}

int64_t stress_held_by(const stress_subject *subject, unsigned place)
{
    return rc_load_relaxed(&subject->cell[place].held);
}

int64_t stress_held(const stress_subject *subject)
{
    int64_t sum = rc_load_relaxed(&subject->linked);
    for (unsigned i = 0; i < STRESS_SELVES; i++)
        sum += stress_held_by(subject, i);
    return sum;
}

bool stress_destroyed(const stress_subject *subject)
{
    return rc_load_relaxed(&subject->destroyed) != 0;
}

bool stress_overdue(const stress_subject *subject)
{
    return rc_load_relaxed(&subject->made) != 0 && !stress_destroyed(subject) &&
           stress_held(subject) == 0 && !rc_load_relaxed(&subject->immortal);
}

/* ------------------------------------------------------------------------ ends, as they happen */

stress_subject *stress_subject_of(const void *object)
{
    const stress_node *node = object;
    return node->stamp == stamp_of(node->subject) ? node->subject : NULL;
}

static stress_subject *subject_of(const stress_node *node, const char *event)
{
    stress_subject *subject = stress_subject_of(node);
    if (subject != NULL)
        return subject;
    stress_fault(STRESS_USE_AFTER_FREE, "%s ran on memory that was freed", event);
    return NULL;
}

/* True while one of the ledger's objects is ending on this thread. */
static _Thread_local bool ending;

/* An end inside another one: then a chain of objects needs stack, and each works on a half-dead one. */
static void begin_end(const char *event)
{
    if (ending)
        stress_fault(STRESS_CONTRACT, "%s ran inside the end of another object", event);
    ending = true;
}

static void release_edge(const stress_subject *subject, stress_node *node, unsigned edge)
{
    stress_node *target = node->edge[edge];
    node->edge[edge] = NULL;
    if (target == NULL)
        return;
    stress_subject *other = subject_of(target, "an edge's end");
    if (other == NULL)
        return;
    rc_fetch_sub_relaxed(&other->linked, 1);
    subject->ops->release(target);
}

static void destroy(void *object)
{
    stress_node *node = object;
    stress_subject *subject = subject_of(node, "destroy");
    if (subject == NULL)
        return;
    begin_end("destroy");
    int64_t held = stress_held(subject);
    if (rc_fetch_add_relaxed(&subject->destroyed, 1) != 0)
        stress_fault(STRESS_DOUBLE_FREE, "destroyed twice, by %s", stress_self_name(stress_self()));
    else if (rc_load_relaxed(&subject->immortal))
        stress_fault(STRESS_PREMATURE_FREE, "an immortal object was destroyed");
    else if (held > 0)
        stress_fault(STRESS_PREMATURE_FREE, "destroyed by %s with %" PRId64 " references left",
                     stress_self_name(stress_self()), held);
    for (unsigned i = 0; i < STRESS_SELVES; i++)
        node->touched[i] = 0;
    for (unsigned i = 0; i < 2; i++)
        release_edge(subject, node, i);
    ending = false;
}

static void traverse(void *object, rc_visit *visit, void *arg)
{
    stress_node *node = object;
    for (unsigned i = 0; i < 2; i++) {
        if (node->edge[i] != NULL)
            visit(node->edge[i], arg);
    }
}

/* Each edge becomes the calling thread's reference for a moment, and is given up. */
static void clear(void *object)
{
    stress_node *node = object;
    stress_subject *subject = subject_of(node, "clear");
    if (subject != NULL)
        rc_fetch_add_relaxed(&subject->cleared, 1);
    for (unsigned i = 0; subject != NULL && i < 2; i++)
        release_edge(subject, node, i);
}

static void finalize(void *object)
{
    stress_node *node = object;
    stress_subject *subject = subject_of(node, "finalize");
    if (subject == NULL)
        return;
    begin_end("finalize");
    bool first = rc_fetch_add_relaxed(&subject->finalized, 1) == 0;
    if (!first)
        stress_fault(STRESS_DOUBLE_FREE, "finalized twice");
    /* What is collected is referred to by what is collected with it. */
    bool knot = subject->ops->type_of(object)->traverse != NULL;
    if (stress_held(subject) > (knot ? rc_load_relaxed(&subject->linked) : 0) && !subject->tried)
        stress_fault(STRESS_PREMATURE_FREE, "finalized with references left");
    if (rc_load_relaxed(&subject->cleared) != 0)
        stress_fault(STRESS_CONTRACT, "finalized after it was cleared");
    stress_point("finalize");
    if (subject->rises && first) {
        subject->ops->retain(object);
        book(subject, stress_self(), 1);
        if (subject->risen != NULL)
            subject->risen(subject);
    }
    ending = false;
}

const rc_type stress_node_type = {.name = "node", .size = sizeof(stress_node), .destroy = destroy};
const rc_type stress_phoenix_type = {
    .name = "phoenix", .size = sizeof(stress_node), .destroy = destroy, .finalize = finalize};
const rc_type stress_knot_type = {.name = "knot",
                                  .size = sizeof(stress_node),
                                  .destroy = destroy,
                                  .traverse = traverse,
                                  .clear = clear,
                                  .finalize = finalize};

/* ---------------------------------------------------------------------------------- operations */

static void begin(const char *operation)
{
    stress_self_begins(operation);
    stress_point(operation);
}

bool stress_try_make(stress_stage *stage, stress_subject *subject, const rc_type *type)
{
    stress_self_begins("new");
    subject->ops = stage->ops;
    stress_node *node = stage->ops->new (type);
    if (node != NULL) {
        node->subject = subject;
        node->stamp = stamp_of(subject);
        subject->object = node;
        rc_store_relaxed(&subject->made, 1);
        book(subject, stress_self(), 1);
    }
    stress_self_ends();
    return node != NULL;
}

void stress_make(stress_stage *stage, stress_subject *subject, const rc_type *type)
{
    if (!stress_try_make(stage, subject, type))
        rc_cli_fail("no memory for an object");
}

void stress_retain(stress_stage *stage, stress_subject *subject)
{
    begin("rc_retain");
    if (!stress_destroyed(subject)) {
        stage->ops->retain(subject->object);
        book(subject, stress_self(), 1);
    }
    stress_self_ends();
}

void stress_release(stress_stage *stage, stress_subject *subject)
{
    begin("rc_release");
    book(subject, stress_self(), -1);
    if (!stress_destroyed(subject))
        stage->ops->release(subject->object);
    stress_self_ends();
}

static void check_revived(const stress_subject *subject, const char *how)
{
    if (stress_destroyed(subject))
        stress_fault(STRESS_USE_AFTER_FREE, "%s gave %s a destroyed object", how,
                     stress_self_name(stress_self()));
}

bool stress_try_retain(stress_stage *stage, stress_subject *subject)
{
    begin("rc_try_retain");
    bool alive = stage->ops->try_retain(subject->object);
    if (alive) {
        check_revived(subject, "rc_try_retain");
        book(subject, stress_self(), 1);
    }
    stress_self_ends();
    return alive;
}

bool stress_upgrade(stress_stage *stage, stress_subject *subject, rc_weak *weak)
{
    begin("rc_weak_upgrade");
    void *strong = stage->ops->weak_upgrade(weak);
    if (strong != NULL) {
        check_revived(subject, "rc_weak_upgrade");
        book(subject, stress_self(), 1);
        if (strong != subject->object)
            stress_fault(STRESS_USE_AFTER_FREE, "rc_weak_upgrade gave another object");
    }
    stress_self_ends();
    return strong != NULL;
}

void stress_make_immortal(stress_stage *stage, stress_subject *subject)
{
    begin("rc_make_immortal");
    rc_store_relaxed(&subject->immortal, true);
    stage->ops->make_immortal(subject->object);
    stress_self_ends();
}

void stress_use(stress_stage *stage, stress_subject *subject)
{
    (void)stage;
    begin("use");
    if (!stress_destroyed(subject)) {
        stress_node *node = subject->object;
        if (node->stamp != stamp_of(subject))
            stress_fault(STRESS_USE_AFTER_FREE, "%s holds a reference to memory that was freed",
                         stress_self_name(stress_self()));
        else
            node->touched[stress_self()]++;
    }
    stress_self_ends();
}

/* ------------------------------------------------------------------------- moving references */

void stress_hand_over(stress_subject *subject, unsigned from, unsigned to)
{
    book(subject, from, -1);
    book(subject, to, 1);
}

void stress_hand_out(stress_subject *subject)
{
    book(subject, stress_self(), -1);
}

void stress_hand_in(stress_subject *subject)
{
    book(subject, stress_self(), 1);
}

void stress_link(stress_stage *stage, stress_subject *owner, unsigned edge, stress_subject *target)
{
    (void)stage;
    ((stress_node *)owner->object)->edge[edge] = target->object;
    book(target, stress_self(), -1);
    rc_fetch_add_relaxed(&target->linked, 1);
}

void stress_unlink(stress_stage *stage, stress_subject *owner, unsigned edge,
                   stress_subject *target)
{
    (void)stage;
    ((stress_node *)owner->object)->edge[edge] = NULL;
    rc_fetch_sub_relaxed(&target->linked, 1);
    book(target, stress_self(), 1);
}

void stress_give_back(stress_stage *stage, stress_subject *subject, unsigned holder)
{
    if (holder != stress_self()) {
        book(subject, stress_self(), stress_held_by(subject, holder));
        book(subject, holder, -stress_held_by(subject, holder));
    }
    while (stress_held_by(subject, stress_self()) > 0) {
        /* Else another thread may have taken one off the books that it is only about to give back. */
        if (stage->alone && stress_held(subject) == 1)
            stress_check_last(stage, subject);
        stress_release(stage, subject);
    }
}

/* --------------------------------------------------------------------------------------- at rest */

void stress_check_count(stress_stage *stage, stress_subject *subject)
{
    int64_t held = stress_held(subject);
    if (held <= 0 || rc_load_relaxed(&subject->made) == 0 || stress_destroyed(subject))
        return;
    uint64_t count = stage->ops->count(subject->object);
    bool immortal = rc_load_relaxed(&subject->immortal);
    if (immortal ? count != RC_IMMORTAL : count != (uint64_t)held)
        stress_fault(STRESS_LOST_UPDATE,
                     "at rest the count is %" PRIu64 ", of %" PRId64 " references", count, held);
}

void stress_check_last(stress_stage *stage, stress_subject *subject)
{
    /* A reference that waits in an owner's queue is counted until the owner's safepoint. */
    if (stage->ops->get_backend()->deferred_death || rc_load_relaxed(&subject->immortal) ||
        stress_destroyed(subject))
        return;
    uint64_t count = stage->ops->count(subject->object);
    if (count != 1)
        stress_fault(STRESS_FINAL_COUNT, "the count is %" PRIu64 " with one reference left", count);
}
