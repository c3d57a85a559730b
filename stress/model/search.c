/*
 * search.c: all executions of a program, one after the other.
 *
 * An execution is a list of decisions: which thread takes the next step, and which of several outcomes a step
 * has. The list is kept; the next execution repeats it up to the last decision that has an alternative left,
 * and goes on from there in its own way. Which threads are alternatives says reduce.c; in a bounded search
 * every thread is, while preemptions are left; in a search without reduction every thread always is.
 */
#include "stress/model/search.h"

#include "stress/model/modification.h"
#include "stress/model/random.h"
#include "stress/model/trace.h"

#include "refcount/tool/cli.h"

#include <string.h>

model_setup model_config = {.suspended = -1, .depth = 3, .preemptions = 2, .seed = 1};
model_node model_nodes[MODEL_NODES];
model_decisions model_decided;
void (*model_on_outcome)(const char *said);

static unsigned nodes, position, fresh; /* decisions kept; reached; the first one that is new */
static unsigned asleep;                 /* set of threads */
static unsigned last, preemptions; /* the thread of the last step; how often it was interrupted */
static const model_decisions *recorded; /* in a replay */
static unsigned longest;                /* steps of an execution so far */

/* ------------------------------------------------------------------------------------- decisions */

static void decide(unsigned decision)
{
    if (model_decided.count < MODEL_NODES)
        model_decided.decision[model_decided.count++] = (uint8_t)decision;
}

static model_node *add_node(bool schedule)
{
    if (nodes == MODEL_NODES) {
        model_report(MODEL_TOO_LARGE, 0, 0, "too many decisions");
        model_leave(MODEL_FAULT);
    }
    model_node *n = &model_nodes[nodes++];
    *n = (model_node){.schedule = schedule};
    position = nodes;
    return n;
}

/* The program under test depends on something else than its decisions: nothing could be concluded. */
static void diverged(void)
{
    rc_cli_fail("%s: an execution cannot be repeated: decision %u is another one now",
                model.program->name, position);
}

unsigned model_pick(unsigned count)
{
    unsigned chosen = 0;
    if (count <= 1)
        return 0;
    if (model_config.mode == MODEL_RANDOM) {
        chosen = model_random_draw(2) == 0
                     ? 0
                     : model_random_draw(count); /* the newest store half of the time */
    } else if (model_config.mode == MODEL_REPLAY) {
        if (position < recorded->count && (recorded->decision[position] & MODEL_CHOICE) != 0)
            chosen = recorded->decision[position++] & ~(unsigned)MODEL_CHOICE;
        chosen = chosen < count ? chosen : 0;
    } else if (position < nodes) {
        model_node *n = &model_nodes[position++];
        if (n->schedule || n->count != count)
            diverged();
        chosen = n->chosen;
    } else {
        add_node(false)->count = (uint8_t)count;
    }
    decide(MODEL_CHOICE | chosen);
    return chosen;
}

/* The thread of a node that is new. */
static unsigned new_choice(unsigned enabled, unsigned sleeping)
{
    unsigned can = enabled & ~sleeping;
    bool exhausted = model_config.mode == MODEL_BOUNDED &&
                     preemptions >= model_config.preemptions && (enabled >> last & 1) != 0;
    unsigned thread = can >> last & 1 ? last : (unsigned)__builtin_ctz(can);
    model_node *n = add_node(true);
    bool reduced = model_config.mode == MODEL_EXHAUSTIVE && !model_config.plain_dfs;
    n->enabled = (uint8_t)enabled;
    n->sleep = (uint8_t)sleeping;
    n->chosen = (uint8_t)thread;
    n->done = (uint8_t)(1u << thread);
    n->backtrack = reduced || exhausted ? n->done : n->enabled;
    return thread;
}

/* Those that stay asleep when `thread` takes its step. */
static unsigned still_asleep(unsigned sleeping, unsigned thread)
{
    unsigned stay = 0;
    for (unsigned t = 0; t < model.threads; t++) {
        if ((sleeping >> t & 1) && t != thread &&
            model_stays_asleep(&model.thread[t].op, &model.thread[thread].op))
            stay |= 1u << t;
    }
    return stay;
}

