/*
 * references.c: what an operation on an object does to the references, and what it must have said.
 */
#include "stress/sequences/step.h"

#include <inttypes.h>

static bool do_new(stress_seq_step *s)
{
    bool counter = s->op.other == STRESS_SEQ_COUNTER;
    *s->object = (stress_seq_model_object){.type = (stress_seq_type)s->op.other,
                                           .life = STRESS_SEQ_ALIVE,
                                           .maker = s->thread->identity,
                                           .references = 1,
                                           .child = {-1, -1}};
    s->thread->held[s->op.object] = 1;
    s->m->created += !counter;
    s->m->counters += counter;
    s->m->live_bytes += stress_seq_model_size(s->object->type);
    if (!s->seen->yes)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_RESULT, "NULL");
    return s->seen->pristine || stress_seq_deviates(s, STRESS_SEQ_DEVIATION_MEMORY,
                                                    "the payload is not zero or not aligned");
}

static void take(stress_seq_step *s, uint64_t times)
{
    s->object->references += times;
    s->thread->held[s->op.object] += times;
}

static bool do_retain(stress_seq_step *s, uint64_t times)
{
    take(s, times);
    return s->seen->itself ||
           stress_seq_deviates(s, STRESS_SEQ_DEVIATION_RESULT, "not the object itself");
}

static bool do_release(stress_seq_step *s, uint64_t times)
{
    s->thread->held[s->op.object] -= times;
    stress_seq_step_drop(s, s->op.object, times);
    return s->seen->times == times ||
           stress_seq_deviates(s, STRESS_SEQ_DEVIATION_EARLY,
                               "%c ended at release %" PRIu64 " of %" PRIu64,
                               (char)('a' + s->op.object), s->seen->times, times);
}

/* An attempt on an object that may be dead. `exact`: it may not be refused while it lives. */
static bool do_attempt(stress_seq_step *s, bool exact)
{
    bool usable = stress_seq_model_usable(s->object);
    if (s->seen->yes && s->object->life != STRESS_SEQ_ALIVE)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_WOKEN, "a reference to a dead object");
    if (!s->seen->yes && usable && exact)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_ATTEMPT, "refused, though it lives");
    if (s->seen->yes && !s->seen->itself)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_RESULT, "not the object itself");
    if (s->seen->yes)
        take(s, 1);
    return true;
}

static bool do_count(stress_seq_step *s)
{
    const stress_seq_model_object *o = s->object;
    uint64_t seen = s->seen->number;
    if (o->life == STRESS_SEQ_DEAD || o->immortal) {
        uint64_t right = o->life == STRESS_SEQ_DEAD ? 0 : RC_IMMORTAL;
        return seen == right || stress_seq_deviates(s, STRESS_SEQ_DEVIATION_COUNT,
                                                    "%" PRIu64 ", of an object that is %s", seen,
                                                    right == 0 ? "dead" : "immortal");
    }
    uint64_t most = o->references + (s->m->deferred_death ? o->left : 0);
    return (seen >= o->references && seen <= most) ||
           stress_seq_deviates(s, STRESS_SEQ_DEVIATION_COUNT,
                               "%" PRIu64 " instead of %" PRIu64 "%s", seen, o->references,
                               most > o->references ? " or a few more" : "");
}

static bool can_be_found(const stress_seq_step *s)
{
    for (unsigned w = 0; w < STRESS_SEQ_WEAKS; w++) {
        const stress_seq_model_weak *weak = &s->m->weak[w];
        if (weak->exists && !weak->ended && weak->object == s->op.object)
            return true;
    }
    return s->object->findable;
}

static bool do_is_unique(stress_seq_step *s)
{
    const stress_seq_model_object *o = s->object;
    if (s->seen->yes && o->references != 1)
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_UNIQUE,
                                   "yes, with %" PRIu64 " references", o->references);
    if (s->seen->yes && can_be_found(s))
        return stress_seq_deviates(s, STRESS_SEQ_DEVIATION_UNIQUE, "yes, though it can be found");
    bool may_say_no = o->references != 1 || o->findable || o->had_weak || o->immortal ||
                      o->wandered || o->left > 0;
    return s->seen->yes || may_say_no ||
           stress_seq_deviates(s, STRESS_SEQ_DEVIATION_UNIQUE,
                               "no, to the only user there ever was");
}

/* One of the node's places changes from `old` to `new`, of which one is the child and one is none. */
static bool move(stress_seq_step *s, int old, int new)
{
    int *child = s->object->child;
    child[child[0] == old ? 0 : 1] = new;
    s->thread->held[s->op.other] += new < 0 ? 1 : UINT64_MAX;
    return true;
}

static bool do_type_of(stress_seq_step *s)
{
    return s->seen->itself || stress_seq_deviates(s, STRESS_SEQ_DEVIATION_RESULT, "another type");
}

static bool do_weak_new(stress_seq_step *s)
{
    s->m->weak[s->op.other] = (stress_seq_model_weak){.exists = true, .object = s->op.object};
    s->object->had_weak = true;
    return s->seen->yes || stress_seq_deviates(s, STRESS_SEQ_DEVIATION_RESULT, "NULL");
}

static bool do_upgrade(stress_seq_step *s)
{
    const stress_seq_model_weak *weak = &s->m->weak[s->op.other];
    if (weak->ended)
        return !s->seen->yes ||
               stress_seq_deviates(s, STRESS_SEQ_DEVIATION_WOKEN, "a reference to a dead object");
    return do_attempt(s, true);
}

bool stress_seq_step_references(stress_seq_step *s)
{
    switch ((stress_seq_kind)s->op.kind) {
    case STRESS_SEQ_NEW:
        return do_new(s);
    case STRESS_SEQ_RETAIN:
        return do_retain(s, 1);
    case STRESS_SEQ_RETAIN_MANY:
        return do_retain(s, STRESS_SEQ_MANY);
    case STRESS_SEQ_RELEASE:
        return do_release(s, 1);
    case STRESS_SEQ_RELEASE_ALL:
        return do_release(s, s->thread->held[s->op.object]);
    case STRESS_SEQ_TRY_RETAIN:
        return do_attempt(s, s->object->exact || !s->m->deferred_death);
    case STRESS_SEQ_ENABLE:
        s->object->exact = s->object->findable = true;
        return true;
    case STRESS_SEQ_IS_UNIQUE:
        return do_is_unique(s);
    case STRESS_SEQ_COUNT:
        return do_count(s);
    case STRESS_SEQ_TYPE_OF:
        return do_type_of(s);
    case STRESS_SEQ_IMMORTAL:
        s->object->immortal = true;
        return true;
    case STRESS_SEQ_LINK:
        return move(s, -1, s->op.other);
    case STRESS_SEQ_UNLINK:
        return move(s, s->op.other, -1);
    case STRESS_SEQ_WEAK_NEW:
        return do_weak_new(s);
    default:
        return do_upgrade(s);
    }
}
