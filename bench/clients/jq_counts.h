/*
 * jq_counts.h: the counts of jq's values, kept by a rc_counter. replace.py puts this into jq's jv.c, in the
 * place of jq's own; there `jv` and jv_free are known.
 *
 * jq's way is to count down, and to take the value apart if that was the last reference. A backend says so
 * by calling `dispose`. Where the death happens at once, within the release, dispose leaves a mark for the
 * caller, who goes on as jq does. Where it may be put off to another thread (deferred_death, here
 * RC_CLIENT_DEFERS), there may be no caller any more: the count knows what kind of value it belongs to,
 * and dispose frees that as a whole. It calls jv_free, which finds the count ended.
 *
 * jq asks whether a value is unshared before it changes it in place. A backend may say no although it is;
 * jq then makes a copy, which is slower and as right.
 */
#ifndef RC_BENCH_CLIENTS_JQ_COUNTS_H
#define RC_BENCH_CLIENTS_JQ_COUNTS_H

#include "refcount/refcount.h"

#ifndef RC_CLIENT_DEFERS
#error "RC_CLIENT_DEFERS must say whether the backend has deferred_death: 0 or 1"
#endif

typedef struct jv_refcnt {
    rc_counter counter;
#if RC_CLIENT_DEFERS
    int size;           /* of the value, for an object's number of slots */
    unsigned char kind; /* of the value */
    bool ended;         /* the last reference is gone; whoever sees this is the only one left */
#endif
} jv_refcnt;

static inline void rc_client_begin(jv_refcnt *count)
{
    rc_counter_init(&count->counter);
}

static inline void jvp_refcnt_inc(jv_refcnt *count)
{
    rc_counter_retain(&count->counter);
}

static inline int rc_client_read(const jv_refcnt *count)
{
    return (int)rc_counter_read(&count->counter);
}

static inline int jvp_refcnt_unshared(jv_refcnt *count)
{
    return rc_counter_is_unique(&count->counter);
}

#if RC_CLIENT_DEFERS

/* What was just made of the count, before anybody else sees it. */
static inline void rc_client_describe(jv value)
{
    value.u.ptr->size = value.size;
    value.u.ptr->kind = value.kind_flags;
    value.u.ptr->ended = false;
}

static void rc_client_end(rc_counter *counter)
{
    jv_refcnt *count = (jv_refcnt *)counter; /* its first member */
    jv value = {.kind_flags = count->kind, .size = count->size, .u = {.ptr = count}};
    count->ended = true;
    jv_free(value);
}

static inline int jvp_refcnt_dec(jv_refcnt *count)
{
    if (rc_unlikely(count->ended)) {
        rc_counter_destroy(&count->counter);
        return 1;
    }
    rc_counter_release(&count->counter, rc_client_end);
    return 0;
}

#else

#define rc_client_describe(value) ((void)(value))

static _Thread_local bool rc_client_was_last;

static inline void rc_client_end(rc_counter *counter)
{
    rc_counter_destroy(counter);
    rc_client_was_last = true;
}

static inline int jvp_refcnt_dec(jv_refcnt *count)
{
    rc_counter_release(&count->counter, rc_client_end);
    if (rc_likely(!rc_client_was_last))
        return 0;
    rc_client_was_last = false;
    return 1;
}

#endif

/* jq knows nothing of threads that attach; its main thread does so before main, and stays to the end. */
__attribute__((constructor)) static void rc_client_attach(void)
{
    if (rc_backend.deferred_death != RC_CLIENT_DEFERS || rc_thread_attach() != 0)
        abort();
}

#endif
