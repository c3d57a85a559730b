/*
 * objects.h: misuse of managed objects and weak references.
 */
#include "stress/check/caught.h"

#include <errno.h>

static unsigned destroyed;
static const rc_ops *now; /* whose objects are being destroyed */
static void *resurrected;

typedef struct dict {
    void *child;
    char text[24];
} dict;

static void dict_destroy(void *object)
{
    destroyed++;
    now->release(((dict *)object)->child);
}

static void phoenix_finalize(void *object)
{
    resurrected = now->retain(object);
}

static const rc_type dict_type = {.name = "dict", .size = sizeof(dict), .destroy = dict_destroy};
static const rc_type phoenix_type = {
    .name = "phoenix", .size = sizeof(dict), .destroy = dict_destroy, .finalize = phoenix_finalize};

static void correct_object(const rc_ops *ops)
{
    dict *o = site_new(ops, &dict_type);
    dict *child = ops->new_sized(&dict_type, 1000);
    bool ok = o != NULL && child != NULL && ops->type_of(o) == &dict_type &&
              ops->type_of(child) == &dict_type && ops->count(o) == 1 && ops->is_unique(o);
    o->child = child;
    ok &= ops->retain(o) == o && ops->count(o) == 2;
    rc_weak *weak = ops->weak_new(o);
    ok &= ops->weak_upgrade(weak) == o && ops->try_retain(o) && ops->count(o) == 4;
    for (int i = 0; i < 4; i++)
        ops->release(o);
    ok &= destroyed == 2 && ops->weak_upgrade(weak) == NULL;
    ok &= !ops->try_retain(o) && ops->count(o) == 0; /* dead, and still there to say so */
    ops->weak_free(weak);
    ops->weak_free(NULL);
    ops->release(NULL);
    ok &= ops->retain(NULL) == NULL && ops->weak_upgrade(NULL) == NULL;
    ok &= ops->weak_new(NULL) == NULL && errno == EINVAL;
    tap_ok(ok, "%s: objects work as without checks", backend);
    quiet("a correct use of an object");
}

static void dead_object(const rc_ops *ops)
{
    dict *o = site_new(ops, &dict_type);
    site_retain(ops, o);
    site_release(ops, o);
    site_release(ops, o);
    destroyed = 0;
    site_release(ops, o);
    const rc_check_report *report = &caught.report[0];
    one_report("release of a dead object", RC_MISUSE_SUB_UAF,
               (expectation){.type = "dict",
                             .site = "site_release",
                             .all = true,
                             BEFORE(RC_CHECK_DESTROY, RC_CHECK_RELEASE, RC_CHECK_RELEASE,
                                    RC_CHECK_RETAIN, RC_CHECK_NEW)});
    tap_ok(is_at(&report->before[1], "site_release") && is_at(&report->before[3], "site_retain") &&
               is_at(&report->before[4], "site_new") && report->state == RC_CHECK_DEAD &&
               report->address == o,
           "%s: its history names the places", backend);
    site_retain(ops, o);
    one_report("retain of a dead object", RC_MISUSE_ADD_UAF,
               (expectation){.type = "dict",
                             .site = "site_retain",
                             BEFORE(RC_CHECK_RELEASE, RC_CHECK_DESTROY)});
    tap_ok(!ops->is_unique(o), "%s: nobody is the only user of the dead", backend);
    one_report("is_unique of a dead object", RC_MISUSE_ADD_UAF, (expectation){.type = "dict"});
    ops->enable_try_retain(o);
    one_report("enable_try_retain of a dead object", RC_MISUSE_ADD_UAF,
               (expectation){.type = "dict"});
    ops->make_immortal(o);
    one_report("make_immortal of a dead object", RC_MISUSE_ADD_UAF, (expectation){.type = "dict"});
    tap_ok(ops->type_of(o) == &dict_type, "%s: the dead keep their type", backend);
    one_report("type_of a dead object", RC_MISUSE_ADD_UAF, (expectation){.type = "dict"});
    tap_ok(ops->weak_new(o) == NULL, "%s: no new weak references to the dead", backend);
    one_report("weak_new of a dead object", RC_MISUSE_ADD_UAF, (expectation){.type = "dict"});
    tap_ok(destroyed == 0, "%s: destroyed once", backend);
}

/* The dead keep their memory for a while, so that nobody else can be taken for them. */
static void dead_memory(const rc_ops *ops)
{
    unsigned char *o = site_new(ops, &dict_type);
    bool same = false, poisoned = true;
    site_release(ops, o);
    for (size_t i = 0; i < sizeof(dict); i++)
        poisoned &= o[i] == 0xdb;
    for (int i = 0; i < 100; i++) {
        void *other = ops->new (&dict_type);
        same |= other == o;
        ops->release(other);
    }
    tap_ok(poisoned && !same, "%s: the memory of the dead is poisoned, and not used again",
           backend);
    site_release(ops, o);
    one_report("release of the dead, later", RC_MISUSE_SUB_UAF,
               (expectation){.type = "dict",
                             .site = "site_release",
                             .all = true,
                             BEFORE(RC_CHECK_DESTROY, RC_CHECK_RELEASE, RC_CHECK_NEW)});
}

static void history_is_bounded(const rc_ops *ops)
{
    dict *o = site_new(ops, &dict_type);
    for (int i = 0; i < 20; i++)
        site_release(ops, site_retain(ops, o));
    site_release(ops, o);
    site_release(ops, o);
    one_report("a long history", RC_MISUSE_SUB_UAF,
               (expectation){.type = "dict",
                             .site = "site_release",
                             .all = true,
                             BEFORE(RC_CHECK_DESTROY, RC_CHECK_RELEASE, RC_CHECK_RELEASE,
                                    RC_CHECK_RETAIN, RC_CHECK_RELEASE, RC_CHECK_RETAIN,
                                    RC_CHECK_RELEASE, RC_CHECK_RETAIN)});
}

