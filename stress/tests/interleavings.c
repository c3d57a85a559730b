/*
 * interleavings.c: see interleavings.h.
 */
#include "stress/tests/interleavings.h"

#include "stress/support/puppet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static puppet crew[STRESS_ACTORS];
static program *playing;
static void (*reset)(void);
static char trace[TRACE];
static unsigned length;

void interleavings_before_each(void (*what)(void))
{
    reset = what;
}

void trace_letter(char letter)
{
    if (length + 1 < TRACE)
        trace[length++] = letter;
    trace[length] = '\0';
}

static unsigned index_of(const void *arg)
{
    return (unsigned)(uintptr_t)arg;
}

static void take_place(void *arg)
{
    stress_self_take(index_of(arg));
}

static void act(void *arg)
{
    stress_explore_enter(index_of(arg));
    playing(index_of(arg));
    stress_explore_leave();
}

void interleavings_begin(void)
{
    for (uintptr_t i = 0; i < STRESS_ACTORS; i++) {
        puppet_create(&crew[i]);
        puppet_do(&crew[i], take_place, (void *)i);
    }
}

void interleavings_end(void)
{
    for (unsigned i = 0; i < STRESS_ACTORS; i++)
        puppet_join(&crew[i]);
}

static void execute(interleavings *all, unsigned actors)
{
    length = 0;
    trace[0] = '\0';
    if (reset != NULL)
        reset();
    for (uintptr_t i = 0; i < actors; i++)
        puppet_start(&crew[i], act, (void *)i);
    stress_explore_run();
    for (unsigned i = 0; i < actors; i++)
        puppet_wait(&crew[i]);
    if (all->count < EXECUTIONS) {
        snprintf(all->trace[all->count], TRACE, "%s", trace);
        snprintf(all->schedule[all->count], TRACE, "%s", stress_explore_text());
    }
    all->count++;
}

void interleavings_search(interleavings *all, unsigned actors, unsigned preemptions, program *what)
{
    playing = what;
    all->count = 0;
    stress_explore_begin(actors, preemptions);
    do
        execute(all, actors);
    while (stress_explore_next());
}

bool interleavings_replay(interleavings *one, unsigned actors, const char *schedule, program *what)
{
    playing = what;
    one->count = 0;
    if (!stress_explore_replay(actors, schedule))
        return false;
    execute(one, actors);
    return !stress_explore_next();
}

static int by_text(const void *one, const void *other)
{
    return strcmp(*(const char *const *)one, *(const char *const *)other);
}

unsigned interleavings_distinct(const interleavings *all)
{
    static const char *sorted[EXECUTIONS];
    unsigned count = all->count < EXECUTIONS ? all->count : EXECUTIONS, distinct = 0;
    for (unsigned i = 0; i < count; i++)
        sorted[i] = all->trace[i];
    qsort(sorted, count, sizeof *sorted, by_text);
    for (unsigned i = 0; i < count; i++)
        distinct += i == 0 || strcmp(sorted[i], sorted[i - 1]) != 0;
    return distinct;
}
