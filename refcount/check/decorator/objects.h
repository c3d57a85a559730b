/*
 * objects.h: managed objects. Their end is seen by a type that stands in for the user's (types.c).
 */
#ifndef RC_CHECK_DECORATOR_OBJECTS_H
#define RC_CHECK_DECORATOR_OBJECTS_H

static const rc_check_type *wrapped_type_of(const void *object)
{
    return (const rc_check_type *)rc_type_of(object);
}

static void destroy_object(void *object)
{
    const rc_check_type *type = wrapped_type_of(object);
    if (type->copy.destroy != NULL)
        type->copy.destroy(object);
    rc_check_destroyed(object);
}

static void finalize_object(void *object)
{
    rc_check_finalizing(object, true);
    wrapped_type_of(object)->copy.finalize(object);
    rc_check_finalizing(object, false);
}

static const rc_type *backend_type(const rc_type *type, const rc_check_type *wrapped)
{
    return wrapped != NULL ? &wrapped->type : type;
}

/* Before an object is made: its entry, and the type that its end is seen by. Both, or neither. */
static rc_check_entry *prepare(const rc_type *type, const rc_check_type **wrapped)
{
    rc_check_start();
    rc_check_entry *entry = rc_check_reserve();
    *wrapped = entry != NULL ? rc_check_wrap(type, destroy_object, finalize_object) : NULL;
    if (*wrapped == NULL) {
        rc_check_unreserve(entry);
        entry = NULL;
    }
    return entry;
}

static void *track_object(rc_check_entry *entry, const rc_check_type *wrapped, void *object,
                          void *block, size_t size, const rc_check_event *call)
{
    if (object != NULL)
        rc_check_track(entry, RC_CHECK_OBJECT, object, wrapped, block, size, call);
    else
        rc_check_unreserve(entry);
    return object;
}

static void *block_of(const void *object)
{
    const rc_header *header = rc_header_of(object);
    return rc_object_block(header, rc_header_tag(header));
}

static void *check_new(const rc_type *type)
{
    rc_check_event call = CALL(NEW);
    visit v = enter(NULL, &call);
    const rc_check_type *wrapped;
    rc_check_entry *entry = prepare(type, &wrapped);
    void *object = rc_new(backend_type(type, wrapped));
    void *block = object != NULL ? block_of(object) : NULL;
    track_object(entry, wrapped, object, block, type->size, &call);
    leave(v);
    return object;
}

static void *check_new_sized(const rc_type *type, size_t size)
{
    rc_check_event call = CALL(NEW);
    visit v = enter(NULL, &call);
    const rc_check_type *wrapped;
    rc_check_entry *entry = prepare(type, &wrapped);
    void *object = rc_new_sized(backend_type(type, wrapped), size);
    void *block = object != NULL ? block_of(object) : NULL;
    track_object(entry, wrapped, object, block, size, &call);
    leave(v);
    return object;
}

static void *check_retain(void *object)
{
    if (object == NULL)
        return NULL;
    rc_check_event call = CALL(RETAIN);
    visit v = enter(object, &call);
    if (rc_check_retain(object, &call) != RC_CHECK_REFUSE) {
        rc_retain(object);
        check_overflow(object, rc_counter_of(object), &call);
    }
    leave(v);
    return object;
}

static void check_release(void *object)
{
    if (object == NULL)
        return;
    rc_check_event call = CALL(RELEASE);
    visit v = enter(object, &call);
    if (rc_check_release(object, NULL, &call) != RC_CHECK_REFUSE)
        rc_release(object);
    leave(v);
}

static bool check_try_retain(void *object)
{
    rc_check_event call = CALL(TRY_RETAIN);
    visit v = enter(object, &call);
    bool alive = rc_check_may_try(object) && rc_try_retain(object);
    if (alive) {
        rc_check_acquired(object, &call);
        check_overflow(object, rc_counter_of(object), &call);
    }
    leave(v);
    return alive;
}

static void check_enable_try_retain(void *object)
{
    rc_check_event call = CALL(ENABLE);
    visit v = enter(object, &call);
    if (rc_check_use(object, &call) != RC_CHECK_REFUSE)
        rc_enable_try_retain(object);
    leave(v);
}

static bool check_is_unique(const void *object)
{
    rc_check_event call = CALL(IS_UNIQUE);
    visit v = enter(object, &call);
    bool unique = rc_check_use(object, &call) != RC_CHECK_REFUSE && rc_is_unique(object);
    leave(v);
    return unique;
}

static uint64_t check_count(const void *object)
{
    return rc_check_may_try(object) ? rc_count(object) : 0;
}

static void check_make_immortal(void *object)
{
    rc_check_event call = CALL(MAKE_IMMORTAL);
    visit v = enter(object, &call);
    if (rc_check_make_immortal(object, &call) != RC_CHECK_REFUSE)
        rc_make_immortal(object);
    leave(v);
}

static const rc_type *check_type_of(const void *object)
{
    rc_check_event call = CALL(TYPE_OF);
    visit v = enter(object, &call);
    (void)rc_check_use(object, &call); /* the answer is the same either way */
    const rc_check_type *wrapped = rc_check_type_of(object);
    leave(v);
    return wrapped != NULL ? wrapped->user : rc_type_of(object);
}

#endif
