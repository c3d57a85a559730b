/*
 * atomic.c: the rare ends of a count.
 */
#include "refcount/object.h"

const rc_backend_info rc_backend = {
    .name = "atomic",
    .description = "one atomic word: relaxed increment, acquire-release decrement",
    .source = "C11; std::shared_ptr, Rust's Arc",
    .thread_safe = true,
    .deferred_death = false,
    .counter_size = sizeof(rc_counter),
    .header_size = sizeof(rc_header),
    .retain = RC_WAIT_FREE,
    .release = RC_LOCK_FREE, /* on an immortal object, which it pins again; else wait-free */
    .try_retain = RC_LOCK_FREE,
};

RC_COLD void RC_NAME(counter_pin_)(rc_counter *counter)
{
    /* relaxed, both: no decision follows from a saturated count but that it is one. */
    uint64_t word = rc_load_relaxed(&counter->word);
    do {
        RC_POINT("pin");
    } while (!rc_cas_weak_relaxed(&counter->word, &word, rc_word_pin(word)));
}

RC_NOINLINE void RC_NAME(counter_release_special_)(rc_counter *counter, uint64_t before,
                                                   rc_dispose *dispose)
{
    if (rc_word_saturated(before) || before < RC_WORD_ONE)
        RC_NAME(counter_pin_)(counter); /* immortal; or released once too often, and leaked now */
    else if (dispose != NULL)
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
