/*
 * clock.c: the steps of the clock.
 */
#include "bench/micro/environment.h"

#include "refcount/tool/cli.h"

enum { READINGS = 20000, LONGEST = 200 };

/*
 * How long the next reading took, in whole ns, gathers where the clock steps: the steps are the distance between two
 * such places. What was seen once in a hundred times at the least is one; next to each other they are one place,
 * because a step is no whole number of ns.
 */
double rc_bench_clock_step(void)
{
    unsigned seen[LONGEST] = {0};
    double before = rc_tool_now();
    for (unsigned i = 0; i < READINGS; i++) {
        double now = rc_tool_now(), ns = (now - before) * 1e9 + 0.5;
        if (ns < LONGEST)
            seen[(unsigned)ns]++;
        before = now;
    }
    unsigned step = LONGEST, last = LONGEST;
    for (unsigned ns = 0; ns < LONGEST; ns++) {
        if (seen[ns] < READINGS / 100)
            continue;
        if (last < LONGEST && ns - last > 1 && ns - last < step)
            step = ns - last;
        last = ns;
    }
    return step < LONGEST ? step : 1;
}
