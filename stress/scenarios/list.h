/*
 * list.h: the scenarios, one X(name) each, for the stress_scenario stress_<name>.
 */
#ifndef STRESS_SCENARIOS_LIST_H
#define STRESS_SCENARIOS_LIST_H

#define STRESS_SCENARIOS(X) X(shared_dict)

#endif
