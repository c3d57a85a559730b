/*
 * thread.c: which threads exist and in which state. The only file that knows.
 *
 * Locking: registry.mutex guards the table's changes, and who takes a free record; it is never held while
 * a destructor may run. A fork takes the world's lock, the observers', then it, the weak table's, the
 * tracked objects', and the backend's.
 *
 * Leaving. A destructor that runs while the thread drains its queue for the last time may attach and
 * detach again, wait, or make objects. So the thread counts as attached until the queue is closed, and
 * closing succeeds only on an empty queue.
 *
 * Thread exit. The order in which the exit functions of a thread run is not defined, and others may still
 * touch objects. The library's comes back until the last round.
 */
#include "refcount/thread.h"

#include "refcount/critical_section.h"
#include "refcount/gil.h"
#include "refcount/observer.h"
#include "refcount/tracked.h"
#include "refcount/weak_table.h"
#include "refcount/world.h"

#include <errno.h>

#define BUCKETS 1024u

static struct {
    rc_mutex mutex;
    _Atomic(rc_thread *) bucket[BUCKETS];
    rc_exit_key exit_key;
    bool has_key; /* exit_key exists */
    bool forks;   /* the fork functions are registered */
} registry = {.mutex = RC_MUTEX_INITIALIZER};

RC_THREAD_LOCAL rc_thread *rc_thread_self_;
rc_thread_sums rc_thread_stray_;

static rc_thread_words trap = {UINT64_MAX, UINT64_MAX, RC_COUNTER_NO_NEWBORN};
RC_THREAD_LOCAL rc_thread_words *rc_thread_words_ = &trap;

static _Atomic(rc_thread *) *bucket_of(uint64_t token)
{
    /* Neighbouring stacks differ in bits that a multiplication spreads upwards. */
    uint32_t mixed = (uint32_t)(token >> 32) * UINT32_C(2654435769);
    return &registry.bucket[mixed / (UINT32_MAX / BUCKETS + 1)];
}

rc_thread *rc_thread_find_(uint64_t token)
{
    /* (1) acquire: pairs with (2), so that the record is complete. */
    rc_thread *thread = rc_load_acquire(bucket_of(token));
    while (thread != NULL && thread->token != token)
        thread = thread->next;
    return thread;
}

void rc_thread_ask_(rc_thread *thread, uint32_t request)
{
    /* (3) release: pairs with (4), so that the thread finds what it is asked to look at. */
    rc_fetch_or_release(&thread->request, request);
}

/* Records without a thread are asked too: whoever takes one over answers once for nothing. */
void rc_thread_ask_all_(uint32_t request)
{
    for (unsigned i = 0; i < BUCKETS; i++) {
        /* (1) acquire: as in rc_thread_find_. */
        for (rc_thread *t = rc_load_acquire(&registry.bucket[i]); t != NULL; t = t->next)
            rc_thread_ask_(t, request);
    }
}

void rc_thread_each_(void (*visit)(rc_thread *thread, void *arg), void *arg)
{
    rc_mutex_lock(&registry.mutex);
    for (unsigned i = 0; i < BUCKETS; i++) {
        /* relaxed: changed under the lock only. */
        for (rc_thread *t = rc_load_relaxed(&registry.bucket[i]); t != NULL; t = t->next)
            visit(t, arg);
    }
    rc_mutex_unlock(&registry.mutex);
}

/* -------------------------------------------------------------------------- attach and detach */

/*
 * The record of the calling thread's identity. One that is not free has one of two reasons. Its thread
 * has the same token and another identity: then no owner's test could tell the two apart. Or its thread is
 * gone without the library's exit function, because it attached in the last round of exit functions: two
 * threads never have one identity at a time, so the record can be taken over as it is.
 */
