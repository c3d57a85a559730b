/*
 * team.c: see team.h.
 */
#include "bench/claims/team.h"

#include "refcount/tool/cli.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct team {
    pthread_barrier_t start;
    void (*body)(void *arg, unsigned index);
    void *arg;
} team;

typedef struct member {
    team *team;
    unsigned index;
    double began, ended, processor;
} member;

static void *run_member(void *arg)
{
    member *m = arg;
    rc_tool_pin(m->index);
    pthread_barrier_wait(&m->team->start);
    m->began = rc_tool_now();
    double before = rc_tool_thread_seconds();
    m->team->body(m->team->arg, m->index);
    m->processor = rc_tool_thread_seconds() - before;
    m->ended = rc_tool_now();
    return NULL;
}

team_times team_run(unsigned count, void (*body)(void *arg, unsigned index), void *arg)
{
    team t = {.body = body, .arg = arg};
    member m[CLAIMS_MOST_THREADS];
    pthread_t thread[CLAIMS_MOST_THREADS];
    if (pthread_barrier_init(&t.start, NULL, count) != 0)
        rc_cli_fail("cannot make a barrier");
    for (unsigned i = 0; i < count; i++) {
        m[i] = (member){.team = &t, .index = i};
        if (pthread_create(&thread[i], NULL, run_member, &m[i]) != 0)
            rc_cli_fail("cannot make a thread");
    }
    double began = 0, ended = 0;
    team_times times = {.processor = 0};
    for (unsigned i = 0; i < count; i++) {
        pthread_join(thread[i], NULL);
        began = i == 0 || m[i].began < began ? m[i].began : began;
        ended = m[i].ended > ended ? m[i].ended : ended;
        times.processor += m[i].processor;
    }
    pthread_barrier_destroy(&t.start);
    unsigned processors = rc_tool_processors();
    times.wall = ended - began;
    times.share = times.processor / (times.wall * (count < processors ? count : processors));
    return times;
}

static int by_value(const void *one, const void *other)
{
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

double team_median(double *value, unsigned count)
{
    qsort(value, count, sizeof *value, by_value);
    return count % 2 != 0 ? value[count / 2] : (value[count / 2 - 1] + value[count / 2]) / 2;
}

void team_alternate(unsigned variants, unsigned rounds,
                    double (*measure)(void *arg, unsigned which), void *arg, double *median)
{
    double *all = calloc((size_t)variants * rounds, sizeof *all);
    if (all == NULL)
        rc_cli_fail("no memory for measurements");
    for (unsigned round = 0; round < rounds; round++) {
        for (unsigned v = 0; v < variants; v++)
            all[v * rounds + round] = measure(arg, v);
    }
    for (unsigned v = 0; v < variants; v++)
        median[v] = team_median(&all[v * rounds], rounds);
    free(all);
}
