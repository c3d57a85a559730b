/*
 * owner-blocks: the owner enters a blocking region and leaves it, while another thread gives back a reference.
 *
 *   T1 (owner)                     T2
 *   region begins: drains, closes
 *                                  releases: QUEUED, enters the closed queue
 *                                  merges in T1's place
 *   region ends: waits for T2      leaves
 *   uses, releases
 *
 * Hunts: an owner that counts while another thread merges in its place.
 */
#include "stress/model/programs/node.h"

MODEL_WORLD struct {
    void *object;
} w;

static void prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        w.object = node_new(&node_type, 2);
}

static void act(unsigned thread)
{
    if (thread == 0) {
        rc->thread_block_begin();
        rc->thread_block_end();
    }
    node_use_and_release(w.object, thread);
}

MODEL_PROGRAM(owner_blocks) = {
    .name = "owner-blocks",
    .summary = "an owner blocks and comes back while another thread gives back a reference",
    .bound = "2 threads: 1 region, 1 release; 1 release",
    .backends = "biased atomic",
    .shares = true,
    .threads = 2,
    .prepare = prepare,
    .act = act,
};
