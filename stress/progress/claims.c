/*
 * claims.c: see claims.h. A claim that a header makes for all backends in words is a function here.
 *
 * Not in the table: new_sized, which differs from new by a constant, and rc_set_allocator, which nobody may
 * call while another thread uses the library.
 */
#include "stress/progress/claims.h"

static rc_progress retain(const rc_backend_info *info)
{
    return info->retain;
}

static rc_progress release(const rc_backend_info *info)
{
    return info->release;
}

static rc_progress try_retain(const rc_backend_info *info)
{
    return info->try_retain;
}

static rc_progress wait_free(const rc_backend_info *info)
{
    (void)info;
    return RC_WAIT_FREE;
}

static rc_progress lock_free(const rc_backend_info *info)
{
    (void)info;
    return RC_LOCK_FREE;
}

static rc_progress blocking(const rc_backend_info *info)
{
    (void)info;
    return RC_BLOCKING;
}

static rc_progress blocking_where_retain_is(const rc_backend_info *info)
{
    return info->retain == RC_BLOCKING ? RC_BLOCKING : RC_WAIT_FREE;
}

static rc_progress making_immortal(const rc_backend_info *info)
{
    if (info->retain == RC_BLOCKING)
        return RC_BLOCKING;
    return info->thread_safe ? RC_LOCK_FREE : RC_WAIT_FREE;
}

static rc_progress upgrading(const rc_backend_info *info)
{
    return info->try_retain > RC_LOCK_FREE ? info->try_retain : RC_LOCK_FREE;
}

static rc_progress lock_free_with_owners(const rc_backend_info *info)
{
    return info->deferred_death ? RC_LOCK_FREE : RC_WAIT_FREE;
}

static rc_progress blocking_with_owners(const rc_backend_info *info)
{
    return info->deferred_death ? RC_BLOCKING : RC_WAIT_FREE;
}

const progress_claim progress_claims[] = {
    {"retain", "rc_backend_info.retain", retain, RETAIN, FOR_COUNTING},
    {"release", "rc_backend_info.release", release, RELEASE, FOR_COUNTING | FOR_THE_END},
    {"try_retain", "rc_backend_info.try_retain", try_retain, TRY_RETAIN, FOR_COUNTING},
    {"enable_try_retain", "counter.h", blocking_where_retain_is, ENABLE, FOR_COUNTING},
    {"is_unique", "counter.h", blocking_where_retain_is, IS_UNIQUE, FOR_COUNTING},
    {"count", "counter.h", blocking_where_retain_is, COUNT, FOR_COUNTING},
    {"make_immortal", "counter.h", making_immortal, MAKE_IMMORTAL, FOR_COUNTING},
    {"release, weak references left", "object.h", blocking, RELEASE, FOR_FOUND_END},
    {"release, no memory", "biased.h", blocking, RELEASE_POOR, FOR_POOR},
    {"weak_new", "weak.h", blocking, WEAK_NEW, FOR_WEAK},
    {"weak_upgrade", "weak.h", upgrading, WEAK_UPGRADE, FOR_WEAK},
    {"weak_upgrade, ending the object", "weak.h", blocking, WEAK_UPGRADE, FOR_ENDING_UPGRADE},
    {"weak_free", "weak.h", wait_free, WEAK_FREE, FOR_WEAK},
    {"new", "object.h", wait_free, NEW, FOR_OTHERS},
    {"type_of", "object.h", wait_free, TYPE_OF, FOR_OTHERS},
    {"get_backend", "counter.h", wait_free, GET_BACKEND, FOR_OTHERS},
    {"counter_init", "counter.h", wait_free, COUNTER_INIT, FOR_BARE},
    {"counter_destroy", "counter.h", wait_free, COUNTER_DESTROY, FOR_INITIALISED},
    {"thread_attach", "thread.h", blocking, ATTACH, FOR_ATTACH},
    {"thread_detach", "thread.h", blocking, DETACH, FOR_DETACH},
    {"thread_poll", "thread.h", wait_free, POLL, FOR_OTHERS},
    {"thread_poll, asked", "thread.h", lock_free, POLL, FOR_ASKED},
    {"thread_block_begin", "thread.h", lock_free_with_owners, BLOCK_BEGIN, FOR_REGION},
    {"thread_block_end", "thread.h", blocking_with_owners, BLOCK_END, FOR_REGION_END},
    {"get_stats", "thread.h", blocking, GET_STATS, FOR_OTHERS},
    {.operation = NULL},
};

const char *progress_class_name(rc_progress progress)
{
    static const char *const names[] = {"wait-free", "lock-free", "blocking"};
    return names[progress];
}
