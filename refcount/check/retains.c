/*
 * retains.c: see retains.h.
 */
#include "refcount/check/retains.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool make_room(rc_retains *retains)
{
    if (retains->runs < retains->capacity)
        return true;
    if (retains->capacity >= RC_RETAINS_MAX)
        return false;
    uint32_t capacity = retains->capacity != 0 ? retains->capacity * 2 : 4;
    int saved = errno;
    rc_retain_run *larger = realloc(retains->run, capacity * sizeof *larger);
    errno = saved;
    if (larger == NULL)
        return false;
    retains->run = larger;
    retains->capacity = capacity;
    return true;
}

void rc_retains_push(rc_retains *retains, const void *site, uint32_t thread)
{
    rc_retain_run *last = retains->runs != 0 ? &retains->run[retains->runs - 1] : NULL;
    if (last != NULL && last->site == site && last->thread == thread && retains->nameless == 0)
        last->times++;
    else if (make_room(retains))
        retains->run[retains->runs++] = (rc_retain_run){site, 1, thread};
    else
        retains->nameless++;
}

void rc_retains_pop(rc_retains *retains, uint32_t thread)
{
    if (retains->nameless != 0) {
        retains->nameless--;
        return;
    }
    if (retains->runs == 0)
        return;
    uint32_t at = retains->runs - 1; /* unless this thread has one */
    for (uint32_t i = retains->runs; i-- > 0;) {
        if (retains->run[i].thread == thread) {
            at = i;
            break;
        }
    }
    if (--retains->run[at].times == 0) {
        rc_retain_run *run = &retains->run[at];
        memmove(run, run + 1, (--retains->runs - at) * sizeof *run);
    }
}

void rc_retains_clear(rc_retains *retains)
{
    free(retains->run);
    *retains = (rc_retains){0};
}
