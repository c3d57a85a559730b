/*
 * epoch.c: grace periods by ck_epoch. See epoch.h.
 *
 * ck_epoch calls back, on the thread that polls, when the epoch has gone on three times since the call was made,
 * or when no reader is active at all: then every section has ended that was open when the call was made. This
 * library's batches are not what it is called with, because a record's calls cannot be handed over when the
 * thread ends. A thread has one probe instead: it is on its way, or not, and its number is the grace period's.
 *
 *   probe 7 on its way:   batches that are filled now wait for 8
 *   7 called back:        what waits for 7 is ready; if something waits for 8, the probe is sent again
 *
 *   T1 (reader)                  T2 (retires)
 *   active, epoch 4
 *   sees A
 *                                takes A out of its place
 *                                sends the probe in epoch 4
 *                                poll: epoch 5; T1 is active in 4, so it stays
 *   ends its section
 *                                poll: epochs 6, 7; the probe calls back
 *                                releases A
 *
 * Version 0.7.1 of ck_epoch is sound where stores are seen in their order: on x86, not on ARM.
 */
#include "gc/reclaim/grace.h"

const rc_reclaim_info rc_reclaim_info_ = {
    .name = "epoch",
    .description = "epochs of Concurrency Kit",
    .source = "Fraser, Practical Lock-Freedom, 2004: ck_epoch",
    .read_cost = "an exchange on the thread's own record, and a store at the end",
    .garbage = "without bound: everything that is retired meanwhile",
    .bounded = false,
    .needs_poll = false,
    .read = RC_WAIT_FREE,
    .retire = RC_LOCK_FREE,
};

ck_epoch_t rc_epoch_domain_;

__attribute__((constructor)) static void start(void)
{
    ck_epoch_init(&rc_epoch_domain_);
}

static void probe_back(ck_epoch_entry_t *probe)
{
    rc_scheme_thread *scheme =
        (rc_scheme_thread *)((char *)probe - offsetof(rc_scheme_thread, probe));
    RC_HAPPENS_AFTER(&rc_epoch_domain_);
    scheme->answered = scheme->asked;
}

uint64_t rc_grace_stamp_(rc_reclaim_thread *thread)
{
    return thread->scheme.asked + 1;
}

uint64_t rc_grace_passed_(rc_reclaim_thread *thread)
{
    return thread->scheme.answered;
}

void rc_grace_try_(rc_reclaim_thread *thread, bool hard)
{
    (void)hard;
    rc_scheme_thread *scheme = &thread->scheme;
    if (scheme->asked == scheme->answered) {
        scheme->asked++;
        ck_epoch_call(&scheme->writer, &scheme->probe, probe_back);
    }
    ck_epoch_poll(&scheme->writer);
}

bool rc_grace_wait_(rc_reclaim_thread *thread, uint64_t stamp)
{
    for (unsigned turns = 0; thread->scheme.answered < stamp;) {
        rc_grace_try_(thread, true);
        if (thread->scheme.answered < stamp)
            rc_platform_relax(&turns);
    }
    return true;
}

/* Records are never unregistered: one that is not active holds nothing back. */
int rc_scheme_attach_(rc_reclaim_thread *thread)
{
    rc_scheme_thread *scheme = &thread->scheme;
    if (!scheme->registered) {
        ck_epoch_register(&rc_epoch_domain_, &scheme->reader, NULL);
        ck_epoch_register(&rc_epoch_domain_, &scheme->writer, NULL);
        scheme->registered = true;
    }
    return 0;
}

void rc_scheme_left_(rc_reclaim_thread *thread)
{
    while (rc_scheme_reading_(thread)) /* ended in read sections */
        rc_guard_exit((rc_guard){thread});
}

void rc_scheme_begins_(rc_reclaim_thread *thread)
{
    (void)thread;
}

void rc_scheme_ends_(rc_reclaim_thread *thread)
{
    (void)thread;
}

void rc_scheme_poll_(rc_reclaim_thread *thread)
{
    (void)thread;
}

bool rc_scheme_reading_(const rc_reclaim_thread *thread)
{
    return thread->scheme.reader.active != 0;
}

void rc_scheme_fork_prepare_(void)
{
}

void rc_scheme_fork_parent_(void)
{
}

void rc_scheme_fork_child_(void)
{
}

/* The thread may have been in the middle of a poll: its probe is taken back. */
void rc_scheme_vanished_(rc_reclaim_thread *thread)
{
    rc_scheme_thread *scheme = &thread->scheme;
    rc_scheme_left_(thread);
    for (unsigned i = 0; i < CK_EPOCH_LENGTH; i++)
        ck_stack_init(&scheme->writer.pending[i]);
    scheme->answered = scheme->asked;
}
