/*
 * stage.h: the steps of a play that are the same whether it goes by schedule or by chance: making, passing
 * safepoints, giving back, and the questions that the oracles ask at rest.
 */
#ifndef STRESS_HARNESS_STAGE_H
#define STRESS_HARNESS_STAGE_H

#include "stress/scenario.h"

/* Threads of a play: the actors, and the bystander, which takes the next place in an array of places. */
static inline unsigned stress_crew(const stress_scenario *scenario)
{
    return scenario->actors + 1;
}

static inline unsigned stress_place(const stress_scenario *scenario, unsigned member)
{
    return member < scenario->actors ? member : (unsigned)STRESS_BYSTANDER;
}

/*
 * How many safepoints a death may take: one for each object of a chain whose owners alternate. How often
 * references are given back that finalizers have taken meanwhile.
 */
enum { STRESS_SAFEPOINTS = 64, STRESS_RISINGS = 4 };

/* The member of the crew that makes the objects. */
unsigned stress_making_member(const stress_scenario *scenario, stress_maker maker);

static inline unsigned stress_variants(const stress_scenario *scenario)
{
    return scenario->variants != 0 ? scenario->variants : 1;
}

static inline bool stress_has_maker(const stress_scenario *scenario, unsigned maker)
{
    return ((scenario->makers != 0 ? scenario->makers : STRESS_MAKERS_ALL) >> maker & 1) != 0;
}

/* On the making thread, after the world was made: it stays, blocks or goes; and comes back. */
void stress_maker_leaves(const stress_stage *stage);
void stress_maker_returns(const stress_stage *stage);

/* The calling thread attaches or detaches, as an operation of its own. */
void stress_attach(const rc_ops *ops);
void stress_detach(const rc_ops *ops);

/*
 * In a scenario that stops all threads: around every wait of a thread of the harness, which is not its
 * business. No thread is in two of them at a time.
 */
void stress_away_begin(const stress_scenario *scenario, const rc_ops *ops);
void stress_away_end(const stress_scenario *scenario, const rc_ops *ops);

/* At rest, on any attached thread: counts, and the outcome of a litmus test. */
void stress_ask_at_rest(const stress_scenario *scenario, stress_stage *stage,
                        stress_report *report);

/*
 * `place` gives back: what it holds itself or, in every other world and variant, what all hold. Every
 * member of the crew calls it for every world, one after the other or each on its own.
 */
void stress_give_back_part(const stress_scenario *scenario, stress_stage *stage, unsigned place,
                           bool one_for_all);

/* True if somebody holds a reference. */
bool stress_something_held(const stress_scenario *scenario, const stress_stage *stage);

/* True if something without a reference is still alive. */
bool stress_something_overdue(const stress_scenario *scenario, const stress_stage *stage);

/* After safepoints of all threads; then after all threads have detached. */
void stress_ask_in_time(const stress_scenario *scenario, stress_stage *stage);
void stress_ask_at_the_end(const stress_scenario *scenario, stress_stage *stage);

/* No queue is left: what was queued has been merged. On any thread, with all detached. */
void stress_ask_queues(const rc_ops *ops);

#endif
