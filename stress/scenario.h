/*
 * scenario.h: what a stress scenario is.
 *
 * A scenario is one file in scenarios/ (or litmus/) whose head says what it does, which class of bug it
 * hunts and what passes. It describes one small play, of two to four actors on a world of a few objects,
 * and the harness does the rest: it plays it in every interleaving of the library's points (refcount/point.h)
 * up to a number of preemptions, then thousands of worlds at a time at full speed on pinned threads; with
 * the objects made by an actor, by a bystander that is there, that blocks, or that has gone; and it judges
 * every world by the oracles. Nothing else names a scenario: STRESS_SCENARIO registers it.
 *
 *   make     on the thread that is to own the objects: a world is zeroed memory before
 *   prepare  each actor on its own thread, one after the other: what else is owned by whom
 *   act      each actor on its own thread, all at once
 *   (all threads pass a safepoint; with a scheme they also drain)
 *   rest     puts on the books what slots hold
 *   observe  at rest; litmus tests: the outcome as text
 *   finish   gives back what is left; NULL: each holder does, or one of them for all, in turns
 *   (safepoints; by now everything without a reference must be dead; what finalizers took is given back)
 *   judge    at the very end, for what the oracles do not know
 */
#ifndef STRESS_SCENARIO_H
#define STRESS_SCENARIO_H

#include "stress/harness/self.h"
#include "stress/report.h"

#include "gc/ops.h"
#include "refcount/ops.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who makes the objects of a world, and what that thread does while the actors act. */
typedef enum stress_maker {
    STRESS_MADE_BY_FIRST,
    STRESS_MADE_BY_LAST,
    STRESS_MADE_BY_BYSTANDER, /* attached; comes by a safepoint afterwards */
    STRESS_MADE_BY_BLOCKED,   /* inside a blocking region meanwhile */
    STRESS_MADE_BY_GONE,      /* detached */
    STRESS_MAKERS
} stress_maker;

#define STRESS_MAKERS_ALL ((1u << STRESS_MAKERS) - 1)

typedef enum stress_pinning { STRESS_SPREAD, STRESS_TOGETHER } stress_pinning;

typedef struct stress_options {
    const rc_ops *ops;
    const rc_gc_ops *gc; /* for a scenario that reclaims, and else NULL */
    uint64_t seed;
    double seconds; /* for the part that runs by chance; 0: a single round */
    /* seconds for the schedules of one maker and variant at most; below 0: as usual */
    double budget;
    unsigned preemptions;
    stress_pinning pinning;
    bool stop;          /* at the first fault */
    const char *replay; /* one schedule, as a fault has recorded it; or NULL */
} stress_options;

/* One world and what is done in it. */
typedef struct stress_stage {
    const rc_ops *ops;
    const rc_gc_ops *gc;
    void *world;
    unsigned variant; /* below the scenario's number of variants */
    stress_maker maker;
    bool scripted; /* played by schedule, not by chance */
    bool alone;    /* while references are given back: by one thread at a time */
} stress_stage;

typedef enum stress_grade { STRESS_ACCEPTABLE, STRESS_INTERESTING, STRESS_FORBIDDEN } stress_grade;

typedef struct stress_outcome {
    const char *text;
    stress_grade grade;
    const char *why;
} stress_outcome;

typedef struct stress_scenario {
    const char *name;
    const char *summary; /* one line */
    bool shares;         /* threads use one object at once: plain must be found broken */
    bool reclaims;       /* uses slots: is played with a scheme beside the backend */
    unsigned actors;
    unsigned variants; /* 0 is 1 */
    /* How many of the actors have something to do, the first ones, by variant or maker; NULL: all. */
    unsigned (*cast)(const stress_stage *stage);
    unsigned makers; /* 1 << stress_maker, or 0 for all */
    size_t world_size;
    unsigned subjects; /* the world begins with an array of so many (oracles/ledger.h) */
    void (*make)(stress_stage *stage);
    void (*prepare)(stress_stage *stage, unsigned actor); /* or NULL */
    void (*act)(stress_stage *stage, unsigned actor);
    void (*rest)(stress_stage *stage); /* before the questions: what slots hold goes on the books */
    void (*observe)(stress_stage *stage, char *text, size_t size);
    void (*finish)(stress_stage *stage, unsigned place);
    void (*judge)(stress_stage *stage);
    const stress_outcome *outcomes; /* a litmus test; ends with text NULL */
    const char
        *witness; /* what stress_witness() counts: without it the play has shown nothing; or NULL */
    /* Somebody waits for the safepoints of all threads: whoever has nothing to do stands in a blocking region. */
    bool stops;
    /* run makes a process for each of its worlds, so that no watchdog may be there before */
    bool forks;
    /* For what cannot be told as a play of actors: does everything itself. */
    void (*run)(const stress_options *options, stress_report *report);
} stress_scenario;

/*
 * Whether plays with a scheme go by schedule: not where a thread of the library's own brings about the end of a
 * grace period, or waits inside another library.
 */
bool stress_schedulable(const rc_gc_ops *pair);

/* `name` becomes the scenario's file-scope name; the fields follow as in an initializer. */
#define STRESS_SCENARIO(name)                                                                      \
    static const stress_scenario name;                                                             \
    static const stress_scenario *const name##_entry                                               \
        __attribute__((used, section("stress_scenarios"))) = &name;                                \
    static const stress_scenario name

/* All of the program, in the order of their names. The array ends with NULL. */
const stress_scenario *const *stress_scenarios(void);

#endif
