/*
 * world.h: what the threads of a progress test act upon.
 *
 * One object (or one bare counter), of which each seat holds references that it may give back, and weak
 * references beside; and whether each thread is attached, or in a blocking region. The world knows what is
 * legal, so that programs of acts can be written down without thinking, and what is left to give back, so
 * that in the end every object dies. Worlds where it cannot (immortals) are abandoned.
 */
#ifndef STRESS_PROGRESS_WORLD_H
#define STRESS_PROGRESS_WORLD_H

#include "stress/progress/acts.h"

enum { WORLD_SHARE = 8, WORLD_MANY = 1200, WORLD_SPARES = 512, WORLD_WEAKS = 8 };

typedef struct progress_world {
    const rc_ops *ops;
    bool counters;       /* a bare counter instead of an object */
    bool abandoned;      /* nobody gives it back */
    unsigned references; /* that each of the others gets in a deal */
    unsigned stock;      /* how large the supply is to be */
    void *thing;
    long held[SEATS];
    rc_weak *weak[SEATS][WORLD_WEAKS];
    unsigned weaks[SEATS];
    void *spare[SEATS][WORLD_SPARES]; /* objects of its own */
    unsigned spares[SEATS];
    rc_counter *bare[SEATS];
    unsigned attached[SEATS], regions[SEATS];
    void *supply[WORLD_MANY]; /* other objects, of which the rival holds the only references */
    unsigned supplied;
    void *twin; /* an object of the rival: one lock guards its weak references and the thing's */
    unsigned made, died_before;
} progress_world;

/* Acts one after the other until NOTHING, or until one would not be legal. */
typedef struct progress_program {
    progress_world *world;
    progress_seat seat;
    const progress_act *acts;
    bool forever;  /* from the beginning again, each act a turn, until it is over */
    bool over;     /* set while it stands */
    unsigned done; /* acts */
} progress_program;

void progress_world_open(progress_world *w, const rc_ops *ops);

/* All seats go home and give back what they hold. False if an object did not die, or died twice. */
bool progress_world_close(progress_world *w);

/* True if the seat may do that now. */
bool progress_is_legal(const progress_world *w, progress_seat self, progress_act act);

/* Runs a program, for cast_start. */
void progress_run(void *program);

/* All of that on the seat's own thread, unwatched; it must be legal. */
void progress_as(progress_world *w, progress_seat seat, const progress_act *acts);
#define AS(w, seat, ...) progress_as((w), (seat), (const progress_act[]){__VA_ARGS__, NOTHING})

#endif
