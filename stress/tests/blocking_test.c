/*
 * blocking_test.c: who cannot go on does not, and goes on when it can; when nobody can, the search says so,
 * who holds and who waits, and can play it again.
 */
#include "stress/tests/interleavings.h"
#include "stress/tests/locks.h"
#include "stress/tests/plays.h"

#include <sys/wait.h>
#include <unistd.h>

static interleavings all;

/* Does a `letter` stand between the first and the last `outer`? */
static bool between(const char *trace, char outer, char letter)
{
    const char *first = strchr(trace, outer), *last = strrchr(trace, outer);
    for (; first != last; first++) {
        if (*first == letter)
            return true;
    }
    return false;
}

/* ---------------------------------------------------------------------------------------- locks */

/* The first two actors share a lock, the third has one of its own. Capitals are inside. */
static void lock_and_unlock(unsigned actor)
{
    trace_letter((char)('a' + actor));
    lock(actor == 2);
    trace_letter((char)('A' + actor));
    stress_point("inside");
    trace_letter((char)('A' + actor));
    unlock(actor == 2);
}

static void test_locking(void)
{
    unsigned mixed = 0, wanted = 0, apart = 0, unfinished = 0;
    interleavings_search(&all, 3, 2, lock_and_unlock);
    for (unsigned i = 0; i < all.count && i < EXECUTIONS; i++) {
        const char *t = all.trace[i];
        mixed += between(t, 'A', 'B') || between(t, 'B', 'A');
        wanted += between(t, 'A', 'b') || between(t, 'B', 'a');
        apart += between(t, 'A', 'C');
        unfinished += strlen(t) != 9;
    }
    tap_ok(mixed == 0, "nobody is inside a lock that another one holds, in %u executions",
           all.count);
    tap_ok(wanted > 0, "somebody wants it meanwhile, in %u of them", wanted);
    tap_ok(apart > 0, "who wants another lock goes on, in %u of them", apart);
    tap_ok(unfinished == 0, "who has waited for a lock gets it when it is free");
}

/* ------------------------------------------------------------------------------------ waiting loops */

/* Touched by who has the turn. */
static unsigned ready, whose, in_vain, most_in_vain;

static void nothing_is_ready(void)
{
    ready = whose = 0;
}

static void wait_for(const unsigned *what, unsigned modulo, unsigned value)
{
    unsigned turns = 0, passed = 0;
    while (*what % modulo != value) {
        passed++;
        stress_waiting(&turns);
    }
    in_vain += passed;
    most_in_vain = passed > most_in_vain ? passed : most_in_vain;
}

/* The last of three makes three steps; the others wait for the last of these. */
static void wait_for_the_last(unsigned actor)
{
    if (actor < 2) {
        wait_for(&ready, 2, 1);
        trace_letter((char)('1' + actor));
        return;
    }
    for (int i = 0; i < 3; i++)
        stress_point("step");
    ready = 1;
    trace_letter('3');
}

/* Two wait for each other, three times each. */
static void take_turns(unsigned actor)
{
    for (int i = 0; i < 3; i++) {
        wait_for(&whose, 2, actor);
        trace_letter((char)('1' + actor));
        whose++;
    }
}

/* The first waits for the second, which waits for a lock that the third frees after two steps. */
static void wait_for_who_waits(unsigned actor)
{
    if (actor == 0) {
        wait_for(&ready, 2, 1);
        trace_letter('1');
        return;
    }
    lock(0);
    for (int i = 0; actor == 2 && i < 2; i++)
        stress_point("step");
    ready |= actor == 1;
    trace_letter((char)('1' + actor));
    unlock(0);
}

static void test_waiting(const char *what, unsigned actors, program *act, const char *letters)
{
    unsigned unserved = 0;
    interleavings_before_each(nothing_is_ready);
    in_vain = most_in_vain = 0;
    interleavings_search(&all, actors, 2, act);
    for (unsigned i = 0; i < all.count && i < EXECUTIONS; i++) {
        for (const char *l = letters; *l != '\0'; l++)
            unserved += strchr(all.trace[i], *l) == NULL;
    }
    tap_ok(unserved == 0 && in_vain > 0 && most_in_vain < 100,
           "%s: all get on in %u executions, after %u turns in vain at the most", what, all.count,
           most_in_vain);
    interleavings_before_each(NULL);
}

/* ------------------------------------------------------------------- when nobody can go on */

enum { WORLD = 64 }; /* bytes: a scenario has one */

static void make(stress_stage *stage)
{
    (void)stage;
}

static void embrace(stress_stage *stage, unsigned actor)
{
    (void)stage;
    stress_self_begins("embrace");
    lock(actor);
    lock(1 - actor);
    unlock(1 - actor);
    unlock(actor);
    stress_self_ends();
}

static void circle(stress_stage *stage, unsigned actor)
{
    (void)stage;
    stress_self_begins("circle");
    lock(actor);
    lock((actor + 1) % 3);
    unlock((actor + 1) % 3);
    unlock(actor);
    stress_self_ends();
}

