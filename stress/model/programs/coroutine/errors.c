/*
 * error-memory-twice: two threads ask for the error that says that there is no memory, which is made once.
 *
 * Hunts: one of the two finds it half made, or both make one. The bug: it is changed by who has it.
 */
#include "stress/model/programs/node.h"
#include "stress/model/twins.h"

static void memory_prepare(unsigned thread)
{
    (void)thread;
    node_attach();
}

static void memory_act(unsigned thread, bool wrong)
{
    (void)thread;
    rc_error *error = types->error_memory();
    model_assert(error != NULL);
    model_look((uint64_t)types->error_message(error)[0]);
    if (wrong)
        ((char *)types->error_message(error))[0] = '\0';
    rc->release(error);
}

MODEL_TWINS(memory, "error-memory-twice", "an error that is made once is asked for twice",
            .bound = "2 threads, 1 error each", .slow = true, .room = "coroutine",
            .backends = "atomic biased", .threads = 2, .prepare = memory_prepare);
