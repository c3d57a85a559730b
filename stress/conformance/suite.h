/*
 * suite.h: what every counting backend must do. A backend's test is two lines:
 *
 *   #define RC_BACKEND biased
 *   #include "stress/conformance/suite.h"
 *
 * A program of this suite holds one backend, inline. What only threads can show is skipped where the
 * backend says that it is not thread-safe.
 */
#include "refcount/refcount.h"
#include "refcount/tool/scale.h"
#include "refcount/tool/tap.h"
#include "stress/support/threads.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(condition) tap_ok((condition), "%s: %s", __func__, #condition)

/* An object that counts its ends, and owns up to two others. */
static _Atomic uint64_t destroyed;

typedef struct node {
    struct node *left, *right;
    uint64_t payload;
} node;

static void node_destroy(void *object)
{
    node *n = object;
    rc_fetch_add_relaxed(&destroyed, 1);
    rc_release(n->left);
    rc_release(n->right);
}

static const rc_type node_type = {.name = "node", .size = sizeof(node), .destroy = node_destroy};

static node *new_node(node *left, node *right)
{
    node *n = rc_new(&node_type);
    if (n == NULL)
        abort();
    n->left = left;
    n->right = right;
    return n;
}

static uint64_t ends(void)
{
    return rc_load_relaxed(&destroyed);
}

/* Some deaths wait for the owner's safepoint: these are all over on return, on this thread. */
static void settle(void)
{
    rc_thread_poll();
}

static uint64_t live_objects(void)
{
    rc_stats stats;
    rc_get_stats(&stats);
    return stats.live_objects;
}

#include "stress/conformance/counters.h"
#include "stress/conformance/objects.h"
#include "stress/conformance/endings.h"
#include "stress/conformance/weaks.h"
#include "stress/conformance/threads.h"
#include "stress/conformance/sharing.h"
#include "stress/conformance/orders.h"
#include "stress/conformance/forks.h"
#include "stress/conformance/observers.h"

int main(void)
{
    if (!tap_ok(rc_thread_attach() == 0, "%s: attach", rc_get_backend()->name))
        return tap_done();
    uint64_t seed = stress_seed();
    counter_tests();
    object_tests();
    ending_tests();
    weak_tests();
    thread_tests();
    if (rc_get_backend()->thread_safe) {
        sharing_tests(seed);
        order_tests(seed);
    }
    fork_tests();
    observer_tests();
    rc_thread_detach();
    tap_ok(live_objects() == 0, "%s: nothing is left", rc_get_backend()->name);
    return tap_done();
}
