/*
 * types.c: the types that stand in the backend for the user's.
 *
 * One for each user type and each destroy function, which is that of one backend's decorator. A program
 * may free a type once its objects are gone and have another one at the same address: then the contents
 * differ, and it gets a stand-in of its own.
 */
#include "refcount/check/shadow.h"

#include "refcount/check/locks.h"

#include "refcount/platform.h"

#include <errno.h>
#include <string.h>

#define BUCKETS 256u

static struct {
    rc_mutex mutex;
    rc_check_type *bucket[BUCKETS];
} types = {.mutex = RC_MUTEX_INITIALIZER};

static rc_check_type **bucket_of(const rc_type *user)
{
    uint64_t hash = (uint64_t)(uintptr_t)user * UINT64_C(0x9e3779b97f4a7c15);
    return &types.bucket[hash >> 56];
}

static const char *name_of(const rc_type *type)
{
    return type->name != NULL ? type->name : "?";
}

static bool stands_for(const rc_check_type *type, const rc_type *user, void (*destroy)(void *))
{
    const rc_type *copy = &type->copy;
    return type->user == user && type->type.destroy == destroy && copy->size == user->size &&
           copy->destroy == user->destroy && copy->traverse == user->traverse &&
           copy->clear == user->clear && copy->finalize == user->finalize &&
           strcmp(type->name, name_of(user)) == 0;
}

static rc_check_type *make(const rc_type *user, void (*destroy)(void *), void (*finalize)(void *))
{
    size_t length = strlen(name_of(user)) + 1;
    int saved = errno;
    rc_check_type *type = malloc(sizeof *type + length);
    errno = saved;
    if (type == NULL)
        return NULL;
    memcpy(type->name, name_of(user), length);
    type->copy = type->type = *user;
    type->type.name = type->name;
    type->type.destroy = destroy;
    type->type.finalize = user->finalize != NULL ? finalize : NULL;
    type->user = user;
    return type;
}

const rc_check_type *rc_check_wrap(const rc_type *user, void (*destroy)(void *),
                                   void (*finalize)(void *))
{
    rc_check_type **bucket = bucket_of(user);
    rc_mutex_lock(&types.mutex);
    rc_check_type *type = *bucket;
    while (type != NULL && !stands_for(type, user, destroy))
        type = type->next;
    if (type == NULL && (type = make(user, destroy, finalize)) != NULL) {
        type->next = *bucket;
        *bucket = type;
    }
    rc_mutex_unlock(&types.mutex);
    return type;
}

void rc_check_types_lock(void)
{
    rc_mutex_lock(&types.mutex);
}

void rc_check_types_unlock(void)
{
    rc_mutex_unlock(&types.mutex);
}
