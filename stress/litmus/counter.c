/*
 * counter.c: see counter.h.
 *
 * relaxed, everywhere here: the books must not order the actors.
 */
#include "stress/litmus/counter.h"

#include <inttypes.h>

static void book(litmus_counter *counter, unsigned place, int64_t amount)
{
    _Atomic int64_t *held = &counter->cell[place].held;
    rc_store_relaxed(held, rc_load_relaxed(held) + amount);
}

static int64_t held(const litmus_counter *counter)
{
    int64_t sum = 0;
    for (unsigned i = 0; i < STRESS_SELVES; i++)
        sum += rc_load_relaxed(&counter->cell[i].held);
    return sum;
}

bool litmus_counter_dead(const litmus_counter *counter)
{
    return rc_load_relaxed(&counter->disposed) != 0;
}

/* The counter's own resources stay until judge: an attempt to take a reference may still be on its way. */
static void dispose(rc_counter *embedded)
{
    litmus_counter *counter = (litmus_counter *)(void *)embedded; /* its first member */
    int64_t left = held(counter);
    if (rc_fetch_add_relaxed(&counter->disposed, 1) != 0)
        stress_fault(STRESS_DOUBLE_FREE, "a counter was disposed of twice");
    else if (rc_load_relaxed(&counter->immortal))
        stress_fault(STRESS_PREMATURE_FREE, "an immortal counter was disposed of");
    else if (left > 0)
        stress_fault(STRESS_PREMATURE_FREE, "disposed of with %" PRId64 " references left", left);
    if (counter->at_end != NULL)
        counter->at_end(counter);
}

static void begin(const char *operation)
{
    stress_self_begins(operation);
    stress_point(operation);
}

void litmus_counter_make(stress_stage *stage, litmus_counter *counter, unsigned actors,
                         const unsigned *references)
{
    unsigned left = 0;
    for (unsigned i = 0; i < actors; i++)
        left += references[i];
    stage->ops->counter_init(&counter->counter);
    for (; left > 1; left--)
        stage->ops->counter_retain(&counter->counter);
    for (unsigned i = 0; i < actors; i++)
        book(counter, i, references[i]);
}

void litmus_counter_retain(stress_stage *stage, litmus_counter *counter)
{
    begin("rc_counter_retain");
    stage->ops->counter_retain(&counter->counter);
    book(counter, stress_self(), 1);
    stress_self_ends();
}

void litmus_counter_release(stress_stage *stage, litmus_counter *counter)
{
    begin("rc_counter_release");
    book(counter, stress_self(), -1);
    if (!litmus_counter_dead(counter)) /* dead too early: one fault, not two */
        stage->ops->counter_release(&counter->counter, dispose);
    stress_self_ends();
}

bool litmus_counter_try_retain(stress_stage *stage, litmus_counter *counter)
{
    begin("rc_counter_try_retain");
    bool alive = stage->ops->counter_try_retain(&counter->counter);
    if (alive) {
        if (litmus_counter_dead(counter))
            stress_fault(STRESS_USE_AFTER_FREE, "rc_counter_try_retain gave a dead counter");
        book(counter, stress_self(), 1);
    }
    stress_self_ends();
    return alive;
}

void litmus_counter_enable(stress_stage *stage, litmus_counter *counter)
{
    begin("rc_counter_enable_try_retain");
    stage->ops->counter_enable_try_retain(&counter->counter);
    stress_self_ends();
}

void litmus_counter_make_immortal(stress_stage *stage, litmus_counter *counter)
{
    begin("rc_counter_make_immortal");
    rc_store_relaxed(&counter->immortal, true);
    stage->ops->counter_make_immortal(&counter->counter);
    stress_self_ends();
}

void litmus_counter_ask(stress_stage *stage, litmus_counter *counter)
{
    int64_t expected = held(counter);
    uint64_t count = stage->ops->counter_read(&counter->counter);
    if (litmus_counter_dead(counter))
        return; /* dispose has looked at the books */
    if (rc_load_relaxed(&counter->immortal) ? count != RC_IMMORTAL : count != (uint64_t)expected)
        stress_fault(STRESS_LOST_UPDATE,
                     "at rest the count is %" PRIu64 ", of %" PRId64 " references", count,
                     expected);
    else if (expected == 0 && !rc_load_relaxed(&counter->immortal))
        stress_fault(STRESS_LATE_GARBAGE, "a counter without references is alive at rest");
}

void litmus_counter_give_back(stress_stage *stage, litmus_counter *counter)
{
    while (rc_load_relaxed(&counter->cell[stress_self()].held) > 0)
        litmus_counter_release(stage, counter);
}

void litmus_counter_judge(stress_stage *stage, litmus_counter *counter)
{
    if (!litmus_counter_dead(counter) && !rc_load_relaxed(&counter->immortal))
        stress_fault(STRESS_LEAK, "a counter was never disposed of");
    stage->ops->counter_destroy(&counter->counter);
}
