/*
 * self.c: see self.h.
 *
 * relaxed, everywhere here: each word has one writer, and a reader wants to know what is going on, not to
 * be ordered by it.
 */
#include "stress/harness/self.h"

#include "refcount/atomics.h"

#include <stdio.h>

static stress_self_state states[STRESS_SELVES];
static _Thread_local unsigned place = STRESS_MAIN;

void stress_self_take(unsigned number)
{
    place = number;
}

unsigned stress_self(void)
{
    return place;
}

const char *stress_self_name(unsigned number)
{
    static const char *const names[] = {"T1", "T2", "T3", "T4", "owner", "main"};
    return number < STRESS_SELVES ? names[number] : "nobody";
}

stress_self_state *stress_self_state_of(unsigned number)
{
    return &states[number];
}

static void add(_Atomic uint64_t *number)
{
    rc_store_relaxed(number, rc_load_relaxed(number) + 1);
}

void stress_self_begins(const char *operation)
{
    rc_store_relaxed(&states[place].point, NULL);
    rc_store_relaxed(&states[place].doing, operation);
}

void stress_self_ends(void)
{
    rc_store_relaxed(&states[place].doing, NULL);
    add(&states[place].operations);
}

void stress_self_at_point(const char *name)
{
    rc_store_relaxed(&states[place].point, name);
    add(&states[place].points);
}

void stress_self_wants(const void *lock)
{
    rc_store_relaxed(&states[place].wants, lock);
}

static void replace(const void *old, const void *new)
{
    for (unsigned i = 0; i < STRESS_LOCKS_HELD; i++) {
        if (rc_load_relaxed(&states[place].holds[i]) == old) {
            rc_store_relaxed(&states[place].holds[i], new);
            return;
        }
    }
}

void stress_self_takes(const void *lock)
{
    rc_store_relaxed(&states[place].wants, NULL);
    replace(NULL, lock);
}

void stress_self_frees(const void *lock)
{
    replace(lock, NULL);
}

uint64_t stress_self_operations(void)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < STRESS_SELVES; i++)
        sum += rc_load_relaxed(&states[i].operations);
    return sum;
}

uint64_t stress_self_points(void)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < STRESS_SELVES; i++)
        sum += rc_load_relaxed(&states[i].points);
    return sum;
}

unsigned stress_self_holder(const void *lock)
{
    for (unsigned i = 0; i < STRESS_SELVES; i++) {
        for (unsigned j = 0; j < STRESS_LOCKS_HELD; j++) {
            if (rc_load_relaxed(&states[i].holds[j]) == lock)
                return i;
        }
    }
    return STRESS_SELVES;
}

void stress_self_describe(char *text, unsigned size)
{
    unsigned used = 0;
    text[0] = '\0';
    for (unsigned i = 0; i < STRESS_SELVES && used < size; i++) {
        const char *doing = rc_load_relaxed(&states[i].doing);
        const char *point = rc_load_relaxed(&states[i].point);
        const void *wants = rc_load_relaxed(&states[i].wants);
        if (doing == NULL && wants == NULL)
            continue;
        int n = snprintf(text + used, size - used, "%s%s: %s at %s", used > 0 ? "; " : "",
                         stress_self_name(i), doing != NULL ? doing : "idle",
                         point != NULL ? point : "its beginning");
        used += n > 0 ? (unsigned)n : 0;
        if (wants != NULL && used < size) {
            n = snprintf(text + used, size - used, ", waits for a lock that %s holds",
                         stress_self_name(stress_self_holder(wants)));
            used += n > 0 ? (unsigned)n : 0;
        }
    }
}
