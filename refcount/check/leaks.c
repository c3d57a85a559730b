/*
 * leaks.c: who is still alive, and because of which reference.
 *
 *   refcount: 3 objects live at exit
 *     2 x type `dict', retained at foo+0x10 (prog)
 *     1 x type `list', retained at main+0x52 (prog)
 *
 * An object whose references were taken in several places is counted in each of their lines, and once in
 * the first.
 */
#include "refcount/check/table.h"

#include <inttypes.h>
#include <stdio.h>

#define MOST_GROUPS 256u

typedef struct sum {
    rc_check_leak *groups;
    size_t used, capacity;
    uint64_t objects;
} sum;

static void count_in(sum *s, const char *type, const void *site)
{
    size_t i = 0;
    while (i < s->used && (s->groups[i].type != type || s->groups[i].site != site))
        i++;
    if (i == s->capacity)
        return;
    if (i == s->used)
        s->groups[s->used++] = (rc_check_leak){type, site, 0};
    s->groups[i].objects++;
}

static void look_at(sum *s, const rc_check_entry *entry)
{
    bool alive = entry->state == RC_CHECK_LIVE || entry->state == RC_CHECK_FINALIZING;
    if (!alive || entry->kind == RC_CHECK_WEAK)
        return;
    s->objects++;
    const char *type = entry->type != NULL ? entry->type->name : NULL;
    const rc_retains *retains = &entry->retains;
    for (uint32_t i = 0; i < retains->runs; i++) {
        bool counted = false;
        for (uint32_t j = 0; j < i; j++)
            counted |= retains->run[j].site == retains->run[i].site;
        if (!counted)
            count_in(s, type, retains->run[i].site);
    }
    if (retains->runs == 0)
        count_in(s, type, NULL);
}

size_t rc_check_leaks(rc_check_leak *groups, size_t capacity, uint64_t *objects)
{
    sum s = {.groups = groups, .capacity = capacity};
    for (unsigned i = 0; i < RC_SHARDS; i++) {
        rc_shard *shard = rc_shard_lock_at(i);
        for (size_t b = 0; b < shard->buckets; b++) {
            for (rc_check_entry *e = rc_shard_bucket(shard, b); e != NULL; e = e->next)
                look_at(&s, e);
        }
        rc_shard_unlock(shard);
    }
    *objects = s.objects;
    return s.used;
}

/* The last of all destructors, so that those of the program can still release what they hold. */
__attribute__((destructor(101))) static void at_exit(void)
{
    static rc_check_leak groups[MOST_GROUPS];
    uint64_t objects;
    size_t used = rc_check_leaks(groups, MOST_GROUPS, &objects);
    if (objects == 0)
        return;
    fprintf(stderr, "refcount: %" PRIu64 " object%s live at exit\n", objects,
            objects == 1 ? "" : "s");
    for (size_t i = 0; i < used; i++) {
        const rc_check_leak *leak = &groups[i];
        char site[256];
        rc_check_site(leak->site, site, sizeof site);
        if (leak->type != NULL)
            fprintf(stderr, "  %" PRIu64 " x type `%s', ", leak->objects, leak->type);
        else
            fprintf(stderr, "  %" PRIu64 " x counter, ", leak->objects);
        if (leak->site != NULL)
            fprintf(stderr, "retained at %s\n", site);
        else
            fprintf(stderr, "no reference known: it may wait for its owner's next safepoint\n");
    }
}
