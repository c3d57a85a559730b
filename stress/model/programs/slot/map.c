/*
 * map-put-put: two threads put an object each, under keys of their own.
 *
 * Hunts: an update of a copy that was made before the other update. The bug: both put under one key.
 */
#include "stress/model/programs/slot/slots.h"

MODEL_WORLD struct {
    rc_map map;
} m;

static void put_prepare(unsigned thread)
{
    node_attach();
    if (thread == 0)
        gc->map_init(&m.map);
}

static void put_act(unsigned thread, bool wrong)
{
    void *object = node_new(&leaf_type, 1);
    bool done = gc->map_put(&m.map, wrong ? 0 : thread, object);
    model_assert(done);
}

static void put_finish(unsigned thread)
{
    if (thread == 1)
        return;
    model_assert(gc->map_count(&m.map) == 2);
    gc->map_destroy(&m.map);
}

MODEL_TWINS(put, "map-put-put", "two updates of a map at once", .bound = "2 threads: 1 put each",
            .uses = MODEL_RETAIN | MODEL_RELEASE, .room = "slot", .stale = 1, .scheme = "model",
            .backends = "atomic", .shares = true, .threads = 2, .prepare = put_prepare,
            .finish = put_finish);
