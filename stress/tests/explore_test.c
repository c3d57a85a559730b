/*
 * explore_test.c: the search over interleavings plays all of them, each once, and nothing else; it knows who
 * can go on, and can play any one again.
 */
#include "stress/tests/interleavings.h"
#include "stress/tests/plays.h"

static interleavings all, again;

/* ------------------------------------------------------------------------------------- counting */

static unsigned points[STRESS_ACTORS];

/* One letter for each stretch between two points. */
static void pass_points(unsigned actor)
{
    trace_letter((char)('1' + actor));
    for (unsigned i = 0; i < points[actor]; i++) {
        stress_point("point");
        trace_letter((char)('1' + actor));
    }
}

enum { FINISHED = 1000 };

/*
 * The number of executions, counted independently: `left` are the points that each actor has yet to come
 * by, or FINISHED; `running` has the turn, and comes by its next point or finishes.
 */

static uint64_t executions(unsigned actors, unsigned *left, unsigned running, unsigned preemptions)
{
    uint64_t sum = 0;
    unsigned before = left[running];
    bool goes_on = before > 0, others = false;
    left[running] = goes_on ? before - 1 : (unsigned)FINISHED;
    for (unsigned next = 0; next < actors; next++) {
        if (left[next] == FINISHED)
            continue;
        others = true;
        if (next == running || !goes_on)
            sum += executions(actors, left, next, preemptions);
        else if (preemptions > 0)
            sum += executions(actors, left, next, preemptions - 1);
    }
    left[running] = before;
    return others ? sum : 1;
}

static uint64_t executions_from(unsigned actors, unsigned preemptions)
{
    uint64_t sum = 0;
    for (unsigned first = 0; first < actors; first++) {
        unsigned left[STRESS_ACTORS];
        memcpy(left, points, sizeof left);
        sum += executions(actors, left, first, preemptions);
    }
    return sum;
}

/* How often an actor was interrupted before its last letter. */
static unsigned preemptions_of(const char *trace)
{
    unsigned sum = 0;
    for (; trace[0] != '\0' && trace[1] != '\0'; trace++)
        sum += trace[0] != trace[1] && strchr(trace + 1, trace[0]) != NULL;
    return sum;
}

static void test_counts(unsigned actors, unsigned one, unsigned two, unsigned three)
{
    memcpy(points, (unsigned[STRESS_ACTORS]){one, two, three, 0}, sizeof points);
    for (unsigned bound = 0; bound <= 2; bound++) {
        uint64_t divergences = stress_explore_divergences();
        interleavings_search(&all, actors, bound, pass_points);
        uint64_t expected = executions_from(actors, bound);
        bool within = true;
        for (unsigned i = 0; i < all.count && i < EXECUTIONS; i++)
            within &= preemptions_of(all.trace[i]) <= bound;
        tap_ok(all.count == expected && interleavings_distinct(&all) == expected && within &&
                   stress_explore_divergences() == divergences && !stress_explore_cut(),
               "%u actors with %u, %u, %u points, %u preemptions: %llu executions, all different",
               actors, one, two, three, bound, (unsigned long long)expected);
    }
}

/* ------------------------------------------------------------------------------------- all of them */

/* Every word of `one` letters 1 and `two` letters 2 must be a trace. */
static unsigned missing(char *word, unsigned length, unsigned one, unsigned two)
{
    if (one + two == 0) {
        word[length] = '\0';
        for (unsigned i = 0; i < all.count; i++) {
            if (strcmp(all.trace[i], word) == 0)
                return 0;
        }
        tap_note("not played: %s", word);
        return 1;
    }
    unsigned sum = 0;
    word[length] = '1';
    sum += one > 0 ? missing(word, length + 1, one - 1, two) : 0;
    word[length] = '2';
    sum += two > 0 ? missing(word, length + 1, one, two - 1) : 0;
    return sum;
}

static void test_unbounded(void)
{
    char word[16];
    memcpy(points, (unsigned[STRESS_ACTORS]){3, 3}, sizeof points);
    interleavings_search(&all, 2, 9, pass_points);
    tap_ok(all.count == 70 && interleavings_distinct(&all) == 70 && missing(word, 0, 4, 4) == 0,
           "two actors with three points: all 70 interleavings of four stretches each");
    memcpy(points, (unsigned[STRESS_ACTORS]){1, 1, 1}, sizeof points);
    interleavings_search(&all, 3, 9, pass_points);
    tap_ok(all.count == 90 && interleavings_distinct(&all) == 90,
           "three actors with one point: all 90");
}

/* ------------------------------------------------------------------------------------------ replay */

static void test_replay(void)
{
    unsigned same = 0;
    memcpy(points, (unsigned[STRESS_ACTORS]){2, 3}, sizeof points);
    interleavings_search(&all, 2, 2, pass_points);
    uint64_t divergences = stress_explore_divergences();
    for (unsigned i = 0; i < all.count; i++) {
        same += interleavings_replay(&again, 2, all.schedule[i], pass_points) && again.count == 1 &&
                strcmp(again.trace[0], all.trace[i]) == 0 &&
                strcmp(again.schedule[0], all.schedule[i]) == 0;
    }
    tap_ok(same == all.count && all.count > 10, "all of %u schedules are played again as they were",
           all.count);
    tap_ok(stress_explore_divergences() == divergences, "without a divergence");

    char longer[TRACE];
    snprintf(longer, sizeof longer, "%.500s0", all.schedule[0]);
    interleavings_replay(&again, 2, longer, pass_points);
    tap_ok(stress_explore_divergences() == divergences + 1, "one decision too many diverges");
    interleavings_replay(&again, 2, "2:3", pass_points);
    tap_ok(stress_explore_divergences() == divergences + 2, "a choice that is not there diverges");

    static const char *const wrong[] = {"",    "x",      "1",   ":",    ":0",
                                        "1:x", "1:00 1", "1:9", "-1:0", "1 :0"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        tap_ok(!stress_explore_replay(2, wrong[i]), "'%s' is no schedule", wrong[i]);
}

static void test_cut(void)
{
    memcpy(points, (unsigned[STRESS_ACTORS]){300, 0}, sizeof points);
    stress_explore_begin(2, 1);
    tap_ok(!stress_explore_cut(), "a search begins whole");
    char too_long[TRACE];
    memset(too_long, '0', sizeof too_long);
    memcpy(too_long, "1:", 2);
    too_long[TRACE - 1] = '\0';
    tap_ok(!stress_explore_replay(2, too_long), "a schedule of more decisions than can be kept");
    interleavings_replay(&again, 2, "1:0", pass_points);
    tap_ok(stress_explore_cut(), "an execution of 300 decisions is cut");
}

int main(void)
{
    rc_cli_init("explore_test");
    interleavings_begin();
    for (unsigned n = 0; n <= 4; n++)
        test_counts(2, n, n, 0);
    test_counts(2, 0, 3, 0);
    test_counts(2, 5, 2, 0);
    test_counts(3, 1, 1, 1);
    test_counts(3, 2, 0, 3);
    test_unbounded();
    test_replay();
    test_cut();
    interleavings_end();
    return tap_done();
}