static void lock_twice(stress_stage *stage, unsigned actor)
{
    (void)stage;
    stress_self_begins("lock twice");
    if (actor == 1) {
        lock(0);
        lock(0);
    }
    stress_self_ends();
}

static void wait_inside(stress_stage *stage, unsigned actor)
{
    (void)stage;
    unsigned turns = 0;
    stress_self_begins(actor == 0 ? "wait inside" : "wait outside");
    lock(0);
    while (actor == 0 && whose != 1)
        stress_waiting(&turns);
    whose = actor;
    unlock(0);
    stress_self_ends();
}

static void wait_for_each_other(stress_stage *stage, unsigned actor)
{
    (void)stage;
    unsigned turns = 0;
    stress_self_begins("wait");
    while (whose != 2 + actor)
        stress_waiting(&turns);
    stress_self_ends();
}

static void test_fault(const char *name, unsigned actors, void (*act)(stress_stage *, unsigned),
                       stress_oracle oracle, const char *says, const char *schedule)
{
    const stress_scenario scenario = {.name = name,
                                      .actors = actors,
                                      .makers = 1u << STRESS_MADE_BY_FIRST,
                                      .world_size = WORLD,
                                      .make = make,
                                      .act = act};
    stress_options options = plays_options(rc_ops_find("atomic"));
    stress_report found = *play_with(&scenario, &options);
    if (!tap_ok(oracles_that_fired(&found) == 1u << oracle, "%s: %s, after %llu executions", name,
                stress_oracles[oracle].name, (unsigned long long)found.schedules))
        note_oracles(&found, 1u << oracle);
    tap_ok(strcmp(found.faults.first[oracle], says) == 0, "%s: '%s'", name,
           found.faults.first[oracle]);
    tap_ok(strcmp(found.faults.replay, schedule) == 0, "%s: found in the shortest schedule, '%s'",
           name, found.faults.replay);
    options.replay = found.faults.replay;
    const stress_report *repeated = play_with(&scenario, &options);
    tap_ok(oracles_that_fired(repeated) == 1u << oracle && repeated->schedules == 0 &&
               strcmp(repeated->faults.first[oracle], found.faults.first[oracle]) == 0 &&
               strcmp(repeated->faults.replay, found.faults.replay) == 0,
           "%s: the same again when that schedule is played", name);
}

/* A schedule that is none: one line, status 2. In a process of its own, which it ends. */
static void test_refusal(const char *schedule)
{
    const stress_scenario scenario = {
        .name = "refusing", .actors = 2, .world_size = WORLD, .make = make, .act = embrace};
    stress_options options = plays_options(rc_ops_find("atomic"));
    options.replay = schedule;
    int ends[2], status = 0;
    char said[256];
    if (pipe(ends) != 0)
        rc_cli_fail("no pipe");
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        close(ends[1]);
        play_with(&scenario, &options);
        _exit(RC_EXIT_OK);
    }
    close(ends[1]);
    ssize_t length = 0, more;
    while ((more = read(ends[0], said + length, sizeof said - 1 - (size_t)length)) > 0)
        length += more;
    close(ends[0]);
    said[length] = '\0';
    tap_ok(pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
               WEXITSTATUS(status) == RC_EXIT_USAGE && strstr(said, "is no schedule of") != NULL &&
               strchr(said, '\n') == said + strlen(said) - 1,
           "'%s': refused in one line, with status 2", schedule);
}

int main(void)
{
    rc_cli_init("blocking_test");
    test_locks_init();
    interleavings_begin();
    test_locking();
    test_waiting("two wait for a third", 3, wait_for_the_last, "123");
    test_waiting("two wait for each other in turns", 2, take_turns, "12");
    test_waiting("one waits for another that waits for a lock", 3, wait_for_who_waits, "123");
    interleavings_end();

    test_fault("two locks in opposite orders", 2, embrace, STRESS_DEADLOCK,
               "T1: embrace at its beginning, waits for a lock that T2 holds; "
               "T2: embrace at its beginning, waits for a lock that T1 holds",
               "0.0 1:001");
    test_fault("three locks in a circle", 3, circle, STRESS_DEADLOCK,
               "T1: circle at its beginning, waits for a lock that T2 holds; "
               "T2: circle at its beginning, waits for a lock that T3 holds; "
               "T3: circle at its beginning, waits for a lock that T1 holds",
               "0.0 1:0021");
    test_fault("a lock taken twice", 2, lock_twice, STRESS_DEADLOCK,
               "T2: lock twice at its beginning, waits for a lock that T2 holds", "0.0 0:0");
    test_fault("a wait inside a lock", 2, wait_inside, STRESS_LIVELOCK,
               "T1: wait inside at waiting; "
               "T2: wait outside at its beginning, waits for a lock that T1 holds",
               "0.0 0:0");
    test_fault("a wait for each other", 2, wait_for_each_other, STRESS_LIVELOCK,
               "T1: wait at waiting; T2: wait at waiting", "0.0 0:0");
    test_refusal("nonsense");
    test_refusal("9.0 1:0");
    test_refusal("0.7 1:0");
    test_refusal("0.0 1:07");
    test_refusal("0.0");
    return tap_done();
}
