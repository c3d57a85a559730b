/*
 * progress: the progress class of each operation, measured, against the class that is claimed.
 *
 * A backend says of itself whether its operations are wait-free, lock-free or blocking (rc_backend_info), and
 * the public headers say it of all others. Here each is put to the definition, in every state that a count
 * can be in, because the worst of them is the operation's class.
 *
 *   blocking    It has to wait while another thread stands in the middle of something. Others are left
 *               standing at each point of the library, and before, with and after each lock (stops.c); and
 *               suspended by a signal at any instruction (suspended.c).
 *   lock-free   It never waits, but a rival that comes between any two of its steps keeps it from its end
 *               for as long as it likes, and gets on with its own operations meanwhile (rivals.c).
 *   wait-free   Neither: it ends after a few points of its own, whatever the others do.
 *   together    All non-blocking operations at full speed, with pauses in their middle (large.c).
 *
 * Fails both ways: if an operation is worse than it is said to be, and if it is never seen to be as bad. So
 * what is called blocking must be seen to block, and what is called lock-free must be seen to retry.
 *
 * What that shows. A blocking operation that was seen to block does block, and a lock-free one that was kept
 * from its end is not wait-free: both are facts, found by schedules that are the same in every run. That an
 * operation is better than that holds for the places, rivals and settings that were tried: all points and
 * locks, and instructions by chance. In particular
 *
 *   - a loop that retries without coming by a point is not seen. stress/tests/progress_test.sh looks for a
 *     point in each compare-exchange loop of the library;
 *   - one atomic operation counts as one step, as it is on x86: but a compiler makes a compare-exchange loop
 *     of a fetch_or whose result is used, and other machines of every one;
 *   - a rival is one other thread. What only two rivals together could do is left to the last part;
 *   - the allocator is not measured. malloc is not lock-free, so the library is given pools here that are
 *     wait-free (pools.h): "lock-free" is to be read "as far as malloc is". Nor are destructors;
 *   - nor is the first use of a thread-local variable, of a symbol, or of a page.
 *
 * Passes: every operation is what is claimed, no thread was stuck, and every object died once.
 *
 *   progress  atomic  sound        and the table: operation, setting, claimed, measured, evidence
 */
#include "stress/progress/large.h"
#include "stress/progress/pools.h"
#include "stress/progress/table.h"
#include "stress/scenario.h"

#include <stdio.h>
#include <string.h>

/* Seconds: of the last part at least and at most; until one that shows no event is taken to wait. */
#define LEAST 0.05
#define MOST 1.0
#define PATIENCE 5.0

static double between(double least, double value, double most)
{
    return value < least ? least : value > most ? most : value;
}

static void judge_large(const progress_large *l)
{
    stress_faults_phase(STRESS_BY_CHANCE);
    if (l->seen.stuck)
        stress_fault(STRESS_PROGRESS, "in the large: %s", l->seen.why);
    if (l->unsound)
        stress_fault(STRESS_LEAK, "in the large not every object died once");
}

static void print_large(const progress_large *l, char *text, size_t size)
{
    if (!l->played)
        snprintf(text, size,
                 "    in the large: not played: it is not for threads, or blocks as it says\n");
    else
        snprintf(text, size,
                 "    in the large: %llu operations of %d threads, %llu pauses of at most %.1f ms, "
                 "at most %u points (%s)\n",
                 (unsigned long long)l->seen.operations, (int)PAUSERS,
                 (unsigned long long)l->seen.pauses, l->seen.longest * 1e3, l->seen.points,
                 l->seen.busiest);
}

static void run(const stress_options *options, stress_report *report)
{
    static progress_table table; /* large */
    report->by_script_alone = true;
    if (rc_ops_is_decorated(options->ops)) {
        snprintf(report->page, STRESS_PAGE, "    a decorator claims nothing for itself\n");
        return;
    }
    progress_pools_install();
    cast_open(options->ops, PATIENCE);
    progress_measure(&table, options->ops, NULL, options->seed);
    cast_close();
    progress_judge(&table);
    report->suspensions = table.held;
    progress_large large = progress_play_large(options->ops, options->seed,
                                               between(LEAST, options->seconds, MOST), PATIENCE);
    judge_large(&large);
    if (!large.played || large.seen.pauses > 0)
        stress_witness();
    progress_print(&table, report->page, STRESS_PAGE);
    size_t used = strlen(report->page);
    print_large(&large, report->page + used, STRESS_PAGE - used);
}

STRESS_SCENARIO(progress) = {
    .name = "progress",
    .summary = "the progress class of each operation, measured, against the one that is claimed",
    .witness = "nobody paused in the large",
    .run = run,
};
