/*
 * plain.c: the rare ends of a count.
 */
#include "refcount/object.h"

const rc_backend_info rc_backend = {
    .name = "plain",
    .description = "a plain number: right on one thread or under an interpreter lock",
    .source = "single-threaded runtimes; CPython under its GIL",
    .thread_safe = false,
    .deferred_death = false,
    .counter_size = sizeof(rc_counter),
    .header_size = sizeof(rc_header),
    .retain = RC_WAIT_FREE,
    .release = RC_WAIT_FREE,
    .try_retain = RC_WAIT_FREE,
};

RC_NOINLINE void RC_NAME(counter_release_special_)(rc_counter *counter, uint64_t before,
                                                   rc_dispose *dispose)
{
    bool last = !rc_word_saturated(before) && before >= RC_WORD_ONE;
    /* Else immortal; or released once too often, and leaked from now on. */
    counter->word = last ? before - RC_WORD_ONE : rc_word_pin(before);
    if (last && dispose != NULL)
        dispose(counter);
}

/* Not inline: it takes the object's address, so that the short way need not compute the counter's. */
RC_NOINLINE static void object_release_rest(void *object, uint64_t before)
{
    RC_NAME(counter_release_special_)(rc_counter_of(object), before, rc_object_dispose_);
}

void RC_NAME(object_release_special_)(void *object, uint64_t before)
{
    uintptr_t tag = rc_header_tag(rc_header_of(object));
    if (rc_likely(before == RC_WORD_ONE) && rc_likely(tag & RC_TAG_LEAF))
        rc_object_end_leaf(object, tag);
    else
        object_release_rest(object, before);
}