static void object_overflow(const rc_ops *ops)
{
    dict *o = site_new(ops, &dict_type);
    rc_weak *weak = ops->weak_new(o);
    rc_check_preset(o, UINT64_C(1) << 60);
    site_retain(ops, o);
    one_report("retain beyond the bound", RC_MISUSE_ADD_OVF,
               (expectation){.type = "dict",
                             .site = "site_retain",
                             .all = true,
                             BEFORE(RC_CHECK_WEAK_NEW, RC_CHECK_NEW)});
    tap_ok(ops->count(o) == RC_IMMORTAL, "%s: an overflow makes immortal", backend);
    site_retain(ops, o);
    site_release(ops, o);
    quiet("an immortal object");
    dict *p = site_new(ops, &dict_type);
    rc_check_preset(p, UINT64_C(1) << 60);
    tap_ok(ops->try_retain(p), "%s: the overflow does not look like a death", backend);
    one_report("try_retain beyond the bound", RC_MISUSE_ADD_NOT_ZERO_OVF,
               (expectation){.type = "dict"});
    dict *q = site_new(ops, &dict_type);
    rc_weak *other = ops->weak_new(q);
    rc_check_preset(q, UINT64_C(1) << 60);
    tap_ok(ops->weak_upgrade(other) == q, "%s: nor does an upgrade's", backend);
    one_report("upgrade beyond the bound", RC_MISUSE_ADD_NOT_ZERO_OVF,
               (expectation){.type = "dict"});
    ops->weak_free(weak);
    ops->weak_free(other);
    dict *r = site_new(ops, &dict_type);
    ops->make_immortal(r);
    for (int i = 0; i < 3; i++)
        ops->release(r);
    tap_ok(ops->retain(r) == r && ops->count(r) == RC_IMMORTAL, "%s: immortal", backend);
    quiet("make_immortal, and too many releases after it");
}

static void weak_misuse(const rc_ops *ops)
{
    dict *o = site_new(ops, &dict_type);
    rc_weak *weak = ops->weak_new(o), *same = ops->weak_new(o);
    ops->weak_free(weak);
    tap_ok(ops->weak_upgrade(same) == o, "%s: the other handle is good", backend);
    ops->release(o);
    ops->weak_free(same);
    quiet("two handles");
    tap_ok(ops->weak_upgrade(weak) == NULL, "%s: a freed handle leads nowhere", backend);
    one_report("upgrade of a freed handle", RC_MISUSE_WEAK_UAF,
               (expectation){.type = "dict",
                             .all = true,
                             BEFORE(RC_CHECK_WEAK_FREE, RC_CHECK_WEAK_UPGRADE, RC_CHECK_WEAK_FREE,
                                    RC_CHECK_WEAK_NEW, RC_CHECK_WEAK_NEW)});
    ops->weak_free(weak);
    one_report("free of a freed handle", RC_MISUSE_WEAK_UAF, (expectation){.type = "dict"});
    rc_weak *again = ops->weak_new(o);
    tap_ok(ops->weak_upgrade(again) == o, "%s: a new handle after all were freed", backend);
    ops->release(o);
    ops->release(o);
    tap_ok(ops->weak_upgrade(again) == NULL, "%s: and the object's end", backend);
    ops->weak_free(again);
    quiet("a handle that outlives its object");
    ops->weak_free(again);
    one_report("free of a freed handle, the object dead", RC_MISUSE_WEAK_UAF,
               (expectation){.type = "dict"});
}

static void finalizer(const rc_ops *ops)
{
    destroyed = 0;
    void *o = site_new(ops, &phoenix_type);
    ops->release(o);
    tap_ok(resurrected == o && destroyed == 0 && ops->count(o) == 1, "%s: resurrected", backend);
    quiet("a finalizer that resurrects");
    ops->release(o);
    tap_ok(destroyed == 1, "%s: destroyed the second time", backend);
    quiet("the second end of it");
    ops->release(o);
    one_report("a release after that", RC_MISUSE_SUB_UAF,
               (expectation){.type = "phoenix",
                             .all = true,
                             BEFORE(RC_CHECK_DESTROY, RC_CHECK_RELEASE, RC_CHECK_RETAIN,
                                    RC_CHECK_FINALIZE, RC_CHECK_RELEASE, RC_CHECK_NEW)});
}

/* A program may have another type where one was, once no object has it any more. */
static void type_lives_twice(const rc_ops *ops)
{
    rc_type type = {.name = "first", .size = 8};
    ops->release(ops->new (&type));
    type = (rc_type){.name = "second", .size = sizeof(dict), .destroy = dict_destroy};
    destroyed = 0;
    dict *o = site_new(ops, &type);
    site_release(ops, o);
    tap_ok(destroyed == 1, "%s: the type's own destroy", backend);
    site_release(ops, o);
    one_report("an object of the second type at one address", RC_MISUSE_SUB_UAF,
               (expectation){.type = "second", .site = "site_release"});
}

static void object_tests(const rc_ops *ops)
{
    destroyed = 0;
    correct_object(ops);
    dead_object(ops);
    dead_memory(ops);
    history_is_bounded(ops);
    object_overflow(ops);
    weak_misuse(ops);
    finalizer(ops);
    type_lives_twice(ops);
}
