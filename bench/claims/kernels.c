/*
 * kernels.c: the kernels of all backends.
 */
#include "bench/claims/kernel.h"

#include "refcount/atomics.h"
#include "refcount/counters/list.h"

#include <string.h>

_Atomic uint64_t claims_node_ends;

uint64_t claims_ended(void)
{
    return rc_load_relaxed(&claims_node_ends); /* relaxed: a number */
}

#define DECLARE(backend) extern const claims_kernel rc_##backend##_claims_kernel;
RC_BACKENDS(DECLARE)
static const claims_kernel *const all[] = {
#define ENTRY(backend) &rc_##backend##_claims_kernel,
    RC_BACKENDS(ENTRY) NULL};

const claims_kernel *claims_kernel_at(unsigned index)
{
    return index < sizeof all / sizeof all[0] ? all[index] : NULL;
}

const claims_kernel *claims_kernel_of(const char *backend)
{
    for (unsigned i = 0; all[i] != NULL; i++) {
        if (strcmp(all[i]->ops->get_backend()->name, backend) == 0)
            return all[i];
    }
    return NULL;
}
