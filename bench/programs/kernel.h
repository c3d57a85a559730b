/*
 * kernel.h: what the workloads written in C have in common. One of these is compiled with
 *
 *   -DRC_BACKEND=<name>                          the library, all operations inline
 *   -DRC_BACKEND=<name> -DRC_RECLAIM=<scheme>    the same with slots
 *   -DRC_PROGRAM_PEER                            a peer: counts written by hand, see c11.h
 *
 * -DRC_PROGRAM_FAULT=lose_release or =wrong_result builds one that is wrong on purpose, so that a test can see the
 * suite find out.
 */
#ifndef RC_BENCH_PROGRAMS_KERNEL_H
#define RC_BENCH_PROGRAMS_KERNEL_H

#include "bench/programs/programs.h"
#include "bench/programs/team.h"
#include "refcount/tool/cli.h"

#ifdef RC_PROGRAM_PEER
#include "bench/programs/c11.h"
#define PROGRAM_OF "c11"
#define PROGRAM_DESCRIPTION "peer: counts of C11 atomics written by hand, slots with a mutex"
#define PROGRAM_RANK 1
#define PROGRAM_SHARING RC_PROGRAM_ANY_THREADS
#else
#include "refcount/refcount.h"
#ifdef RC_RECLAIM
#include "gc/slot.h"
#define PROGRAM_OF RC_QUOTE(RC_BACKEND) "+" RC_QUOTE(RC_RECLAIM)
#else
#define PROGRAM_OF RC_QUOTE(RC_BACKEND)
#endif
#define PROGRAM_DESCRIPTION "ours"
#define PROGRAM_RANK 0
#define PROGRAM_SHARING (rc_backend.thread_safe ? RC_PROGRAM_ANY_THREADS : RC_PROGRAM_ONE_THREAD)
#endif

#include <stdlib.h>

enum program_fault { FAULT_none, FAULT_lose_release, FAULT_wrong_result };
#ifndef RC_PROGRAM_FAULT
#define RC_PROGRAM_FAULT none
#define PROGRAM_NAME PROGRAM_OF
#else
#define PROGRAM_NAME PROGRAM_OF "-" PROGRAM_QUOTE(RC_PROGRAM_FAULT)
#endif
#define PROGRAM_QUOTE_(text) #text
#define PROGRAM_QUOTE(text) PROGRAM_QUOTE_(text)
#define PROGRAM_PASTE_(name) FAULT_##name
#define PROGRAM_PASTE(name) PROGRAM_PASTE_(name)
static const enum program_fault program_fault = PROGRAM_PASTE(RC_PROGRAM_FAULT);

/* A new object; there is memory, or the program ends. */
RC_BENCH_INLINE void *program_new(const rc_type *type, size_t size)
{
    void *object = rc_new_sized(type, size);
    if (__builtin_expect(object == NULL, 0))
        rc_cli_fail("%s: no memory for the objects", PROGRAM_NAME);
    return object;
}

/* As rc_release, where a kernel that is wrong on purpose forgets one. */
RC_BENCH_INLINE void program_release(void *object)
{
    if (program_fault == FAULT_lose_release) {
        static __thread bool lost;
        if (!lost && object != NULL) {
            lost = true;
            return;
        }
    }
    rc_release(object);
}

static inline uint64_t program_alive(void)
{
    rc_stats stats;
    rc_get_stats(&stats);
    return stats.live_objects;
}

/* All that this thread has retired and queued has ended. */
static inline void program_settle(void)
{
#ifdef RC_RECLAIM
    rc_reclaim_drain();
#endif
    rc_thread_poll();
}

static inline void program_detach(void)
{
    program_settle();
    rc_thread_detach();
}

static const rc_team_hooks program_hooks = {.attach = rc_thread_attach,
                                            .detach = program_detach,
                                            .block_begin = rc_thread_block_begin,
                                            .block_end = rc_thread_block_end};

/* The body on a team whose caller is attached. */
__attribute__((unused)) static inline double program_team(unsigned threads, rc_team_body *body,
                                                          void *arg)
{
    return rc_team_run(threads, &program_hooks, body, arg);
}

/* A whole run: what a workload does, on a thread that is attached, and what is left of it. */
typedef void program_body(const rc_program_job *job, rc_program_found *found);

RC_BENCH_INLINE bool program_run(program_body *body, const rc_program_job *job,
                                 rc_program_found *found)
{
    rc_tool_pin(0);
    if (rc_thread_attach() != 0)
        return false;
    uint64_t before = program_alive();
    body(job, found);
    program_settle();
    found->left = program_alive() - before;
    found->result ^= program_fault == FAULT_wrong_result;
    rc_thread_detach();
    return true;
}

/* The table of a workload; a file may have several. */
#define PROGRAM(title, body)                                                                       \
    static bool body##_run(const rc_program_job *job, rc_program_found *found)                     \
    {                                                                                              \
        return program_run(body, job, found);                                                      \
    }                                                                                              \
    __attribute__((constructor)) static void body##_add(void)                                      \
    {                                                                                              \
        static rc_program program = {.workload = title,                                            \
                                     .name = PROGRAM_NAME,                                         \
                                     .description = PROGRAM_DESCRIPTION,                           \
                                     .rank = PROGRAM_RANK,                                         \
                                     .run = body##_run};                                           \
        program.sharing = PROGRAM_SHARING;                                                         \
        rc_program_add(&program);                                                                  \
    }

#endif
