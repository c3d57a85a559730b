/*
 * suite.h: what every reclamation scheme must do. A scheme's test is three lines:
 *
 *   #define RC_BACKEND atomic
 *   #define RC_RECLAIM epoch
 *   #include "stress/reclaim/suite.h"
 */
#include "gc/reclaim.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "stress/support/puppet.h"
#include "stress/support/threads.h"

#include <stdio.h>
#include <stdlib.h>

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)

static _Atomic uint64_t destroyed;

typedef struct item {
    uint64_t value;
} item;

static void item_destroy(void *object)
{
    ((item *)object)->value = 0;
    rc_fetch_add_relaxed(&destroyed, 1);
}

static const rc_type item_type = {.name = "item", .size = sizeof(item), .destroy = item_destroy};

static item *new_item(uint64_t value)
{
    item *i = rc_new(&item_type);
    if (i == NULL)
        abort();
    i->value = value;
    return i;
}

static uint64_t ends(void)
{
    return rc_load_relaxed(&destroyed);
}

static void retire_many(uint64_t count)
{
    for (uint64_t i = 0; i < count; i++)
        rc_reclaim_retire_(new_item(1));
}

static void drain_releases_all(void)
{
    uint64_t before = ends();
    retire_many(1000);
    rc_reclaim_drain();
    CHECK(ends() == before + 1000);
}

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_reclaim()->name))
        return tap_done();
    drain_releases_all();
    rc_thread_detach();
    return tap_done();
}
