/*
 * model.h: what a program for the model checker is.
 *
 * A program is one file in programs/ (or litmus/) whose head says what it does and which bug it hunts. It is
 * one small play of two to four threads on the library; rc-model plays it in every interleaving of its atomic
 * accesses and with every outcome that the C11 memory model allows, but for load buffering (docs/model.md).
 * Nothing else names a program: MODEL_PROGRAM registers it.
 *
 *   prepare  each thread, one after the other, before the play: attach, make objects
 *   act      all threads at once: this is what is explored
 *   finish   each thread, one after the other, afterwards; then thread exit functions, in the same order
 *   judge    at the very end, when everything that the play made must be gone
 *
 * Programs are compiled as the library is: with -fsanitize=thread and seam.h. So a plain variable that two
 * threads use without order is a data race, in a program as well.
 */
#ifndef STRESS_MODEL_MODEL_H
#define STRESS_MODEL_MODEL_H

#include "gc/ops.h"
#include "refcount/ops.h"
#include "refcount/types/ops.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MODEL_THREADS = 4 };

/* The backend that the program is played on; its slots, with the program's scheme; its object types. */
extern const rc_ops *rc;
extern const rc_gc_ops *gc;
extern const rc_types_ops *types;

/* Its cycle collector: rc_collect. */
size_t model_collect(void);
/* The same by rc_gc_collect_sliced, which looks at about so many objects and references in one stop. */
size_t model_collect_sliced(size_t slice);

/* Which operations run at once: their progress classes say whether a suspended thread may stop others. */
typedef enum model_uses {
    MODEL_RETAIN = 1,
    MODEL_RELEASE = 2,
    MODEL_TRY_RETAIN = 4,
    MODEL_WAITS = 8 /* it waits for another thread, whatever the backend */
} model_uses;

typedef struct model_outcome {
    const char *text;
    const char *why;
} model_outcome;

typedef struct model_program {
    const char *name;
    const char *summary; /* one line */
    const char *bound;   /* what is finite about it: who does how much */
    const char
        *room; /* of stress/mutants/: what it is about; NULL: counts, weak references, threads */
    const char *scheme;   /* how what was retired is reclaimed; NULL: nothing is */
    const char *backends; /* the only ones, by name, with spaces between; NULL: all */
    const char *sampled;  /* those on which there are too many executions: all with few preemptions
                            are played, and a random sample */
    const char
        *tolerant; /* of a program with a bug: those on which it does no harm, and is not played */
    uint64_t samples;     /* at most so many, because each takes long; 0: as many as asked for */
    unsigned preemptions; /* these few */
    bool shares;          /* threads use one object at once: plain must be found broken */
    bool broken; /* a fault is seeded: the checker must find it; its name begins with `seeded-` */
    bool bare;   /* uses no backend: litmus tests and algorithms of its own */
    bool slow;   /* not part of the selection that `make check` has time for */
    unsigned threads;
    unsigned uses;         /* model_uses, if threads are to be suspended too; 0: none are */
    unsigned no_memory;    /* how many allocations may fail during the play */
    unsigned no_memory_of; /* of which threads, 1 << thread; 0: of all */
    unsigned
        timeouts; /* how often a thread's patience may end: after that it sleeps until it is woken */
    unsigned stale; /* how often a load in a loop sees the same old store again; 0: no bound */
    bool reuse;     /* an allocation may return what the same thread freed last */
    bool hurried;   /* tries that are bounded are given up: a pause waits for nothing */
    bool leaks;     /* what is left at the end is no fault */
    void (*prepare)(unsigned thread);
    void (*act)(unsigned thread);
    void (*finish)(unsigned thread);
    void (*judge)(void);
    const model_outcome *outcomes; /* exactly these must be seen; ends with text NULL */
} model_program;

#define MODEL_PROGRAM(name)                                                                        \
    static const model_program name;                                                               \
    static const model_program *const name##_entry                                                 \
        __attribute__((used, section("model_programs"))) = &name;                                  \
    static const model_program name

/* Where a program's variables stand: what only they point to is no part of the library. */
#define MODEL_WORLD static __attribute__((section("model_world")))

/* A fault unless `condition`. */
#define model_assert(condition)                                                                    \
    ((condition) ? (void)0 : model_assert_failed_(#condition, __FILE__, __LINE__))
_Noreturn void model_assert_failed_(const char *condition, const char *file, int line);

/* Adds to the outcome of this execution: a small number and a comma between two. */
void model_say(uint64_t value);

/* Something has been read: so that the compiler reads it. */
void model_look(uint64_t value);

/* One of `count` numbers from 0: every one is tried. */
unsigned model_choose(unsigned count);

/* Runs the exit functions of the calling thread, which then is gone: the last thing in act. */
void model_exit_thread(void);

/* Blocks until the other thread's act is over. Orders nothing. */
void model_await_end(unsigned thread);

/* The calling thread has the identity (the thread pointer) of another one, which must be gone. */
void model_take_identity(unsigned thread);

/* The identities of all threads stand in one bucket of the library's table of threads (thread.c). */
void model_share_bucket(void);

/* A name for a block or variable in printed executions; a literal. */
void model_name(const void *address, const char *name);

#endif
