/*
 * team.c: the threads of a workload.
 *
 * The barrier blocks instead of spinning: with more threads than processors one that spins takes the time of
 * those it waits for.
 */
#include "bench/programs/team.h"

#include "refcount/tool/cli.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef struct team {
    const rc_team_hooks *hooks;
    rc_team_body *body;
    void *arg;
    bool alone;
    pthread_barrier_t all;
} team;

typedef struct member {
    pthread_t thread;
    team *of;
    unsigned index;
    double began, ended;
} member;

static __thread team *mine;

void rc_team_meet(void)
{
    const rc_team_hooks *hooks = mine->hooks;
    if (hooks->block_begin != NULL)
        hooks->block_begin();
    pthread_barrier_wait(&mine->all);
    if (hooks->block_end != NULL)
        hooks->block_end();
}

static void work(member *self)
{
    mine = self->of;
    rc_tool_pin(self->index);
    rc_team_meet();
    double (*now)(void) = self->of->alone ? rc_tool_thread_seconds : rc_tool_now;
    self->began = now();
    self->of->body(self->index, self->of->arg);
    self->ended = now();
}

static void *run_member(void *arg)
{
    member *self = arg;
    const rc_team_hooks *hooks = self->of->hooks;
    if (hooks->attach != NULL && hooks->attach() != 0)
        rc_cli_fail("cannot attach a thread: %s", strerror(errno));
    work(self);
    if (hooks->detach != NULL)
        hooks->detach();
    return NULL;
}

static void join_all(const rc_team_hooks *hooks, member *members, unsigned threads)
{
    if (hooks->block_begin != NULL)
        hooks->block_begin();
    for (unsigned i = 1; i < threads; i++)
        pthread_join(members[i].thread, NULL);
    if (hooks->block_end != NULL)
        hooks->block_end();
}

double rc_team_run(unsigned threads, const rc_team_hooks *hooks, rc_team_body *body, void *arg)
{
    team all = {.hooks = hooks, .body = body, .arg = arg, .alone = threads == 1};
    member *members = calloc(threads, sizeof *members);
    if (members == NULL || pthread_barrier_init(&all.all, NULL, threads) != 0)
        rc_cli_fail("no memory for %u threads", threads);
    for (unsigned i = 0; i < threads; i++) {
        members[i].of = &all;
        members[i].index = i;
        if (i > 0 && pthread_create(&members[i].thread, NULL, run_member, &members[i]) != 0)
            rc_cli_fail("cannot start a thread: %s", strerror(errno));
    }
    work(&members[0]);
    join_all(hooks, members, threads);
    double began = members[0].began, ended = members[0].ended;
    for (unsigned i = 1; i < threads; i++) {
        began = members[i].began < began ? members[i].began : began;
        ended = members[i].ended > ended ? members[i].ended : ended;
    }
    pthread_barrier_destroy(&all.all);
    free(members);
    return ended - began;
}
