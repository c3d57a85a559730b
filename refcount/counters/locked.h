/*
 * locked.h: the operations of a backend that guards a word by a lock.
 *
 * The including file defines struct rc_counter with a field `word`, and rc_counter_lock and
 * rc_counter_unlock; which lock they take is the whole difference between such backends. The lock is
 * held over a few instructions, never over dispose, and no second one is taken under it.
 */
static inline void rc_counter_preset(rc_counter *counter, uint64_t count)
{
    counter->word = rc_word_preset(count);
}

RC_HOT void rc_counter_retain(rc_counter *counter)
{
    rc_counter_lock(counter);
    rc_word_retain(&counter->word);
    rc_counter_unlock(counter);
}

RC_HOT void rc_counter_release(rc_counter *counter, rc_dispose *dispose)
{
    rc_counter_lock(counter);
    bool last = rc_word_release(&counter->word);
    rc_counter_unlock(counter);
    if (rc_unlikely(last) && dispose != NULL)
        dispose(counter);
}

static inline void rc_header_release(void *object)
{
    rc_counter_release(&((rc_header *)object - 1)->counter, rc_object_dispose_);
}

RC_HOT bool rc_counter_try_retain(rc_counter *counter)
{
    rc_counter_lock(counter);
    bool alive = rc_word_try_retain(&counter->word);
    rc_counter_unlock(counter);
    return alive;
}

RC_HOT void rc_counter_enable_try_retain(rc_counter *counter)
{
    rc_counter_lock(counter);
    counter->word |= RC_WORD_FINDABLE;
    rc_counter_unlock(counter);
}

/* Reading takes the lock too, and a lock changes when it is taken: hence the casts. */
static inline uint64_t rc_counter_locked_word(const rc_counter *counter)
{
    rc_counter *unconst = (rc_counter *)(uintptr_t)counter;
    rc_counter_lock(unconst);
    uint64_t word = counter->word;
    rc_counter_unlock(unconst);
    return word;
}

RC_HOT bool rc_counter_is_unique(const rc_counter *counter)
{
    return rc_word_is_unique(rc_counter_locked_word(counter));
}

RC_HOT uint64_t rc_counter_read(const rc_counter *counter)
{
    return rc_word_read(rc_counter_locked_word(counter));
}

RC_HOT void rc_counter_make_immortal(rc_counter *counter)
{
    rc_counter_lock(counter);
    counter->word = rc_word_pin(counter->word);
    rc_counter_unlock(counter);
}

static inline bool rc_counter_is_findable(const rc_counter *counter)
{
    return (rc_counter_locked_word(counter) & RC_WORD_FINDABLE) != 0;
}

/* The dead object has one user, but a reader may still try to retain it: so these lock as well. */
static inline void rc_counter_set_word(rc_counter *counter, uint64_t word)
{
    rc_counter_lock(counter);
    counter->word = word;
    rc_counter_unlock(counter);
}

static inline void rc_counter_revive(rc_counter *counter)
{
    rc_counter_set_word(counter, RC_WORD_ONE);
}

static inline void rc_counter_condemn(rc_counter *counter)
{
    rc_counter_lock(counter);
    counter->word |= RC_WORD_CONDEMNED;
    rc_counter_unlock(counter);
}

static inline void rc_counter_absolve(rc_counter *counter)
{
    rc_counter_lock(counter);
    counter->word &= ~RC_WORD_CONDEMNED;
    rc_counter_unlock(counter);
}

static inline void rc_counter_seize(rc_counter *counter, bool condemned)
{
    rc_counter_lock(counter);
    counter->word = (counter->word + RC_WORD_ONE) | (condemned ? RC_WORD_CONDEMNED : 0);
    rc_counter_unlock(counter);
}

static inline void rc_counter_bury(rc_counter *counter, void *next)
{
    rc_counter_set_word(counter, rc_word_bury(next));
}

static inline void *rc_counter_exhume(const rc_counter *counter)
{
    return rc_word_exhume(rc_counter_locked_word(counter));
}
