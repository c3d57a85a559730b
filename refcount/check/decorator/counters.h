/*
 * counters.h: embedded counters. Their memory is the user's, so that their end is seen in dispose.
 */
#ifndef RC_CHECK_DECORATOR_COUNTERS_H
#define RC_CHECK_DECORATOR_COUNTERS_H

static void check_counter_init(rc_counter *counter)
{
    rc_check_event call = CALL(INIT);
    visit v = enter(counter, &call);
    rc_check_entry *entry = rc_check_reserve();
    rc_counter_init(counter);
    rc_check_track(entry, RC_CHECK_COUNTER, counter, NULL, NULL, 0, &call);
    leave(v);
}

static void check_counter_destroy(rc_counter *counter)
{
    rc_check_counter_gone(counter);
    rc_counter_destroy(counter);
}

static void check_counter_retain(rc_counter *counter)
{
    rc_check_event call = CALL(RETAIN);
    visit v = enter(counter, &call);
    if (rc_check_retain(counter, &call) != RC_CHECK_REFUSE) {
        rc_counter_retain(counter);
        check_overflow(counter, counter, &call);
    }
    leave(v);
}

/* In the place of every user's dispose. The counter's memory is the user's, and goes now. */
static void dispose_counter(rc_counter *counter)
{
    rc_dispose *dispose = rc_check_disposed(counter);
    if (dispose != NULL)
        dispose(counter);
}

static void check_counter_release(rc_counter *counter, rc_dispose *dispose)
{
    rc_check_event call = CALL(RELEASE);
    visit v = enter(counter, &call);
    switch (rc_check_release(counter, dispose, &call)) {
    case RC_CHECK_FORWARD:
        rc_counter_release(counter, dispose != NULL ? dispose_counter : NULL);
        break;
    case RC_CHECK_UNKNOWN_ADDRESS:
        rc_counter_release(counter, dispose);
        break;
    case RC_CHECK_REFUSE:
        break;
    }
    leave(v);
}

static bool check_counter_try_retain(rc_counter *counter)
{
    rc_check_event call = CALL(TRY_RETAIN);
    visit v = enter(counter, &call);
    bool alive = rc_check_may_try(counter) && rc_counter_try_retain(counter);
    if (alive) {
        rc_check_acquired(counter, &call);
        check_overflow(counter, counter, &call);
    }
    leave(v);
    return alive;
}

static void check_counter_enable_try_retain(rc_counter *counter)
{
    rc_check_event call = CALL(ENABLE);
    visit v = enter(counter, &call);
    if (rc_check_use(counter, &call) != RC_CHECK_REFUSE)
        rc_counter_enable_try_retain(counter);
    leave(v);
}

static bool check_counter_is_unique(const rc_counter *counter)
{
    rc_check_event call = CALL(IS_UNIQUE);
    visit v = enter(counter, &call);
    bool unique = rc_check_use(counter, &call) != RC_CHECK_REFUSE && rc_counter_is_unique(counter);
    leave(v);
    return unique;
}

static uint64_t check_counter_read(const rc_counter *counter)
{
    return rc_check_may_try(counter) ? rc_counter_read(counter) : 0;
}

static void check_counter_make_immortal(rc_counter *counter)
{
    rc_check_event call = CALL(MAKE_IMMORTAL);
    visit v = enter(counter, &call);
    if (rc_check_make_immortal(counter, &call) != RC_CHECK_REFUSE)
        rc_counter_make_immortal(counter);
    leave(v);
}

#endif
