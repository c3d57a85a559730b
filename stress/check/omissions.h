/*
 * omissions.h: one correct program, and the same with one operation left out: each omission must give
 * exactly the reports and leaks that it deserves, and the whole program none.
 */
#include "stress/check/caught.h"

enum step {
    ATTACH,
    NEW,
    RETAIN,
    WEAK,
    UPGRADE,
    BEGIN,
    END,
    RELEASE_UPGRADED,
    WEAK_FREE,
    RELEASE_RETAINED,
    RELEASE_NEW,
    DETACH,
    STEPS
};

typedef struct program {
    const rc_ops *ops;
    enum step omitted; /* STEPS: nothing */
    void *object;
} program;

static void run_program(void *arg)
{
    program *p = arg;
    const rc_ops *ops = p->ops;
    dict *o = NULL;
    rc_weak *weak = NULL;
    if (p->omitted != ATTACH && ops->thread_attach() != 0)
        abort();
    if (p->omitted != NEW)
        o = site_new(ops, &dict_type);
    if (p->omitted != RETAIN)
        site_retain(ops, o);
    if (p->omitted != WEAK)
        weak = ops->weak_new(o);
    bool upgraded = p->omitted != UPGRADE && ops->weak_upgrade(weak) != NULL;
    if (p->omitted != BEGIN)
        ops->thread_block_begin();
    if (p->omitted != END)
        ops->thread_block_end();
    /* The release is there whether or not the upgrade was: that is the mistake. */
    if (p->omitted != RELEASE_UPGRADED && (upgraded || p->omitted == UPGRADE))
        site_release(ops, o);
    if (p->omitted != WEAK_FREE)
        ops->weak_free(weak);
    if (p->omitted != RELEASE_RETAINED)
        site_release(ops, o);
    if (p->omitted != RELEASE_NEW)
        site_release(ops, o);
    if (p->omitted != DETACH)
        ops->thread_detach();
    p->object = o;
}

static uint64_t live_objects(void)
{
    rc_check_leak group[16];
    uint64_t objects;
    rc_check_leaks(group, 16, &objects);
    return objects;
}

static void omission_tests(const rc_ops *ops)
{
    static const struct {
        const char *name;
        unsigned reports;
        rc_misuse kind;
        unsigned leaks;
    } expected[] = {
        [ATTACH] = {"thread_attach", 8, RC_MISUSE_NOT_ATTACHED, 0}, /* and DETACH for the detach */
        [NEW] = {"new", 0, 0, 0}, /* every operation allows NULL */
        [RETAIN] = {"retain", 1, RC_MISUSE_SUB_UAF, 0},
        [WEAK] = {"weak_new", 0, 0, 0},
        [UPGRADE] = {"weak_upgrade", 1, RC_MISUSE_SUB_UAF, 0},
        [BEGIN] = {"block_begin", 1, RC_MISUSE_DETACH, 0},
        [END] = {"block_end", 5, RC_MISUSE_BLOCKED, 0},
        [RELEASE_UPGRADED] = {"release 1", 0, 0, 1},
        [WEAK_FREE] = {"weak_free", 0, 0, 0},
        [RELEASE_RETAINED] = {"release 2", 0, 0, 1},
        [RELEASE_NEW] = {"release 3", 0, 0, 1},
        [DETACH] = {"thread_detach", 0, 0, 0}, /* a thread may simply end */
        [STEPS] = {"nothing", 0, 0, 0},
    };
    for (unsigned step = 0; step <= STEPS; step++) {
        uint64_t before = live_objects();
        program p = {.ops = ops, .omitted = (enum step)step};
        stress_join(stress_thread(run_program, &p, 0));
        unsigned reports = 0, others = 0;
        for (unsigned i = 0; i < caught.number && i < MOST_CAUGHT; i++)
            *(caught.report[i].kind == expected[step].kind ? &reports : &others) += 1;
        unsigned detaches = step == ATTACH ? 1 : 0;
        bool ok = reports == expected[step].reports && others == detaches &&
                  live_objects() - before == expected[step].leaks;
        tap_ok(ok, "%s: without %s: %u reports, %u objects left", backend, expected[step].name,
               expected[step].reports + detaches, expected[step].leaks);
        if (!ok)
            tap_note("%u of the kind, %u others, %d left", reports, others,
                     (int)(live_objects() - before));
        for (uint64_t left = live_objects() - before; left > 0; left--)
            ops->release(p.object);
        ops->thread_poll();
        caught.number = 0;
    }
}
