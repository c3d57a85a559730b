/*
 * stand_in.c: see stand_in.h.
 *
 * In a schedule the stand-in has the turn when it begins, because the actor had it, and when it ends, so
 * that the actor goes on with it.
 */
#include "stress/harness/stand_in.h"

#include "stress/schedule/points.h"
#include "stress/support/threads.h"

typedef struct stand_in {
    void (*part)(stress_stage *stage);
    stress_stage *stage;
    unsigned place;
    stress_hearing hearing;
} stand_in;

static void play(void *arg)
{
    const stand_in *s = arg;
    stress_self_take(s->place);
    stress_hear_as(s->hearing);
    s->part(s->stage);
}

void stress_stand_in(void (*part)(stress_stage *stage), stress_stage *stage)
{
    stand_in s = {part, stage, stress_self(), stress_hearing_of_self()};
    stress_join(stress_thread(play, &s, 0));
}
