/*
 * rendezvous.c: see rendezvous.h.
 *
 * relaxed, everywhere here: the meeting must not order what the threads do afterwards.
 */
#include "stress/harness/rendezvous.h"

#include "refcount/atomics.h"
#include "refcount/platform.h"
#include "refcount/tool/cli.h"

/* Long enough for the others to see the moment before it has come. */
enum { NOTICE = 1000 };

uint64_t stress_ticks(void)
{
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#else
    return (uint64_t)(rc_tool_now() * 1e9);
#endif
}

void stress_rendezvous_prepare(stress_rendezvous *r)
{
    rc_store_relaxed(&r->arrived, 0);
    rc_store_relaxed(&r->moment, 0);
}

void stress_rendezvous_meet(stress_rendezvous *r, unsigned count, uint64_t delay, uint64_t *last)
{
    unsigned turns = 0;
    uint64_t moment;
    if ((rc_fetch_add_relaxed(&r->arrived, 1) + 1) % count == 0)
        rc_store_relaxed(&r->moment, stress_ticks() + NOTICE);
    while ((moment = rc_load_relaxed(&r->moment)) == *last)
        rc_platform_pause(&turns); /* gives the processor away after a while: others may need it */
    *last = moment;
    while (stress_ticks() < moment + delay)
        continue;
}
