/*
 * faults.c: see faults.h.
 *
 * The counters are relaxed, and so are the two pointers, which change while nothing is played: an oracle must
 * not order the threads that it watches. Only the first fault of a kind takes the lock, to write its text.
 */
#include "stress/oracles/faults.h"

#include "refcount/atomics.h"
#include "refcount/tool/cli.h"

#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

const stress_oracle_info stress_oracles[STRESS_ORACLES] = {
#define INFO(constant, name, text) {name, text},
    STRESS_ORACLE_LIST(INFO)};

static _Atomic(stress_faults *) current;
static _Atomic(const char *(*)(void)) schedule;
static pthread_mutex_t writing = PTHREAD_MUTEX_INITIALIZER;

void stress_faults_sink(stress_faults *faults)
{
    rc_store_relaxed(&current, faults);
    rc_store_relaxed(&schedule, NULL);
}

static void before_fork(void)
{
    pthread_mutex_lock(&writing);
}

static void after_fork(void)
{
    pthread_mutex_unlock(&writing);
}

void stress_faults_open(stress_faults *faults)
{
    static bool forks;
    if (!forks && pthread_atfork(before_fork, after_fork, after_fork) != 0)
        rc_cli_fail("no memory for the fork functions");
    forks = true;
    stress_faults_sink(faults);
    faults->started = rc_tool_now();
}

void stress_faults_phase(stress_phase phase)
{
    stress_faults *sink = rc_load_relaxed(&current);
    rc_store_relaxed(&sink->phase, (uint32_t)phase); /* relaxed: the phases are far apart */
}

void stress_faults_schedule(const char *(*describe)(void))
{
    rc_store_relaxed(&schedule, describe);
}

void stress_fault(stress_oracle oracle, const char *format, ...)
{
    stress_faults *sink = rc_load_relaxed(&current);
    const char *(*describe)(void) = rc_load_relaxed(&schedule);
    uint32_t phase = rc_load_relaxed(&sink->phase);
    if (rc_fetch_add_relaxed(&sink->count[phase][oracle], 1) != 0) /* relaxed: a number */
        return;
    va_list arguments;
    pthread_mutex_lock(&writing);
    if (sink->first[oracle][0] == '\0') {
        va_start(arguments, format);
        vsnprintf(sink->first[oracle], STRESS_FAULT_TEXT, format, arguments);
        va_end(arguments);
    }
    if (sink->first_at == 0) {
        sink->first_at = rc_tool_now();
        if (describe != NULL)
            snprintf(sink->replay, STRESS_REPLAY_TEXT, "%s", describe());
    }
    pthread_mutex_unlock(&writing);
}

uint64_t stress_faults_of(const stress_faults *faults, stress_oracle oracle)
{
    uint64_t sum = 0; /* relaxed: a number */
    for (int phase = 0; phase < STRESS_PHASES; phase++)
        sum += rc_load_relaxed(&faults->count[phase][oracle]);
    return sum;
}

uint64_t stress_faults_total(const stress_faults *faults)
{
    uint64_t sum = 0;
    for (int oracle = 0; oracle < STRESS_ORACLES; oracle++)
        sum += stress_faults_of(faults, (stress_oracle)oracle);
    return sum;
}

bool stress_faulty(void)
{
    return stress_faults_total(rc_load_relaxed(&current)) > 0;
}
