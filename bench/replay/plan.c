/*
 * plan.c: a trace made ready to be replayed.
 */
#include "bench/replay/plan.h"

#include <stdlib.h>
#include <string.h>

static const char no_memory[] = "not enough memory to replay it";

typedef struct tally {
    uint64_t references;
    uint32_t turns;
    uint16_t thread; /* of the last event */
} tally;

/* Sizes and allocates each thread's lists; one more than needed, so that an empty one is no NULL.
 */
static bool make_room(rc_replay_plan *plan, const rc_trace *trace)
{
    for (uint64_t i = 0; i < trace->events; i++)
        plan->program[trace->event[i].thread].steps++;
    for (uint32_t i = 0; i < plan->threads; i++) {
        rc_replay_program *program = &plan->program[i];
        program->step = malloc((program->steps + 1) * sizeof *program->step);
        if (!program->step)
            return false;
        program->steps = 0;
    }
    return true;
}

static const char *fill_steps(rc_replay_plan *plan, const rc_trace *trace, tally *tallies)
{
    for (uint64_t i = 0; i < trace->events; i++) {
        const rc_trace_event *event = &trace->event[i];
        rc_replay_program *program = &plan->program[event->thread];
        tally *object = &tallies[event->object];
        if (object->turns == (1u << RC_REPLAY_TURN_BITS) - 1)
            return "an object has more events than can be replayed";
        program->step[program->steps++] =
            (rc_replay_step){.object = event->object, .turn = object->turns++, .op = event->op};
        bool more = event->op == RC_TRACE_CREATE || event->op == RC_TRACE_RETAIN;
        object->references += more ? 1 : UINT64_MAX;
        object->thread = event->thread;
    }
    return NULL;
}

static bool fill_leftovers(rc_replay_plan *plan, const tally *tallies)
{
    for (uint32_t i = 0; i < plan->objects; i++)
        if (tallies[i].references > 0)
            plan->program[tallies[i].thread].leftovers++;
    for (uint32_t i = 0; i < plan->threads; i++) {
        rc_replay_program *program = &plan->program[i];
        program->leftover = malloc((program->leftovers + 1) * sizeof *program->leftover);
        if (!program->leftover)
            return false;
        program->leftovers = 0;
    }
    for (uint32_t i = 0; i < plan->objects; i++) {
        rc_replay_program *program = &plan->program[tallies[i].thread];
        if (tallies[i].references > 0)
            program->leftover[program->leftovers++] =
                (rc_replay_leftover){.object = i, .references = tallies[i].references};
    }
    return true;
}

const char *rc_replay_plan_make(rc_replay_plan *plan, const rc_trace *trace)
{
    *plan = (rc_replay_plan){
        .threads = trace->threads, .objects = trace->objects, .events = trace->events};
    plan->program = calloc(plan->threads, sizeof *plan->program);
    plan->slot = aligned_alloc(alignof(rc_replay_slot), plan->objects * sizeof *plan->slot);
    tally *tallies = calloc(plan->objects, sizeof *tallies);
    const char *why = no_memory;
    if (plan->program && plan->slot && tallies && make_room(plan, trace)) {
        why = fill_steps(plan, trace, tallies);
        if (!why && !fill_leftovers(plan, tallies))
            why = no_memory;
    }
    free(tallies);
    if (why)
        rc_replay_plan_free(plan);
    return why;
}

void rc_replay_plan_free(rc_replay_plan *plan)
{
    for (uint32_t i = 0; plan->program && i < plan->threads; i++) {
        free(plan->program[i].step);
        free(plan->program[i].leftover);
    }
    free(plan->program);
    free(plan->slot);
    *plan = (rc_replay_plan){0};
}

void rc_replay_plan_reset(rc_replay_plan *plan)
{
    memset((void *)plan->slot, 0, plan->objects * sizeof *plan->slot);
}
