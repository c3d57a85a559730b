/*
 * fuzz_test.c: the checker judged by two others, on random little programs.
 *
 *   reduced      as programs are explored: partial order reduction, sleep sets, visible steps only
 *   all orders   the same memory, every interleaving, no reduction
 *   axioms       axioms.c, which knows nothing of either
 *
 * The first two must agree on every program; the third as well where no seq_cst access is mixed with others,
 * and everywhere else must allow what the checker shows: there the checker is stricter than C11, as
 * docs/model.md says.
 */
#include "stress/model/atomic.h"
#include "stress/model/search.h"
#include "stress/model/tests/axioms.h"

#include "refcount/tool/cli.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static little_program program;
static uint32_t variable[LITTLE_VARIABLES * 2]; /* each on eight bytes of its own */
static unsigned answer[LITTLE_THREADS][LITTLE_STEPS];
static little_set reduced, all_orders, axioms;
static little_set *collected;

static uint64_t state;

static unsigned draw(unsigned below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 11) % below);
}

/* ------------------------------------------------------------------------------------ playing it */

static unsigned take_step(const little_step *s)
{
    uintptr_t at = (uintptr_t)&variable[s->variable * 2];
    model_exchange x = {s->expected, s->value, s->order, little_failure_order(s->order), false};
    switch (s->kind) {
    case LITTLE_LOAD:
        return (unsigned)model_atomic_load(at, 4, s->order, 1);
    case LITTLE_STORE:
        model_atomic_store(at, 4, s->value, s->order, 1);
        return 0;
    case LITTLE_ADD:
        return (unsigned)model_atomic_change(at, 4, MODEL_ADD, s->value, s->order, 1);
    case LITTLE_EXCHANGE:
        return (unsigned)model_atomic_change(at, 4, MODEL_SET, s->value, s->order, 1);
    case LITTLE_COMPARE:
        model_atomic_exchange(at, 4, &x, 1);
        return (unsigned)x.expected;
    default:
        model_atomic_fence(s->order, 1);
        return 0;
    }
}

static void act(unsigned thread)
{
    for (unsigned i = 0; i < program.steps[thread]; i++)
        answer[thread][i] = take_step(&program.step[thread][i]);
}

static void restart(const char *said)
{
    if (said == NULL)
        collected->count = 0;
}

/* At the end of each execution. */
static void collect(void)
{
    uint64_t outcome = 0;
    for (unsigned v = 0; v < program.variables; v++)
        outcome = outcome << 4 | (variable[v * 2] & 15);
    for (unsigned t = 0; t < program.threads; t++) {
        for (unsigned i = 0; i < program.steps[t]; i++) {
            little_kind kind = program.step[t][i].kind;
            if (kind != LITTLE_STORE && kind != LITTLE_FENCE)
                outcome = outcome << 4 | (answer[t][i] & 15);
        }
    }
    little_add(collected, outcome);
}

static uint64_t explore(little_set *into, bool plain_dfs)
{
    static model_result result;
    static model_program description = {.name = "fuzz", .bare = true, .act = act, .judge = collect};
    description.threads = program.threads;
    collected = into;
    into->count = 0;
    model_config.plain_dfs = plain_dfs;
    model_search(&description, &result);
    model_config.plain_dfs = false;
    if (result.fault.oracle != MODEL_NO_FAULT)
        tap_note("%s", result.fault.text);
    return result.complete ? result.executions + result.redundant : 0;
}

/* ------------------------------------------------------------------------------------ making one */

typedef enum flavour { NO_SC, SC_FENCES, SC_ONLY, MIXED, FLAVOURS } flavour;

static unsigned draw_order(little_kind kind, flavour f)
{
    static const uint8_t load[] = {0, 2, 0, 2}, store[] = {0, 3, 0, 3}, update[] = {0, 2, 3, 4};
    static const uint8_t fence[] = {2, 3, 4, 4};
    if (f == SC_ONLY || (f == MIXED && draw(2) == 0) || (f == SC_FENCES && kind == LITTLE_FENCE))
        return MODEL_SEQ_CST;
    unsigned i = draw(4);
    return kind == LITTLE_LOAD    ? load[i]
           : kind == LITTLE_STORE ? store[i]
           : kind == LITTLE_FENCE ? fence[i]
                                  : update[i];
}

