/*
 * litmus_test.c: the litmus tests show what they are there for.
 *
 * Each is played on each backend. One that is right has no fault; plain, where threads share, is found broken
 * by schedule alone. And every outcome that a table calls acceptable or interesting is seen on some backend:
 * a table of what never happens would forbid nothing. What only chance can show is given some seconds.
 */
#include "refcount/atomics.h"
#include "refcount/tool/scale.h"
#include "stress/tests/plays.h"

enum { MOST = 64, SECONDS_OF_CHANCE = 20 };

/* What has been seen of a test's outcomes so far: a bit for each line of its table. */
static unsigned seen[MOST];

static unsigned count_scenarios(void)
{
    unsigned count = 0;
    while (stress_scenarios()[count] != NULL)
        count++;
    return count;
}

static unsigned count_backends(void)
{
    unsigned count = 0;
    while (rc_ops_at(count) != NULL)
        count++;
    return count;
}

static unsigned outcomes_of(const stress_scenario *scenario, const stress_report *report)
{
    unsigned found = 0;
    for (unsigned i = 0; scenario->outcomes[i].text != NULL; i++) {
        for (unsigned j = 0; j < STRESS_OUTCOMES; j++)
            found |= (unsigned)(strcmp(report->outcome[j].text, scenario->outcomes[i].text) == 0)
                     << i;
    }
    return found;
}

static stress_options options_for(const stress_scenario *scenario, const rc_ops *ops,
                                  double seconds)
{
    stress_options options = plays_options(ops);
    options.stop = false;
    options.budget = 0.05;
    options.seconds = seconds;
    /* One scheme after the other, of those that can be scheduled. */
    static unsigned turn;
    const rc_gc_ops *pair;
    while ((pair = rc_gc_ops_of(ops, turn++)) == NULL || !stress_schedulable(pair)) {
        if (pair == NULL)
            turn = 0;
    }
    options.gc = scenario->reclaims ? pair : NULL;
    return options;
}

static uint64_t faults_by_schedule(const stress_report *report)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < STRESS_ORACLES; i++)
        sum += rc_load_relaxed(&report->faults.count[STRESS_SCRIPTED][i]); /* relaxed: at rest */
    return sum;
}

static void test_on(unsigned index, const rc_ops *ops)
{
    const stress_scenario *scenario = stress_scenarios()[index];
    const rc_backend_info *info = ops->get_backend();
    bool ok, broken = scenario->shares && !info->thread_safe;
    stress_options options = options_for(scenario, ops, 0);
    options.stop = broken;
    if (broken)
        options.budget = 10; /* a search that finds something ends there, however slow the machine */
    const stress_report *report =
        broken ? play_quietly(scenario, &options) : play_with(scenario, &options);
    if (broken) {
        ok = tap_ok(faults_by_schedule(report) > 0, "%s finds %s broken, by schedule",
                    scenario->name, info->name);
    } else {
        ok = tap_ok(stress_faults_total(&report->faults) == 0 && report->finished,
                    "%s finds no fault in %s, in %llu schedules", scenario->name, info->name,
                    (unsigned long long)report->schedules);
        seen[index] |= outcomes_of(scenario, report);
    }
    if (!ok)
        note_oracles(report, 0);
}

/* Outcomes that the machine does not have, though the language allows them. */
static bool is_beyond_machine(const stress_scenario *scenario, const stress_outcome *outcome)
{
#if defined(__x86_64__)
    return strcmp(scenario->name, "machine-mp") == 0 && strcmp(outcome->text, "1,0") == 0;
#else
    return false;
#endif
}

static unsigned wanted_of(const stress_scenario *scenario)
{
    unsigned wanted = 0;
    for (unsigned i = 0; scenario->outcomes[i].text != NULL; i++) {
        const stress_outcome *o = &scenario->outcomes[i];
        if (o->grade != STRESS_FORBIDDEN && !is_beyond_machine(scenario, o))
            wanted |= 1u << i;
    }
    return wanted;
}

/* What is missing may be a matter of nanoseconds: played by chance on one right backend after the other. */
static void play_for_missing(unsigned index)
{
    const stress_scenario *scenario = stress_scenarios()[index];
    unsigned wanted = wanted_of(scenario);
    for (unsigned i = 0; i < SECONDS_OF_CHANCE && (seen[index] & wanted) != wanted; i++) {
        const rc_ops *ops = rc_ops_at(i % count_backends());
        stress_options options = options_for(scenario, ops, 1);
        options.preemptions = 0;
        if (ops->get_backend()->thread_safe)
            seen[index] |= outcomes_of(scenario, play_with(scenario, &options));
    }
}

static void test_outcomes(unsigned index)
{
    const stress_scenario *scenario = stress_scenarios()[index];
    play_for_missing(index);
    for (unsigned i = 0; scenario->outcomes[i].text != NULL; i++) {
        const stress_outcome *o = &scenario->outcomes[i];
        bool was_seen = seen[index] >> i & 1;
        if (is_beyond_machine(scenario, o))
            tap_ok(!was_seen, "%s: '%s' is never seen on this machine", scenario->name, o->text);
        else if (o->grade != STRESS_FORBIDDEN)
            tap_ok(was_seen, "%s: '%s' is seen", scenario->name, o->text);
    }
}

int main(void)
{
    rc_cli_init("litmus_test");
    unsigned scenarios = count_scenarios(), backends = count_backends();
    uint64_t pairs = scenarios * backends, played = rc_tool_scaled(pairs), random = stress_seed();
    uint64_t first = stress_random(&random) % pairs;
    tap_ok(scenarios >= 17 && scenarios <= MOST, "there are %u litmus tests", scenarios);
    for (uint64_t i = 0; i < played; i++) {
        uint64_t pair = (first + i) % pairs;
        test_on((unsigned)(pair / backends), rc_ops_at((unsigned)(pair % backends)));
    }
    if (played < pairs)
        tap_note("%llu of %llu plays: not enough to say what is never seen",
                 (unsigned long long)played, (unsigned long long)pairs);
    for (unsigned i = 0; played >= pairs && i < scenarios; i++)
        test_outcomes(i);
    return tap_done();
}