static unsigned search_thread(unsigned enabled)
{
    bool reduced = model_config.mode == MODEL_EXHAUSTIVE && !model_config.plain_dfs;
    unsigned thread, sleeping = reduced ? asleep : 0, node = position;
    if (position < nodes) {
        model_node *n = &model_nodes[position++];
        if (!n->schedule || n->enabled != enabled)
            diverged();
        thread = n->chosen;
        sleeping = reduced ? n->sleep | (n->done & ~(1u << thread)) : 0;
    } else {
        if ((enabled & ~sleeping) == 0) {
            model.end = MODEL_REDUNDANT;
            return MODEL_THREADS;
        }
        thread = new_choice(enabled, sleeping);
        if (model.end != MODEL_COMPLETE)
            return MODEL_THREADS;
    }
    if (reduced) {
        if (position > fresh)
            model_reduce_races(thread);
        asleep = still_asleep(sleeping, thread);
    }
    preemptions += thread != last && (enabled >> last & 1) != 0;
    model_reduce_record(thread, node);
    decide(thread);
    last = thread;
    return thread;
}

static unsigned replayed_thread(unsigned enabled)
{
    unsigned thread = MODEL_THREADS;
    if (position < recorded->count && (recorded->decision[position] & MODEL_CHOICE) == 0)
        thread = recorded->decision[position++];
    if (thread >= MODEL_THREADS || (enabled >> thread & 1) == 0)
        thread = enabled >> last & 1 ? last : (unsigned)__builtin_ctz(enabled);
    return thread;
}

/* --------------------------------------------------------------------------------- which can run */

static bool awaits(const model_thread *t)
{
    return !t->done && t->op.kind == MODEL_AWAIT;
}

static bool is_suspended(unsigned thread)
{
    return model_config.suspended == (int)thread &&
           model.thread[thread].steps >= model_config.suspended_step;
}

static bool can_run(unsigned thread)
{
    const model_thread *t = &model.thread[thread];
    if (t->done || is_suspended(thread))
        return false;
    switch (t->op.kind) {
    case MODEL_LOCK:
        return t->op.granule->owner == 0;
    case MODEL_AWAIT:
        return model_next_change(t->awaited.location, t->awaited.index, t->awaited.value) != 0;
    case MODEL_JOIN:
        return model.thread[t->joins].done;
    case MODEL_WAKE:
        return t->signalled || (t->timed && t->timeouts < model.program->timeouts);
    case MODEL_GRACE:
        return *t->hindered == 0;
    default:
        return true;
    }
}

/* It waits for one location, and another one that it looks at has changed: another choice goes on. */
static bool chose_in_vain(const model_thread *t)
{
    if (t->in_vain)
        return true;
    for (unsigned i = 0; awaits(t) && i < t->reads; i++) {
        const model_read *r = &t->read[i];
        if (model_next_change(r->location, t->view.at[r->location], r->value) != 0)
            return true;
    }
    return false;
}

static void judge_stop(void)
{
    bool waiting = true, blocked = false;
    unsigned thread = 0;
    for (unsigned i = 0; i < model.threads; i++) {
        const model_thread *t = &model.thread[i];
        if (t->done || is_suspended(i))
            continue;
        if (chose_in_vain(t)) {
            model.end = MODEL_REDUNDANT;
            return;
        }
        blocked = true;
        thread = i;
        waiting &= awaits(t);
    }
    const model_op *op = &model.thread[thread].op;
    if (!blocked)
        return; /* all that are not suspended are done */
    if (model_config.suspended >= 0 && is_suspended((unsigned)model_config.suspended))
        model_report(MODEL_BLOCKED, op->pc, op->address, "T%u cannot go on while T%d is suspended",
                     thread + 1, model_config.suspended + 1);
    else if (waiting)
        model_report(MODEL_LIVELOCK, op->pc, op->address,
                     "T%u waits for a change, and nobody is left to bring it about", thread + 1);
    else
        model_report(MODEL_DEADLOCK, op->pc, op->address, "no thread can go on; T%u is blocked",
                     thread + 1);
}

