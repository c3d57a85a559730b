/*
 * running.h: which coroutines run on this thread. Internal to types/.
 *
 * The innermost is first; each names the one below it, which has resumed it or delegates to it. All of them
 * are RUNNING, so that only this thread looks at the links.
 */
#ifndef RC_TYPES_RUNNING_H
#define RC_TYPES_RUNNING_H

#include "refcount/platform.h"
#include "refcount/types/coroutine.h"

extern RC_THREAD_LOCAL rc_coroutine *rc_coroutine_running_;

#endif
