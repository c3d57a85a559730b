/*
 * types.h: all object types that the library brings along.
 */
#ifndef RC_TYPES_TYPES_H
#define RC_TYPES_TYPES_H

#include "refcount/types/coroutine.h"
#include "refcount/types/dict.h"
#include "refcount/types/error.h"
#include "refcount/types/list.h"
#include "refcount/types/number.h"
#include "refcount/types/scheduler.h"
#include "refcount/types/string.h"

#endif
