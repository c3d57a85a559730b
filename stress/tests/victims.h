/*
 * victims.h: small scenarios that a right backend survives and a fault does not.
 */
#ifndef STRESS_TESTS_VICTIMS_H
#define STRESS_TESTS_VICTIMS_H

#include "stress/oracles/ledger.h"

/* Two holders; each takes one reference more and gives it back. At rest two are left. */
extern const stress_scenario victim_holders;

/* True on an actor of `holders` while it acts: not while the object is made or given back. */
bool victim_acts(void);

/* Two holders give back what they hold: the object's end. */
extern const stress_scenario victim_ending;

/* The same, and the object's maker does nothing but come by safepoints. */
extern const stress_scenario victim_owned;

/* The same as ending, and each upgrades a weak reference afterwards. */
extern const stress_scenario victim_upgrades;

/* One of two holders asks whether it is the only one: that is forbidden; or not in the table. */
extern const stress_scenario victim_asking, victim_asking_more;

/* An object that holds the only reference to another one, its child, is given back. */
extern const stress_scenario victim_families;

/* The child made last. */
void *victim_child(void);

#endif
