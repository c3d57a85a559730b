/*
 * sequences_test.c: every backend does what the model says, `plain` too; and a fault put into one is found,
 * shrunk to a few operations, and found again in their text.
 *
 *     sequences [BACKEND FILE]      plays the text in FILE instead
 */
#include "stress/sequences/faults.h"

#include "refcount/check/shadow.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "stress/sequences/generate.h"
#include "stress/support/threads.h"

#include <stdio.h>

static stress_sequences_result result; /* large */

static void show(const char *text)
{
    char line[128];
    for (size_t length; *text != '\0'; text += length + (text[length] == '\n')) {
        length = strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)length, text);
        tap_note("    %s", line);
    }
}

#include "stress/sequences/blocks.h"
#include "stress/sequences/texts.h"

/* ------------------------------------------------------------------------------ backends */

static void backend_is_right(const char *name, uint64_t seed)
{
    stress_sequences_options options = {.target = {.ops = rc_ops_find(name)},
                                        .seed = seed,
                                        .count = rc_tool_scaled(400),
                                        .shrink_seconds = 20};
    bool right = stress_sequences_run(&options, &result);
    tap_ok(right, "%s: %llu sequences of %llu operations", name,
           (unsigned long long)result.sequences, (unsigned long long)result.operations);
    if (right)
        return;
    tap_note("seed %llu: %s", (unsigned long long)result.seed, result.played.reason);
    tap_note("play it again with sequences %s FILE, of this text:", name);
    show(result.text);
}

static void backends_are_right(uint64_t seed)
{
    const rc_ops *ops;
    for (unsigned i = 0; (ops = rc_ops_at(i)) != NULL; i++) {
        char checked[64];
        snprintf(checked, sizeof checked, "check+%s", ops->get_backend()->name);
        backend_is_right(ops->get_backend()->name, seed);
        backend_is_right(checked, seed);
    }
}

/* -------------------------------------------------------------------------------- faults */

#define K(name) (1u << STRESS_SEQ_DEVIATION_##name)
#define SOONER (K(EARLY) | K(STATISTICS) | K(COUNT) | K(UNIQUE))

/* X(function, in the place of, in the backend, what may be wrong first, operations that are enough) */
#define FAULTS(X)                                                                                  \
    X(every_7th_retain_is_lost, retain, "atomic", SOONER | K(LATE), 11)                            \
    X(every_7th_retain_is_lost, retain, "biased", SOONER | K(LATE), 11)                            \
    X(every_7th_retain_is_lost, retain, "plain", SOONER | K(LATE), 11)                             \
    X(retain_returns_another, retain, "mutex", K(RESULT), 2)                                       \
    X(retain_writes, retain, "atomic", K(MEMORY), 2)                                               \
    X(every_3rd_release_is_two, release, "atomic", SOONER, 10)                                     \
    X(every_3rd_release_is_two, release, "biased", SOONER | K(LATE), 10)                           \
    X(every_2nd_release_is_lost, release, "atomic", K(LATE) | K(STATISTICS) | K(COUNT), 8)         \
    X(release_is_put_off, release, "atomic", K(LATE) | K(STATISTICS) | K(COUNT), 4)                \
    X(release_is_put_off, release, "biased", K(LATE) | K(STATISTICS) | K(COUNT), 4)                \
    X(counter_is_disposed_at_once, counter_release, "atomic", K(EARLY) | K(TWICE), 3)              \
    X(count_is_one_more, count, "atomic", K(COUNT), 2)                                             \
    X(count_is_one_more, count, "biased", K(COUNT), 2)                                             \
    X(counter_reads_one_less, counter_read, "biased", K(COUNT), 3)                                 \
    X(two_are_unique, is_unique, "mutex", K(UNIQUE), 4)                                            \
    X(two_are_unique, is_unique, "biased", K(UNIQUE), 4)                                           \
    X(nobody_is_unique, is_unique, "biased", K(UNIQUE), 2)                                         \
    X(try_retain_refuses, try_retain, "atomic", K(ATTEMPT), 2)                                     \
    X(try_retain_refuses, try_retain, "biased", K(ATTEMPT), 3)                                     \
    X(dead_counter_is_retained, counter_try_retain, "atomic", K(WOKEN), 3)                         \
    X(immortals_die, make_immortal, "biased", SOONER, 3)                                           \
    X(upgrade_wakes_the_dead, weak_upgrade, "atomic", K(WOKEN), 4)                                 \
    X(upgrade_wakes_the_dead, weak_upgrade, "biased", K(WOKEN), 4)                                 \
    X(upgrade_refuses, weak_upgrade, "biased", K(ATTEMPT), 3)                                      \
    X(new_finalizes_twice, new, "atomic", K(TWICE), 2)                                             \
    X(new_never_finalizes, new, "biased", K(ORDER), 2)                                             \
    X(new_is_dirty, new, "plain", K(MEMORY), 1)                                                    \
    X(no_type, type_of, "plain", K(RESULT), 2)                                                     \
    X(no_poll, thread_poll, "biased", K(LATE) | K(STATISTICS), 5)                                  \
    X(no_begin, thread_block_begin, "biased", K(LATE) | K(STATISTICS), 5)                          \
    X(twice_as_many_destroyed, get_stats, "atomic", K(STATISTICS), 2)                              \
    X(bytes_of_the_dead_live, get_stats, "plain", K(STATISTICS), 2)                                \
    X(poll_is_misuse, thread_poll, "check+atomic", K(MISUSE), 1)                                   \
    X(poll_hangs, thread_poll, "plain", K(HANG), STRESS_SEQ_MOST) /* the last one: see play.h */