static rc_thread *claim_record(void)
{
    uint64_t token = rc_platform_thread_token();
    const void *identity = rc_platform_thread_identity();
    /* Zero would mean that an object has no owner; the lower half has its own use in an owner's word. */
    if (token == 0 || (token & UINT32_MAX) != 0) {
        errno = EAGAIN;
        return NULL;
    }
    rc_thread *thread = rc_thread_find_(token);
    if (thread != NULL) {
        if (rc_load_relaxed(&thread->state) == RC_THREAD_FREE || thread->identity == identity) {
            thread->identity = identity;
            return thread;
        }
        errno = EAGAIN;
        return NULL;
    }
    /* From the system, aligned: a replaced allocator need not know alignments beyond max_align_t. */
    thread = aligned_alloc(_Alignof(rc_thread), sizeof *thread);
    if (thread == NULL) {
        errno = ENOMEM;
        return NULL;
    }
    *thread = (rc_thread){.token = token, .identity = identity};
    thread->words.newborn = rc_counter_newborn(token);
    rc_counter_thread_init(thread);
    rc_world_register_(thread);
    _Atomic(rc_thread *) *bucket = bucket_of(token);
    thread->next = rc_load_relaxed(bucket); /* relaxed: changed under the lock only */
    rc_store_release(bucket, thread);       /* (2) release: pairs with (1) */
    return thread;
}

static void leave(rc_thread *thread)
{
    rc_store_relaxed(&thread->state, RC_THREAD_LEAVING); /* relaxed: as in thread_record.h */
    thread->attached = 1; /* so that a destructor's attach and detach nest in this one */
    while (rc_observers_leaving_())
        continue; /* what it released may have left them more */
    rc_counter_thread_close(thread);
    rc_observers_end_();
    rc_observers_left_();
    rc_gil_left_();
    rc_thread_self_ = NULL;
    rc_thread_words_ = &trap;
    rc_world_leave_(thread);
    rc_mutex_lock(&registry.mutex);
    thread->attached = 0;
    rc_store_relaxed(&thread->state, RC_THREAD_FREE); /* relaxed: the lock orders it */
    rc_mutex_unlock(&registry.mutex);
}

/* Never starts again: a thread that attaches while it exits has fewer rounds left. */
static RC_THREAD_LOCAL unsigned exit_rounds;

static void at_thread_exit(void *value)
{
    rc_thread *thread = value;
    if (++exit_rounds < RC_EXIT_ROUNDS && rc_platform_exit_key_set(registry.exit_key, thread) == 0)
        return;
    if (thread->blocked > 0) {
        thread->blocked = 1;
        rc_thread_block_end();
    }
    leave(thread);
}

static void fork_prepare(void)
{
    rc_world_fork_prepare_();
    rc_observers_fork_prepare_();
    rc_mutex_lock(&registry.mutex);
    rc_weak_table_lock_();
    rc_tracked_lock_();
    rc_counter_fork_prepare();
}

static void fork_parent(void)
{
    rc_counter_fork_done();
    rc_tracked_unlock_();
    rc_weak_table_unlock_();
    rc_mutex_unlock(&registry.mutex);
    rc_observers_fork_parent_();
    rc_world_fork_parent_();
}

/*
 * Only the forking thread exists here. The references that the others held are never released. If one of
 * them was in the middle of an operation on an object, or had taken it from a queue, the object may be
 * leaked too.
 */
static void fork_child(void)
{
    rc_counter_fork_done();
    rc_tracked_unlock_();
    rc_weak_table_unlock_();
    for (unsigned i = 0; i < BUCKETS; i++) {
        /* relaxed: this thread is the only one. */
        for (rc_thread *t = rc_load_relaxed(&registry.bucket[i]); t != NULL; t = t->next) {
            if (t == rc_thread_self_) {
                rc_counter_thread_forked(t);
                continue;
            }
            rc_counter_thread_vanished(t);
            rc_world_fork_gone_(t);
            rc_store_relaxed(&t->state, RC_THREAD_FREE);
            t->attached = t->blocked = 0;
        }
    }
    rc_mutex_unlock(&registry.mutex);
    rc_observers_fork_child_();
    rc_world_fork_child_();
}

static int registry_prepare(void)
{
    int error = 0;
    if (!registry.has_key)
        error = rc_platform_exit_key_create(&registry.exit_key, at_thread_exit);
    registry.has_key |= error == 0;
    if (error == 0 && !registry.forks)
        error = rc_platform_at_fork(fork_prepare, fork_parent, fork_child);
    registry.forks |= error == 0;
    return error;
}

