/*
 * claims.c: all claims of the program, as RC_CLAIM registered them.
 */
#include "bench/claims/claim.h"

#include "refcount/tool/cli.h"

#include <stdlib.h>
#include <string.h>

/* The linker's names for the ends of the section. */
extern const claim *const __start_rc_claims[];
extern const claim *const __stop_rc_claims[];

static int by_id(const void *one, const void *other)
{
    return strcmp((*(const claim *const *)one)->id, (*(const claim *const *)other)->id);
}

const claim *const *claims_all(void)
{
    static const claim **sorted;
    if (sorted == NULL) {
        size_t count = (size_t)(__stop_rc_claims - __start_rc_claims);
        if (count >= CLAIMS_MOST)
            rc_cli_fail("more claims than the program has room for");
        sorted = calloc(count + 1, sizeof *sorted);
        if (sorted == NULL)
            rc_cli_fail("no memory for the list of claims");
        memcpy(sorted, __start_rc_claims, count * sizeof *sorted);
        qsort(sorted, count, sizeof *sorted, by_id);
    }
    return sorted;
}
