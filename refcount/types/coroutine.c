/*
 * coroutine.c: coroutines as objects: their birth, their end, and the quick way through one step.
 *
 * A frame is one object: what is the same for all of its kind stands in the routine, what it owns in
 * slots that traverse visits. So a collector sees all that a suspended coroutine holds, which nobody can
 * say of one with a stack of its own.
 *
 *   [ state point owner routine delegate protocol handled below pending ... ][ slots ][ scalars ]
 *
 * The state is a lock. Whoever turns CREATED or SUSPENDED into RUNNING has the frame to itself until it stores
 * another state. A second one that tries gets a ValueError and has changed nothing; claim.h is how.
 *
 *   T1  send                              T2  send
 *   SUSPENDED -> RUNNING
 *   body: sum += 1                        SUSPENDED? no, RUNNING: ValueError
 *   RUNNING -> SUSPENDED
 *                                         SUSPENDED -> RUNNING, sees sum
 *
 * stress/coro/threads.h, T70, and the scenarios coroutine-migrates and coroutine-close play it. The same
 * lock keeps a body from resuming itself, on one thread.
 *
 *   state      who has the frame           changes to
 *   CREATED    whoever holds a reference   RUNNING (send), CLOSED (throw, close: no code runs)
 *   RUNNING    the thread that runs it     SUSPENDED (yielded), CLOSED (returned, raised)
 *   SUSPENDED  nobody                      RUNNING (send, throw, close)
 *   CLOSED     nobody: it owns nothing     -
 *
 * The end. The object's finalizer closes it, so that `finally` runs; it has a reference of its own then,
 * and a body that hands itself on has brought the object back, CLOSED. Finalizers run once: nothing is run a
 * second time. What cannot be raised to anybody goes to rc_error_ignore.
 */
#include "refcount/types/drive.h"

#include "refcount/types/claim.h"
#include "refcount/types/running.h"

#include <string.h>

#if !RC_INLINE_BACKEND
RC_THREAD_LOCAL rc_coroutine *rc_coroutine_running_;
#endif

/* -------------------------------------------------------------------------------- as an object */

/*
 * Each reference is gone from the frame before it is released: what its destructor sees of the coroutine
 * is whole at any time.
 */
void rc_coroutine_empty_(rc_coroutine *c)
{
    void *delegate = c->delegate;
    rc_error *handled = c->handled;
    c->delegate = NULL;
    c->handled = NULL;
    rc_release(delegate);
    rc_release(handled);
    for (uint32_t i = 0; i < c->routine->slots; i++)
        rc_coroutine_put(c, i, NULL);
}

/* relaxed: nobody else can see it, as garbage or as the dead. A destructor that is run here finds it CLOSED. */
static void coroutine_clear(void *object)
{
    rc_coroutine *c = object;
    rc_store_relaxed(&c->own, RC_CLOSED);
    rc_store_relaxed(&c->state, RC_CLOSED);
    rc_coroutine_empty_(c);
}

static void coroutine_traverse(void *object, rc_visit *visit, void *arg)
{
    const rc_coroutine *c = object;
    if (c->routine == NULL)
        return; /* being born */
    if (c->delegate != NULL)
        visit(c->delegate, arg);
    if (c->handled != NULL)
        visit(c->handled, arg);
    for (uint32_t i = 0; i < c->routine->slots; i++) {
        if (c->slot[i] != NULL)
            visit(c->slot[i], arg);
    }
}

static void coroutine_finalize(void *object)
{
    rc_coroutine *c = object;
    void *result = NULL;
    switch (rc_coroutine_state(c)) {
    case RC_CREATED:
        if (c->routine->awaitable)
            rc_error_ignore(rc_error_about_(&rc_runtime_warning, "coroutine '", c->routine->name,
                                            "' was never awaited"),
                            c);
        break;
    case RC_SUSPENDED:
        if (rc_coroutine_drive_(c, RC_ASK_CLOSE, NULL, &result) == RC_RAISED)
            rc_error_ignore(result, c);
        else
            rc_release(result);
        break;
    case RC_RUNNING: /* cannot be: who runs it holds a reference */
    case RC_CLOSED:
        break;
    }
}

static const rc_type coroutine_type = {
    .name = "coroutine",
    .size = sizeof(rc_coroutine),
    .destroy = coroutine_clear,
    .traverse = coroutine_traverse,
    .clear = coroutine_clear,
    .finalize = coroutine_finalize,
};

rc_coroutine *rc_coroutine_new(const rc_routine *routine)
{
    if (!rc_error_prepare_())
        return NULL;
    rc_coroutine *c =
        rc_new_sized(&coroutine_type, rc_coroutine_fixed_size_(routine) + routine->scalars);
    if (c != NULL)
        c->routine = routine; /* zero is RC_CREATED */
    return c;
}