/* The record of a thread that could not be attached after all. */
static void give_back(rc_thread *thread)
{
    rc_mutex_lock(&registry.mutex);
    thread->attached = 0;
    rc_store_relaxed(&thread->state, RC_THREAD_FREE); /* relaxed: the lock orders it */
    rc_mutex_unlock(&registry.mutex);
    rc_platform_exit_key_set(registry.exit_key, NULL); /* clearing a value cannot fail */
}

int rc_thread_attach(void)
{
    if (rc_thread_self_ != NULL) {
        rc_thread_self_->attached++;
        return 0;
    }
    rc_mutex_lock(&registry.mutex);
    int error = registry_prepare();
    rc_thread *thread = error == 0 ? claim_record() : NULL;
    if (thread == NULL) {
        error = error != 0 ? error : errno;
    } else {
        error = rc_platform_exit_key_set(registry.exit_key, thread);
        if (error == 0) {
            rc_store_relaxed(&thread->state, RC_THREAD_ATTACHED);
            thread->attached = 1;
            thread->blocked = 0;
        }
    }
    rc_mutex_unlock(&registry.mutex);
    if (error == 0) {
        error = rc_observers_attach_();
        if (error != 0)
            give_back(thread);
    }
    if (error != 0) {
        errno = error;
        return -1;
    }
    rc_world_enter_(thread);
    rc_counter_thread_open(thread);
    rc_thread_self_ = thread;
    rc_thread_words_ = &thread->words;
    rc_observers_begin_();
    return 0;
}

void rc_thread_detach(void)
{
    rc_thread *thread = rc_thread_self_;
    if (thread == NULL || thread->blocked > 0 || --thread->attached > 0)
        return;
    leave(thread);
    rc_platform_exit_key_set(registry.exit_key, NULL); /* clearing a value cannot fail */
}

/* ----------------------------------------------------------------------------------- safepoints */

/* Others may have the interpreter lock: this thread waits like any other that blocks. */
static void step_aside(void)
{
    rc_thread_block_begin();
    rc_thread_block_end();
}

RC_COLD static void answer(rc_thread *thread)
{
    /* relaxed: set by the thread itself. */
    if (rc_load_relaxed(&thread->request) == RC_REQUEST_TICKS) {
        if (rc_gil_is_asked_())
            step_aside();
        return;
    }
    /* (4) acquire: pairs with (3). Cleared before it is answered: what comes later asks again. */
    uint32_t request = rc_fetch_and_acquire(&thread->request, RC_REQUEST_TICKS);
    if (request & RC_REQUEST_DRAIN)
        rc_counter_thread_drain(thread);
    if (request & RC_REQUEST_OBSERVERS)
        rc_observers_poll_();
    if (request & RC_REQUEST_STOP)
        rc_world_stand_(thread);
    if (request & (RC_REQUEST_GIL | RC_REQUEST_TICKS) && rc_gil_is_asked_())
        step_aside();
}

void rc_thread_poll(void)
{
    rc_thread *thread = rc_thread_self_;
    /* relaxed: only a hint; the exchange in answer() orders. */
    if (thread != NULL && rc_unlikely(rc_load_relaxed(&thread->request) != 0) &&
        thread->blocked == 0)
        answer(thread);
}

void rc_thread_block_begin(void)
{
    rc_thread *thread = rc_thread_self_;
    if (thread == NULL)
        return;
    if (thread->blocked == 0) {
        rc_counter_thread_close(thread); /* destructors may run: the thread is still attached */
        rc_sections_suspend_();
        rc_observers_end_();
        rc_thread_words_ = &trap;
        rc_store_relaxed(&thread->state, RC_THREAD_BLOCKED);
        rc_world_leave_(thread);
        rc_gil_let_go_();
    }
    thread->blocked++;
}

