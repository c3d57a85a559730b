/*
 * visit.h: an operation on the wrong thread, or in the wrong state of it.
 *
 * It is reported and then done in a state in which it is legal, because the reference that it takes or
 * gives back is real: one missing attach should not make every later count wrong.
 */
#ifndef RC_CHECK_DECORATOR_VISIT_H
#define RC_CHECK_DECORATOR_VISIT_H

/* What was done to make an operation legal on this thread. */
typedef struct visit {
    bool attached;
    unsigned unblocked; /* so many regions were left */
} visit;

RC_COLD static visit make_legal(rc_thread *self, const void *address, const rc_check_event *call)
{
    visit v = {false, 0};
    int saved = errno;
    if (self == NULL) {
        rc_check_start();
        rc_check_misuse(RC_MISUSE_NOT_ATTACHED, address, call);
        v.attached = rc_thread_attach() == 0;
    } else {
        rc_check_misuse(RC_MISUSE_BLOCKED, address, call);
        for (; rc_load_relaxed(&self->state) == RC_THREAD_BLOCKED; v.unblocked++)
            rc_thread_block_end();
    }
    errno = saved;
    return v;
}

/*
 * The state and not the number of regions: while a region begins, destructors run, and they may use the
 * library.
 */
static visit enter(const void *address, const rc_check_event *call)
{
    rc_thread *self = rc_thread_self_;
    if (rc_likely(self != NULL && rc_load_relaxed(&self->state) != RC_THREAD_BLOCKED))
        return (visit){false, 0};
    return make_legal(self, address, call);
}

static void leave(visit v)
{
    int saved = errno;
    if (v.attached)
        rc_thread_detach();
    while (v.unblocked-- > 0)
        rc_thread_block_begin();
    errno = saved;
}

/* After a reference was taken, and while it is held. */
static void check_overflow(const void *address, rc_counter *counter, const rc_check_event *call)
{
    bool saturated = rc_counter_read(counter) == RC_IMMORTAL;
    if (rc_unlikely(rc_check_overflows(address, saturated, RC_COUNTER_MAX, call)))
        rc_counter_make_immortal(counter);
}

#endif
