/*
 * points_plain.c: the operations of the backend plain with their points compiled in. The counter lies in
 * memory of the experiment's, which outlives it: what a wrong count does to it can be looked at.
 */
#include "bench/claims/points.h"

#include "refcount/refcount.h"

#include <stdlib.h>

struct claims_counter {
    rc_counter counter;
    _Atomic uint64_t ends;
};

claims_counter *claims_counter_new(uint64_t count)
{
    claims_counter *c = malloc(sizeof *c);
    if (c == NULL)
        abort();
    *c = (claims_counter){.ends = 0};
    rc_counter_init(&c->counter);
    for (uint64_t i = 1; i < count; i++)
        rc_counter_retain(&c->counter);
    return c;
}

void claims_counter_free(claims_counter *c)
{
    free(c);
}

static void dispose(rc_counter *counter)
{
    rc_fetch_add_relaxed(&((claims_counter *)counter)->ends, 1); /* relaxed: a number */
}

void claims_counter_retain(claims_counter *c)
{
    rc_counter_retain(&c->counter);
}

void claims_counter_release(claims_counter *c)
{
    rc_counter_release(&c->counter, dispose);
}

uint64_t claims_counter_read(const claims_counter *c)
{
    return rc_counter_read(&c->counter);
}

uint64_t claims_counter_ends(const claims_counter *c)
{
    return rc_load_relaxed(&c->ends); /* relaxed: read at rest */
}
