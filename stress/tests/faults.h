/*
 * faults.h: small faults, each put into one operation of a right backend, and the scenarios that show them.
 */
#ifndef STRESS_TESTS_FAULTS_H
#define STRESS_TESTS_FAULTS_H

#include "stress/tests/plays.h"

typedef struct fault {
    const char *name;
    const char *backend;             /* the right one that it is put into */
    void (*seed)(rc_ops *ops);       /* puts it in */
    const stress_scenario *scenario; /* that shows it */
    unsigned oracles;                /* that it implies: these and no others */
    const char *says;                /* part of what one of them says; or NULL */
} fault;

/* The operations that the wrappers call. */
void stress_faults_put_into(const rc_ops *right);

/* All of them; ends with name NULL. */
extern const fault stress_faults_seeded[];

#endif