void rc_thread_block_end(void)
{
    rc_thread *thread = rc_thread_self_;
    if (thread == NULL || thread->blocked == 0 || --thread->blocked > 0)
        return;
    rc_gil_take_again_(); /* while it waits others may still act in its place */
    rc_world_enter_(thread);
    rc_counter_thread_open(thread);
    rc_thread_words_ = &thread->words;
    rc_store_relaxed(&thread->state, RC_THREAD_ATTACHED);
    rc_observers_begin_();
    rc_sections_resume_();
}

/* ----------------------------------------------------------------------------------- statistics */

#define BYTES (RC_THREAD_OBJECT - 1)

/* relaxed, everywhere here: one thread writes, and readers want numbers to look at. */
static void empty_words(rc_thread *thread)
{
    uint64_t created = rc_load_relaxed(&thread->words.created);
    uint64_t destroyed = rc_load_relaxed(&thread->words.destroyed);
    rc_store_relaxed(&thread->words.created, 0);
    rc_store_relaxed(&thread->words.destroyed, 0);
    rc_fetch_add_relaxed(&thread->sums.created, created / RC_THREAD_OBJECT);
    rc_fetch_add_relaxed(&thread->sums.created_bytes, created & BYTES);
    rc_fetch_add_relaxed(&thread->sums.destroyed, destroyed / RC_THREAD_OBJECT);
    rc_fetch_add_relaxed(&thread->sums.destroyed_bytes, destroyed & BYTES);
}

static rc_thread_sums *sums_with_empty_words(void)
{
    if (rc_thread_self_ != NULL)
        empty_words(rc_thread_self_);
    return rc_thread_sums_of_self();
}

RC_COLD void rc_thread_tally_created_(size_t size)
{
    rc_thread_sums *sums = sums_with_empty_words();
    rc_fetch_add_relaxed(&sums->created, 1);
    rc_fetch_add_relaxed(&sums->created_bytes, size);
}

/* From the sums, wherever it was added: only the total of all is looked at. */
RC_COLD void rc_thread_untally_created_(size_t size)
{
    rc_thread_sums *sums = rc_thread_sums_of_self();
    rc_fetch_sub_relaxed(&sums->created, 1);
    rc_fetch_sub_relaxed(&sums->created_bytes, size);
}

RC_COLD void rc_thread_tally_destroyed_(size_t size)
{
    rc_thread_sums *sums = sums_with_empty_words();
    rc_fetch_add_relaxed(&sums->destroyed, 1);
    rc_fetch_add_relaxed(&sums->destroyed_bytes, size);
}

static void add_sums(rc_stats *total, const rc_thread_sums *sums)
{
    total->created += rc_load_relaxed(&sums->created);
    total->destroyed += rc_load_relaxed(&sums->destroyed);
    /* An object may be destroyed by another thread: only the total is certain not to be negative. */
    total->live_bytes += rc_load_relaxed(&sums->created_bytes);
    total->live_bytes -= rc_load_relaxed(&sums->destroyed_bytes);
    total->queued += rc_load_relaxed(&sums->queued);
    total->merged += rc_load_relaxed(&sums->merged);
}

static void add_words(rc_stats *total, const rc_thread_words *words)
{
    uint64_t created = rc_load_relaxed(&words->created);
    uint64_t destroyed = rc_load_relaxed(&words->destroyed);
    total->created += created / RC_THREAD_OBJECT;
    total->destroyed += destroyed / RC_THREAD_OBJECT;
    total->live_bytes += (created & BYTES) - (destroyed & BYTES);
}

void rc_get_stats(rc_stats *stats)
{
    rc_stats total = {0};
    add_sums(&total, &rc_thread_stray_);
    rc_mutex_lock(&registry.mutex);
    for (unsigned i = 0; i < BUCKETS; i++) {
        /* (1) acquire: as in rc_thread_find_. */
        for (rc_thread *t = rc_load_acquire(&registry.bucket[i]); t != NULL; t = t->next) {
            add_sums(&total, &t->sums);
            add_words(&total, &t->words);
        }
    }
    rc_mutex_unlock(&registry.mutex);
    total.live_objects = total.created - total.destroyed;
    *stats = total;
}
