/*
 * points.h: what happens when a thread comes by a point (refcount/point.h) of a backend.
 *
 * Nothing, unless the thread asked for it: a script holds it at one point, or noise makes it lose its
 * turn there every now and then.
 */
#ifndef STRESS_SCHEDULE_POINTS_H
#define STRESS_SCHEDULE_POINTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Noise for the calling thread: at one point in `one_in` it yields or pauses, by a sequence from `seed`.
 * 0 turns it off.
 */
void stress_noise(uint64_t seed, unsigned one_in);

/*
 * A script of two actors, on threads of their own:
 *
 *   first starts, and is held at its first point named `point`
 *   second starts, and runs to its end, or until it is clear that it waits for the first
 *   first goes on to its end
 */
typedef enum stress_script_outcome {
    STRESS_INTERLEAVED, /* second ran while first was in the middle of its operation */
    STRESS_BLOCKED,     /* second waited until first was through: the backend serialises them */
    STRESS_MISSED       /* first never came by the point: the script says nothing */
} stress_script_outcome;

typedef void stress_actor(void *arg);

stress_script_outcome stress_script(const char *point, stress_actor *first, stress_actor *second,
                                    void *arg);

/* While paused, the calling thread is not held: for what an actor has to prepare. */
void stress_script_pause(bool paused);

#endif