typedef struct fault {
    const char *name, *backend;
    size_t field; /* where in the table */
    void (*function)(void);
    unsigned kinds;
    size_t most;
} fault;

#define FAULT(function, field, backend, kinds, most)                                               \
    {#function, backend, offsetof(rc_ops, field), (void (*)(void))function, kinds, most},
static const fault faults[] = {FAULTS(FAULT)};

static rc_ops with_fault(const fault *f)
{
    rc_ops ops = *real;
    memcpy((char *)&ops + f->field, &f->function, sizeof f->function);
    ops.type_of = f->function == (void (*)(void))no_type ? no_type : user_type_of;
    if (f->function == (void (*)(void))upgrade_wakes_the_dead)
        ops.weak_new = weak_new_remembers;
    return ops;
}

static unsigned kinds_found;

/* From the same seed in every run: how few operations shrinking ends with is a matter of luck. */
static bool fault_is_found(const fault *f)
{
    real = rc_ops_find(f->backend);
    /* Not on the stack: a thread that hangs goes on using them. */
    static rc_ops tables[sizeof faults / sizeof faults[0]];
    rc_ops *ops = &tables[f - faults];
    *ops = with_fault(f);
    bool hangs = f->kinds == K(HANG);
    stress_sequences_options options = {
        .target = {.ops = ops, .begin = forget, .patience = hangs ? 0.3 : 0},
        .seed = 1,
        .count = 500,
        .shrink_seconds = 30};
    if (stress_sequences_run(&options, &result))
        return false;
    stress_seq_played played = result.played;
    kinds_found |= 1u << played.kind;
    if (hangs) /* a thread is in it for ever: it is not played again */
        return played.kind == STRESS_SEQ_DEVIATION_HANG;
    static stress_seq s;
    char error[128];
    bool same =
        stress_sequences_replay(&options.target, result.text, &played, error, sizeof error) &&
        played.failed && played.kind == result.played.kind &&
        strcmp(played.reason, result.played.reason) == 0;
    bool only_with_it = stress_sequences_replay(&(stress_seq_target){.ops = real}, result.text,
                                                &played, error, sizeof error) &&
                        !played.failed && played.skipped == 0;
    bool is_short = stress_seq_parse(&s, result.text, error, sizeof error) && s.length <= f->most;
    return same && only_with_it && is_short && (f->kinds >> result.played.kind & 1) != 0;
}

static void ignore_report(const rc_check_report *report)
{
    (void)report;
}

static void faults_are_found(void)
{
    rc_check_on_report(ignore_report);
    keeping = true;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        const fault *f = &faults[i];
        bool found = fault_is_found(f);
        tap_ok(found, "found: %s, in %s, after %llu sequences: %s", f->name, f->backend,
               (unsigned long long)result.sequences, result.played.reason);
        if (!found)
            show(result.text);
    }
    unsigned all = (1u << STRESS_SEQ_DEVIATION_COUNT_) - 1;
    tap_ok(kinds_found == all, "found: every kind of deviation");
}

int main(int argc, char **argv)
{
    rc_cli_init("sequences");
    rc_set_allocator(&(rc_allocator){allocate, release});
    if (argc != 1) {
        if (argc != 3)
            rc_cli_fail("usage: sequences [BACKEND FILE]");
        const rc_ops *ops = rc_ops_find(argv[1]);
        if (ops == NULL)
            rc_cli_fail("unknown backend '%s'", argv[1]);
        return stress_sequences_replay_file(ops, argv[2]);
    }
    uint64_t seed = stress_seed();
    text_comes_back(seed);
    text_is_refused();
    memory_comes_back();
    backends_are_right(seed);
    faults_are_found();
    return tap_done();
}