bool rc_is_coroutine(const void *object)
{
    return object != NULL && rc_type_of(object) == &coroutine_type;
}

rc_coroutine_state_kind rc_coroutine_state(const rc_coroutine *coroutine)
{
    return rc_coroutine_state_(coroutine);
}

const char *rc_coroutine_state_name(const rc_coroutine *coroutine)
{
    static const char *const name[] = {"CREATED", "RUNNING", "SUSPENDED", "CLOSED"};
    return name[rc_coroutine_state(coroutine)];
}

/* ------------------------------------------------------------------------------------- resuming */

/*
 * The quick way: one step of a coroutine that is RUNNING already, delegates to nothing, and whose body says
 * nothing but "yielded", with no section of the caller's to be compared with afterwards. `state` is where its
 * state stands: known to the compiler, which makes a way of its own for each.
 */
static inline rc_outcome step(rc_coroutine *c, void *value, void **result, _Atomic uint8_t *state)
{
    if (rc_unlikely(c->delegate != NULL) || rc_unlikely(rc_coroutine_sections_() != NULL))
        return rc_coroutine_go_(c, RC_ASK_SEND, value, result);
    /* not nested, not forwarding, asked to send: as leave() has left it */
    c->below = rc_coroutine_running_;
    rc_coroutine_running_ = c;
    RC_POINT("resume");
    rc_outcome outcome = c->routine->step(c, RC_SEND, value, result);
    rc_coroutine_check_sections_(NULL);
    if (rc_unlikely(outcome != RC_YIELDED))
        return rc_coroutine_said_(c, outcome, result);
    rc_coroutine_running_ = c->below;
    RC_POINT("suspend");
    rc_store_release(state, RC_SUSPENDED); /* (2) release: claim.h */
    return RC_YIELDED;
}

/* The same when the calling thread is not the owner. */
static RC_NOINLINE rc_outcome send_shared(rc_coroutine *c, void *value, void **result)
{
    if (rc_unlikely(!rc_coroutine_claim_shared_(c)))
        return rc_coroutine_drive_(c, RC_ASK_SEND, value, result);
    return step(c, value, result, &c->state);
}

rc_outcome rc_coroutine_send(rc_coroutine *c, void *value, void **result)
{
    if (!rc_coroutine_is_own_(c))
        return send_shared(c, value, result);
    if (rc_unlikely(!rc_coroutine_claim_own_(c)))
        return rc_coroutine_drive_(c, RC_ASK_SEND, value, result);
    return step(c, value, result, &c->own);
}

rc_outcome rc_coroutine_throw(rc_coroutine *c, void *error, void **result)
{
    if (rc_is_error(error))
        return rc_coroutine_drive_(c, RC_ASK_THROW, error, result);
    *result = rc_error_about_(&rc_type_error, "what is thrown must be an error, not ",
                              error != NULL ? rc_type_of(error)->name : "None", "");
    return RC_RAISED;
}

rc_outcome rc_coroutine_throw_new(rc_coroutine *c, const rc_error_class *error_class,
                                  const char *message, void **result)
{
    void *error = error_class->construct != NULL ? error_class->construct(error_class, message)
                                                 : rc_error_new(error_class, message);
    if (error == NULL) {
        error = rc_error_memory();
    } else if (!rc_is_error(error)) {
        rc_release(error);
        error = rc_error_about_(&rc_type_error, "the constructor of ", error_class->name,
                                " has made something that is not an error");
    }
    rc_outcome outcome = rc_coroutine_drive_(c, RC_ASK_THROW, error, result);
    rc_release(error);
    return outcome;
}

rc_outcome rc_coroutine_close(rc_coroutine *c, void **result)
{
    return rc_coroutine_drive_(c, RC_ASK_CLOSE, NULL, result);
}

/* ----------------------------------------------------------------------------- what a body says */

rc_outcome rc_raise(void **result, rc_error *error)
{
    *result = rc_error_in_context_(error);
    return RC_RAISED;
}

rc_outcome rc_propagate(void **result, rc_error *error)
{
    *result = rc_retain(error);
    return RC_RAISED;
}

rc_outcome rc_delegate_to(rc_coroutine *self, void *to, const rc_iterator *protocol, uint32_t point)
{
    self->point = point;
    self->delegate = to;
    self->protocol = protocol;
    return RC_DELEGATED_;
}

rc_outcome rc_delegate(rc_coroutine *self, rc_coroutine *to, uint32_t point)
{
    return rc_delegate_to(self, to, NULL, point);
}
