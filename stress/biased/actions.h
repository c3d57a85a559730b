/*
 * actions.h: what the threads of the biased tests do when told, and the objects whose ends are counted.
 */
#include "refcount/refcount.h"
#include "refcount/tool/tap.h"
#include "stress/support/puppet.h"
#include "stress/support/sanitizers.h"
#include "stress/support/threads.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)

static puppet t1, t2;
static _Atomic unsigned deaths;

static void count_death(void *dead)
{
    (void)dead;
    rc_fetch_add_relaxed(&deaths, 1);
}

static const rc_type type = {.name = "counted", .size = 32, .destroy = count_death};

static inline unsigned dead(void)
{
    return rc_load_relaxed(&deaths);
}

static inline void attach(void *arg)
{
    (void)arg;
    if (rc_thread_attach() != 0)
        abort();
}

static inline void detach(void *arg)
{
    (void)arg;
    rc_thread_detach();
}

static inline void poll(void *arg)
{
    (void)arg;
    rc_thread_poll();
}

static inline void block_begin(void *arg)
{
    (void)arg;
    rc_thread_block_begin();
}

static inline void block_end(void *arg)
{
    (void)arg;
    rc_thread_block_end();
}