static void make(uint64_t seed, flavour f, bool large)
{
    static const little_kind kinds[] = {LITTLE_LOAD,    LITTLE_LOAD,  LITTLE_LOAD, LITTLE_STORE,
                                        LITTLE_STORE,   LITTLE_STORE, LITTLE_ADD,  LITTLE_EXCHANGE,
                                        LITTLE_COMPARE, LITTLE_FENCE};
    state = seed * UINT64_C(0x9e3779b97f4a7c15) + 12345;
    for (int i = 0; i < 8; i++)
        draw(2);
    memset(&program, 0, sizeof program);
    program.threads = 2 + draw(3) / 2;
    program.variables = 1 + draw(3);
    for (unsigned t = 0; t < program.threads; t++) {
        program.steps[t] = (program.threads == 2 ? 2 : 1) + draw(2 + large);
        for (unsigned i = 0; i < program.steps[t]; i++) {
            little_step *s = &program.step[t][i];
            s->kind = kinds[draw(10)];
            s->variable = s->kind == LITTLE_FENCE ? 0 : draw(program.variables);
            s->order = draw_order(s->kind, f);
            s->value = s->kind == LITTLE_ADD ? 1 + draw(2) : 1 + t * 4 + i;
            s->expected = draw(3);
        }
    }
}

static void print_program(void)
{
    static const char *const kinds[] = {"load", "store", "add", "swap", "cas", "fence"};
    static const char *const orders[] = {"rlx", "con", "acq", "rel", "acq_rel", "sc"};
    for (unsigned t = 0; t < program.threads; t++) {
        char line[400] = "";
        for (unsigned i = 0; i < program.steps[t]; i++) {
            const little_step *s = &program.step[t][i];
            size_t length = strlen(line);
            snprintf(line + length, sizeof line - length, " %s(%c,%u,%u,%s)", kinds[s->kind],
                     (int)('x' + s->variable), s->value, s->expected, orders[s->order]);
        }
        tap_note("T%u:%s", t + 1, line);
    }
}

static bool agree(uint64_t seed, const char *what, const little_set *one, const little_set *other)
{
    uint64_t example;
    if (little_subset(one, other, &example))
        return true;
    tap_note("program %llu: %s: %llx", (unsigned long long)seed, what, (unsigned long long)example);
    print_program();
    return false;
}

/* Large programs have too many graphs for the axioms. */
static bool try_one(uint64_t seed, flavour f, bool large, bool exact, uint64_t *executions,
                    uint64_t *without)
{
    make(seed, f, large);
    *executions += explore(&reduced, false);
    *without += explore(&all_orders, true);
    bool good = agree(seed, "the reduction has lost", &all_orders, &reduced) &&
                agree(seed, "only the reduction has", &reduced, &all_orders);
    if (large)
        return good;
    axioms.count = 0;
    little_axioms(&program, &axioms);
    return good && agree(seed, "the axioms forbid", &reduced, &axioms) &&
           (!exact || agree(seed, "the checker never shows", &axioms, &reduced));
}

static void try_flavour(flavour f, const char *name, bool exact)
{
    static uint64_t next = 1;
    uint64_t programs = rc_tool_scaled(2000), executions = 0, without = 0, good = 0, bad = 0;
    const char *first = getenv("RC_TEST_SEED");
    if (first != NULL && next == 1)
        next += strtoull(first, NULL, 10) * 1000000;
    for (uint64_t i = 0; i < programs && bad < 3; i++, next++) {
        bool fine = try_one(next, f, i % 8 == 0, exact, &executions, &without);
        good += fine;
        bad += !fine;
    }
    tap_ok(bad == 0 && good > 0, "%s: %llu programs: %llu executions, %llu without reduction", name,
           (unsigned long long)good, (unsigned long long)executions, (unsigned long long)without);
}

int main(void)
{
    rc_cli_init("model-fuzz");
    model_machine_init();
    model_on_outcome = restart;
    try_flavour(NO_SC, "relaxed, release, acquire", true);
    try_flavour(SC_FENCES, "with seq_cst fences", true);
    try_flavour(SC_ONLY, "all seq_cst", true);
    try_flavour(MIXED, "some seq_cst", false);
    return tap_done();
}
