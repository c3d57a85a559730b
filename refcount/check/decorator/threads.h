/*
 * threads.h: attach and detach, blocking regions.
 */
#ifndef RC_CHECK_DECORATOR_THREADS_H
#define RC_CHECK_DECORATOR_THREADS_H

/* Regions that began on this thread while it was not attached: they are nothing, but have partners. */
static RC_THREAD_LOCAL unsigned RC_NAME(check_hollow_);

static int check_thread_attach(void)
{
    rc_check_start();
    return rc_thread_attach();
}

static void check_thread_detach(void)
{
    rc_check_event call = CALL(DETACH);
    const rc_thread *self = rc_thread_self_;
    if (self == NULL)
        rc_check_misuse(RC_MISUSE_DETACH, NULL, &call);
    else if (rc_load_relaxed(&self->state) == RC_THREAD_BLOCKED)
        rc_check_misuse(RC_MISUSE_BLOCKED, NULL, &call);
    else
        rc_thread_detach();
}

static void check_thread_poll(void)
{
    rc_thread_poll();
}

static void check_thread_block_begin(void)
{
    if (rc_thread_self_ == NULL)
        RC_NAME(check_hollow_)++;
    rc_thread_block_begin();
}

static void check_thread_block_end(void)
{
    rc_check_event call = CALL(BLOCK_END);
    const rc_thread *self = rc_thread_self_;
    /* While a region begins, its number counts already, but its end is not the destructors' to call. */
    if (self != NULL &&
        self->blocked > (rc_load_relaxed(&self->state) == RC_THREAD_BLOCKED ? 0 : 1))
        rc_thread_block_end();
    else if (RC_NAME(check_hollow_) > 0)
        RC_NAME(check_hollow_)--;
    else
        rc_check_misuse(RC_MISUSE_DETACH, NULL, &call);
}

#endif
