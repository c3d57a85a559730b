/*
 * rcu.c: grace periods of liburcu for one backend. Compiled for rcu_memb, rcu_qsbr and rcu_bp; flavour.c has the
 * argument.
 */
#include "gc/reclaim/grace.h"

#include "gc/reclaim/flavour.h"

/* A grace period costs some system calls and the helper's time: worth some hundred objects. */
#define WANT_BATCHES 8u

uint64_t rc_grace_stamp_(rc_reclaim_thread *thread)
{
    (void)thread;
    return rc_flavour_stamp_();
}

uint64_t rc_grace_passed_(rc_reclaim_thread *thread)
{
    (void)thread;
    return rc_flavour_passed_();
}

void rc_grace_try_(rc_reclaim_thread *thread, bool hard)
{
    rc_batch_list *waiting = &thread->retired.waiting;
    if (!hard && waiting->batches < WANT_BATCHES)
        return;
    uint64_t stamp = waiting->last->stamp;
    if (stamp > thread->scheme.wanted && rc_flavour_want_(stamp))
        thread->scheme.wanted = stamp;
}

bool rc_grace_wait_(rc_reclaim_thread *thread, uint64_t stamp)
{
    (void)thread;
    return rc_flavour_wait_(stamp);
}

int rc_scheme_attach_(rc_reclaim_thread *thread)
{
    thread->scheme.wanted = 0;
    rc_flavour_join_();
    return 0;
}

void rc_scheme_left_(rc_reclaim_thread *thread)
{
    rc_scheme_end_sections(thread);
    rc_flavour_leave_();
}

void rc_scheme_begins_(rc_reclaim_thread *thread)
{
    rc_flavour_begins_();
    rc_scheme_poll_(thread);
}

void rc_scheme_ends_(rc_reclaim_thread *thread)
{
    (void)thread;
    rc_flavour_ends_();
}

/* Goes on being asked while a grace period is under way: see flavour.c. */
void rc_scheme_poll_(rc_reclaim_thread *thread)
{
    (void)thread;
    if (rc_flavour_quiescent_() && rc_thread_self_ != NULL && rc_reclaim_info_.needs_poll)
        rc_thread_ask_(rc_thread_self_, RC_REQUEST_OBSERVERS);
}

bool rc_scheme_reading_(const rc_reclaim_thread *thread)
{
    (void)thread;
    return rc_scheme_in_section();
}

void rc_scheme_fork_prepare_(void)
{
    rc_flavour_fork_prepare_();
}

void rc_scheme_fork_parent_(void)
{
    rc_flavour_fork_parent_();
}

void rc_scheme_fork_child_(void)
{
    rc_flavour_fork_child_();
    if (rc_reclaim_own_ != NULL)
        rc_reclaim_own_->scheme.wanted = 0; /* the helper that it asked is not there */
}

void rc_scheme_vanished_(rc_reclaim_thread *thread)
{
    (void)thread;
}

static void ask(void)
{
    if (rc_reclaim_info_.needs_poll)
        rc_thread_ask_all_(RC_REQUEST_OBSERVERS);
}

static rc_flavour_listener listener = {.begins = ask};

__attribute__((constructor)) static void listen(void)
{
    rc_flavour_on_grace_(&listener);
}
