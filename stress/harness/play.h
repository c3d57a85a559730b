/*
 * play.h: plays a scenario on a backend, by all schedules and then by chance.
 */
#ifndef STRESS_HARNESS_PLAY_H
#define STRESS_HARNESS_PLAY_H

#include "stress/scenario.h"

/* In this process, which a fault may end. */
void stress_play(const stress_scenario *scenario, const stress_options *options,
                 stress_report *report);

/* In a child process, so that a crash or a hang is a fault like any other. */
void stress_play_apart(const stress_scenario *scenario, const stress_options *options,
                       stress_report *report);

/* The two parts. script.c, chance.c */
void stress_play_scripted(const stress_scenario *scenario, const stress_options *options,
                          stress_report *report);
void stress_play_by_chance(const stress_scenario *scenario, const stress_options *options,
                           stress_report *report);

#endif
