/*
 * acts.h: each single thing that a thread can do in a world: the public operations, and combinations of
 * them that arrangements and rivals need.
 */
#ifndef STRESS_PROGRESS_ACTS_H
#define STRESS_PROGRESS_ACTS_H

#include "stress/progress/cast.h"

struct progress_world;

/* X(constant, function, what a report calls it) */
#define PROGRESS_ACTS(X)                                                                           \
    X(RETAIN, retain, "retain")                                                                    \
    X(RELEASE, release, "release")                                                                 \
    X(TRY_RETAIN, try_retain, "try_retain")                                                        \
    X(ENABLE, enable, "enable_try_retain")                                                         \
    X(IS_UNIQUE, is_unique, "is_unique")                                                           \
    X(COUNT, count, "count")                                                                       \
    X(MAKE_IMMORTAL, make_immortal, "make_immortal")                                               \
    X(WEAK_NEW, weak_new, "weak_new")                                                              \
    X(WEAK_UPGRADE, weak_upgrade, "weak_upgrade")                                                  \
    X(WEAK_FREE, weak_free, "weak_free")                                                           \
    X(TYPE_OF, type_of, "type_of")                                                                 \
    X(NEW, new_spare, "new")                                                                       \
    X(COUNTER_INIT, counter_init, "counter_init")                                                  \
    X(COUNTER_DESTROY, counter_destroy, "counter_destroy")                                         \
    X(GET_BACKEND, get_backend, "get_backend")                                                     \
    X(GET_STATS, get_stats, "get_stats")                                                           \
    X(ATTACH, attach, "thread_attach")                                                             \
    X(DETACH, detach, "thread_detach")                                                             \
    X(POLL, poll, "thread_poll")                                                                   \
    X(BLOCK_BEGIN, block_begin, "thread_block_begin")                                              \
    X(BLOCK_END, block_end, "thread_block_end")                                                    \
    X(MAKE, make, "new")                     /* the world's own object */                          \
    X(DEAL, deal, "retain")                  /* for all seats */                                   \
    X(TAKE, take, "retain")                  /* as many as in a deal, for itself */                \
    X(STOCK, stock, "new")                   /* makes the supply, if there is to be one */         \
    X(GIVE, give, "release")                 /* the only reference to an object of the supply */   \
    X(RELEASE_POOR, release_poor, "release") /* while there is no memory */                        \
    X(TRY_TWIN, try_twin, "weak_new")        /* to one more spare object, and frees it */          \
    X(TWIN, twin, "weak_new")                /* to the twin, and frees it */                       \
    X(BARE, bare, "nothing")                 /* memory for a bare counter */                       \
    X(GO_HOME, go_home, "thread_attach")                                                           \
    X(GIVE_BACK, give_back, "release")

typedef enum progress_act {
    NOTHING, /* ends a program */
#define PROGRESS_ACT_CONSTANT(constant, function, text) constant,
    PROGRESS_ACTS(PROGRESS_ACT_CONSTANT) ACTS
} progress_act;

const char *progress_act_name(progress_act act);

/* Does it, on the calling thread, which is the seat's. */
void progress_do(struct progress_world *w, progress_seat self, progress_act act);

/* How many objects and bare counters have died. */
unsigned progress_deaths(void);

/* The acts themselves. acts.c, acts_aside.c */
#define PROGRESS_ACT_FUNCTION(constant, function, text)                                            \
    void progress_act_##function(struct progress_world *w, progress_seat self);
PROGRESS_ACTS(PROGRESS_ACT_FUNCTION)

/* The type of all objects, and what allocates them when there must be memory. */
extern const rc_type progress_type;
void *progress_must(void *memory);

#endif