unsigned model_next_thread(void)
{
    unsigned enabled = 0, thread;
    for (unsigned t = 0; t < model.threads; t++)
        enabled |= (unsigned)can_run(t) << t;
    if (enabled == 0) {
        if (model_config.mode == MODEL_EXHAUSTIVE && !model_config.plain_dfs) {
            for (unsigned t = 0; t < model.threads; t++) {
                if (!model.thread[t].done && !is_suspended(t))
                    model_reduce_races(t);
            }
        }
        judge_stop();
        return MODEL_THREADS;
    }
    if (model.events >= MODEL_EVENTS - 1) {
        model_report(MODEL_LIVELOCK, 0, 0, "the execution has no end: %d steps", MODEL_EVENTS);
        return MODEL_THREADS;
    }
    if (model_config.mode == MODEL_RANDOM)
        thread = model_random_thread(enabled);
    else if (model_config.mode == MODEL_REPLAY)
        thread = replayed_thread(enabled);
    else
        return search_thread(enabled);
    decide(thread);
    model_reduce_record(thread, 0);
    last = thread;
    return thread;
}

/* -------------------------------------------------------------------------------------- searching */

static void begin(void)
{
    position = 0;
    asleep = 0;
    last = MODEL_THREADS;
    preemptions = 0;
    model_decided.count = 0;
}

/* True if there is another execution. */
static bool advance(void)
{
    for (; nodes > 0; nodes--) {
        model_node *n = &model_nodes[nodes - 1];
        if (!n->schedule) {
            if (n->chosen + 1u < n->count) {
                n->chosen++;
                fresh = nodes;
                return true;
            }
            continue;
        }
        unsigned left = n->backtrack & n->enabled & ~n->done & ~n->sleep & 0xffu;
        if (left != 0) {
            n->chosen = (uint8_t)__builtin_ctz(left);
            n->done |= (uint8_t)(1u << n->chosen);
            fresh = nodes - 1;
            return true;
        }
    }
    return false;
}

static void tally(model_result *r)
{
    r->steps += model.events;
    if (model.events > r->deepest)
        r->deepest = model.events;
    longest = r->deepest;
    for (unsigned t = 0; t < model.threads; t++) {
        if (model.thread[t].steps > r->steps_of[t])
            r->steps_of[t] = model.thread[t].steps;
    }
    if (model.end == MODEL_REDUNDANT)
        r->redundant++;
    else
        r->executions++;
    if (model.end == MODEL_FAULT) {
        r->fault = model_found;
        r->decisions = model_decided;
    } else if (model.end == MODEL_COMPLETE && model_on_outcome != NULL) {
        model_on_outcome(model.said);
    }
}

/* Once more from the beginning, with what was learned. */
static void start_over(model_result *r)
{
    nodes = fresh = 0;
    r->executions = r->redundant = r->steps = 0;
    r->searches++;
    if (model_on_outcome != NULL)
        model_on_outcome(NULL);
}

static bool at_limit(const model_result *r, double started)
{
    uint64_t done = r->executions + r->redundant;
    if (model_config.executions != 0 && done >= model_config.executions)
        return true;
    if (done % 1024 != 0)
        return false;
    double now = rc_tool_now();
    if (done % 65536 == 0)
        rc_tool_progress("%s: %llu executions, %.0f a second", model.program->name,
                         (unsigned long long)done, (double)done / (now - started + 1e-9));
    return model_config.seconds > 0 && now - started > model_config.seconds;
}

void model_search(const model_program *program, model_result *r)
{
    double started = rc_tool_now();
    memset(r, 0, offsetof(model_result, decisions));
    r->decisions.count = 0;
    model.program = program;
    model.search++;
    longest = 50;
    start_over(r);
    for (;;) {
        begin();
        if (model_config.mode == MODEL_RANDOM)
            model_random_begin(r->executions + r->redundant, longest);
        model_play();
        if (model.end == MODEL_AGAIN) {
            start_over(r);
            continue;
        }
        tally(r);
        if (r->fault.oracle != MODEL_NO_FAULT || at_limit(r, started))
            break;
        if (model_config.mode != MODEL_RANDOM && !advance()) {
            r->complete = true;
            break;
        }
    }
    rc_tool_progress("%s", "");
    r->seconds = rc_tool_now() - started;
}

void model_search_replay(const model_decisions *decisions)
{
    model_mode mode = model_config.mode;
    model_config.mode = MODEL_REPLAY;
    recorded = decisions;
    begin();
    model_recorded = 0;
    model_play();
    model_config.mode = mode;
}
