/*
 * arena.h: the worlds of a play by chance, what is drawn for each round, and the questions asked of all.
 */
#ifndef STRESS_HARNESS_ARENA_H
#define STRESS_HARNESS_ARENA_H

#include "stress/harness/barrier.h"
#include "stress/harness/overlap.h"
#include "stress/harness/rendezvous.h"
#include "stress/scenario.h"
#include "stress/support/puppet.h"

/* The worlds of a round. Enough that the steps around the actors' running cost little for each of them. */
enum { STRESS_WORLDS = STRESS_STRIDES };

/* What is drawn for a round. */
typedef struct stress_knobs {
    unsigned stride; /* worlds between two meetings */
    unsigned noise;  /* one point in so many; 0 none */
    uint64_t delay;  /* ticks between two actors' beginnings, at most */
    stress_maker maker;
    unsigned variant;
    bool shuffled, one_for_all, suspended;
} stress_knobs;

typedef struct stress_arena {
    const stress_scenario *scenario;
    const stress_options *options;
    stress_report *report;
    char *worlds;
    size_t world_size;
    unsigned order[STRESS_WORLDS];
    stress_knobs knobs;
    uint64_t random;
    double deadline;
    puppet bystander;
    void (*errand)(void *arg); /* what it is told to do */
    stress_barrier barrier;
    stress_rendezvous rendezvous;
    pthread_t thread[STRESS_ACTORS];
    stress_times times[STRESS_ACTORS];
    bool again, held, leave, stop;    /* written by the first actor between two barriers */
    _Atomic bool acting, over, alone; /* between the actors and the one that suspends them */
} stress_arena;

void stress_arena_init(stress_arena *arena);
void stress_arena_destroy(stress_arena *arena);

/* Draws a round's knobs and order, and clears the worlds. */
void stress_arena_draw(stress_arena *arena);

stress_stage stress_arena_stage(const stress_arena *arena, unsigned world);

/* Does the bystander make this round's objects; is it away while the actors act? */
bool stress_arena_made_by_bystander(const stress_arena *arena);
bool stress_arena_away(const stress_arena *arena);

/* Over all worlds. */
void stress_arena_make(stress_arena *arena);
void stress_arena_prepare(stress_arena *arena, unsigned actor);
void stress_arena_give_back(stress_arena *arena, unsigned place);
bool stress_arena_overdue(const stress_arena *arena);
bool stress_arena_held(const stress_arena *arena);
void stress_arena_ask_at_rest(stress_arena *arena);
void stress_arena_ask_in_time(stress_arena *arena);
void stress_arena_ask_at_the_end(stress_arena *arena);

#endif
