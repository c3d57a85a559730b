/*
 * kernels.c: the kernels of all backends, found through the list, and of the peers that are linked.
 */
#include "bench/counts/kernel.h"
#include "refcount/counters/list.h"

#include <stdlib.h>
#include <string.h>

#define DECLARE(backend) extern const rc_bench_kernel rc_##backend##_bench_kernel;
RC_BACKENDS(DECLARE)

#define ONE(backend) +1
enum { BACKENDS = 0 RC_BACKENDS(ONE), PEERS = 32 };

/* The backends are there before anybody is added: these addresses are constants. */
#define ENTRY(backend) &rc_##backend##_bench_kernel,
const rc_bench_kernel *rc_bench_kernels[BACKENDS + PEERS + 1] = {RC_BACKENDS(ENTRY)};

void rc_bench_add_counts(const rc_bench_kernel *peer)
{
    static size_t end = BACKENDS;
    if (end == BACKENDS + PEERS)
        abort(); /* make the array longer */
    size_t place = end++;
    for (; place > BACKENDS && strcmp(rc_bench_kernels[place - 1]->name, peer->name) > 0; place--)
        rc_bench_kernels[place] = rc_bench_kernels[place - 1];
    rc_bench_kernels[place] = peer;
}
