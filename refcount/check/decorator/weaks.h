/*
 * weaks.h: weak references. All that lead to one object are one address, which counts its handles.
 */
#ifndef RC_CHECK_DECORATOR_WEAKS_H
#define RC_CHECK_DECORATOR_WEAKS_H

static rc_weak *check_weak_new(void *object)
{
    if (object == NULL)
        return rc_weak_new(NULL);
    rc_check_event call = CALL(WEAK_NEW);
    visit v = enter(object, &call);
    rc_weak *weak = NULL;
    if (rc_check_use(object, &call) == RC_CHECK_REFUSE) {
        errno = EINVAL;
    } else {
        rc_check_entry *entry = rc_check_reserve();
        weak = rc_weak_new(object);
        if (weak != NULL)
            rc_check_track(entry, RC_CHECK_WEAK, weak, rc_check_type_of(object), NULL, 0, &call);
        else
            rc_check_unreserve(entry);
    }
    leave(v);
    return weak;
}

static void *check_weak_upgrade(rc_weak *weak)
{
    if (weak == NULL)
        return NULL;
    rc_check_event call = CALL(WEAK_UPGRADE);
    visit v = enter(weak, &call);
    void *object = NULL;
    if (rc_check_weak_upgrade(weak, &call) != RC_CHECK_REFUSE)
        object = rc_weak_upgrade(weak);
    if (object != NULL) {
        rc_check_acquired(object, &call);
        check_overflow(object, rc_counter_of(object), &call);
    }
    leave(v);
    return object;
}

static void check_weak_free(rc_weak *weak)
{
    if (weak == NULL)
        return;
    rc_check_event call = CALL(WEAK_FREE);
    visit v = enter(weak, &call);
    if (rc_check_weak_free(weak, &call) != RC_CHECK_REFUSE)
        rc_weak_free(weak);
    leave(v);
}

#endif
