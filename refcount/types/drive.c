/*
 * drive.c: resuming a coroutine and all that it delegates to.
 *
 * `yield from` makes a chain: outer delegates to middle, middle to inner. To resume outer is to pass the
 * request down to where a body waits for it, and to pass what comes out up again:
 *
 *   send, throw, close ---> outer ---> middle ---> inner: body
 *   yielded, returned, raised <--- outer <--- middle <---+
 *
 * Recursion would be the obvious way, and would need a stack as deep as the chain. Here one loop walks the
 * chain, which runs through the frames themselves: each coroutine that is running names the one below it,
 * that has delegated to it (nested) or merely resumed it. A chain of any length costs time, no stack.
 *
 * The loop is always in one of four places:
 *
 *   ask       a request for `frame`     it has a delegate: forward() passes the request on
 *                                       it has none: body
 *   body      its body is to go on      said
 *   said      what its body has said    yielded, or over: leave(), then out, or answer for the one below
 *                                       has delegated: ask the delegate for its first value
 *   answer    what its delegate said    yielded: so has it, said
 *                                       over: body, with the value or the error
 *
 * A request changes on its way down: a GeneratorExit that is thrown in, and a close, both close the delegate
 * first, and are raised in the outer one when that is done (`pending`). It changes on its way up as well: a
 * close that meets a yield is a RuntimeError for whoever has asked for it.
 *
 * Which error is being handled. While a body runs, or waits for a delegate that it has sent something to, what
 * it handles is seen by all that runs above it. While it only passes on a throw or a close it is not: Python
 * does not enter the outer generator then, and takes contexts from below it. That is `forwarding`.
 *
 * Two that share a delegate (T52) are two chains with one end. Whoever claims the delegate first runs it; the
 * other one is told that it is already executing, at its delegation. When one has closed it, the other finds
 * it CLOSED: it has returned None.
 *
 *   T1  send(a), a delegates to c         T2  send(b), b delegates to c
 *   claims a, claims c
 *                                         claims b; c is RUNNING
 *                                         ValueError raised in b where it delegates
 *   c yields: c SUSPENDED, then a                                       stress/coro/threads.h, T52 on two threads
 *
 * Source: PEP 342, PEP 380, PEP 479, and CPython's Objects/genobject.c for what the texts leave open.
 */
#include "refcount/types/drive.h"

#include "refcount/types/claim.h"
#include "refcount/types/running.h"

/* Where the loop stands. `frame` is RUNNING and the innermost of this thread, except in front of OUT. */
typedef enum place { ASK, BODY, SAID, ANSWER, OUT } place;

typedef struct journey {
    rc_coroutine *frame;
    rc_request request; /* ASK: for frame; ANSWER: what its delegate was asked for */
    void *in;           /* ASK, BODY: lent */
    void *carried;      /* BODY: a reference that is given back after the step */
    rc_signal signal;   /* BODY */
    bool outside;       /* BODY, an error: it was thrown in from outside, and is raised here */
    rc_outcome outcome; /* SAID, ANSWER, OUT */
    void *value;        /* the same: a reference */
} journey;

static const char *kind_of(const rc_coroutine *c)
{
    return c->routine->awaitable ? "coroutine" : "generator";
}

static rc_outcome answer_with(rc_outcome outcome, void *value, void **result)
{
    *result = value;
    return outcome;
}

static rc_outcome refuse(const rc_coroutine *c, const rc_error_class *error_class,
                         const char *before, const char *after, void **result)
{
    return answer_with(RC_RAISED, rc_error_about_(error_class, before, kind_of(c), after), result);
}

/* ------------------------------------------------------------------------------------- claiming */

static rc_outcome is_closed(const rc_coroutine *c, rc_request request, void *in, void **result)
{
    if (request == RC_ASK_CLOSE)
        return answer_with(RC_RETURNED, NULL, result);
    if (c->routine->awaitable)
        return answer_with(
            RC_RAISED,
            rc_error_about_(&rc_runtime_error, "cannot reuse already awaited ", "coroutine", ""),
            result);
    if (request == RC_ASK_THROW)
        return rc_propagate(result, in);
    return answer_with(RC_RETURNED, NULL, result);
}

/*
 * Makes it RUNNING, for the calling thread. False: nothing is to be run, and *outcome and *result are the
 * answer. `first`: it has just become somebody's delegate.
 */
static bool claim(rc_coroutine *c, rc_request request, void *in, bool first, rc_outcome *outcome,
                  void **result)
{
    uint8_t state = rc_coroutine_state_(c); /* only a guess, which claiming it checks */
    for (;;) {
        uint8_t next = RC_RUNNING;
        switch (state) {
        case RC_RUNNING:
            *outcome = refuse(c, &rc_value_error, "", " already executing", result);
            return false;
        case RC_CLOSED:
            *outcome = is_closed(c, request, in, result);
            return false;
        case RC_CREATED:
            if (request != RC_ASK_SEND)
                next = RC_CLOSED;
            else if (in != NULL) {
                *outcome = refuse(c, &rc_type_error, "can't send non-None value to a just-started ",
                                  "", result);
                return false;
            }
            break;
        default: /* SUSPENDED */
            if (first && c->routine->awaitable) {
                *outcome = refuse(c, &rc_runtime_error, "", " is being awaited already", result);
                return false;
            }
        }
        RC_POINT("claim");
        if (!rc_coroutine_claim_(c, &state, next)) /* claim.h */
            continue;
        if (next == RC_RUNNING)
            return true;
        /* It has not begun, and never will. */
        rc_coroutine_empty_(c);
        if (request == RC_ASK_THROW)
            *outcome = rc_propagate(result, in);
        else
            *outcome = answer_with(RC_RETURNED, NULL, result);
        return false;
    }
}

static void enter(rc_coroutine *c, rc_request request, bool nested)
{
    c->below = rc_coroutine_running_;
    c->asked = request;
    c->nested = nested;
    c->forwarding = false;
    rc_coroutine_running_ = c;
}

/* ----------------------------------------------------------------------------------- the places */

/* ASK: passes the request on to what frame delegates to. `first`: its first value is asked for. */
static place forward(journey *j, bool first)
{
    rc_coroutine *c = j->frame;
    c->pending = NULL;
    if (j->request == RC_ASK_THROW && rc_error_is(j->in, &rc_generator_exit)) {
        c->pending = j->in;
        j->request = RC_ASK_CLOSE;
        j->in = NULL;
    }
    c->beneath = rc_coroutine_handler_(c->below);
    c->forwarding = j->request != RC_ASK_SEND;
    void *to = c->delegate;
    if (rc_unlikely(to == NULL)) {
        j->outcome = RC_RAISED;
        j->value = rc_error_in_context_(NULL);
        return ANSWER;
    }
    const rc_iterator *p = c->protocol;
    if (p == NULL) {
        if (!claim(to, j->request, j->in, first, &j->outcome, &j->value))
            return ANSWER;
        enter(to, j->request, true);
        j->frame = to;
        return ASK;
    }
    if (j->request == RC_ASK_SEND && j->in == NULL) {
        j->outcome = p->next(to, &j->value);
    } else if (j->request == RC_ASK_SEND) {
        if (p->send != NULL)
            j->outcome = p->send(to, j->in, &j->value);
        else
            j->outcome = answer_with(RC_RAISED,
                                     rc_error_about_(&rc_attribute_error, "'", rc_type_of(to)->name,
                                                     "' object has no attribute 'send'"),
                                     &j->value);
    } else if (j->request == RC_ASK_THROW) {
        j->outcome =
            p->raise != NULL ? p->raise(to, j->in, &j->value) : rc_propagate(&j->value, j->in);
    } else {
        j->outcome =
            p->close != NULL ? p->close(to, &j->value) : answer_with(RC_RETURNED, NULL, &j->value);
    }
    return ANSWER;
}

/* The body waits at a point where it can handle an error. */
static bool is_guarded(const rc_coroutine *c)
{
    return (c->routine->guarded & RC_GUARDED(c->point)) != 0;
}

static place body(journey *j)
{
    rc_coroutine *c = j->frame;
    c->forwarding = false;
    if (j->signal == RC_THROW && j->outside)
        rc_error_chain_(j->in, c->handled);
    if (j->signal == RC_THROW && !is_guarded(c)) {
        j->outcome = rc_propagate(&j->value, j->in);
    } else {
        const void *sections = rc_coroutine_sections_();
        RC_POINT("resume");
        j->outcome = c->routine->step(c, j->signal, j->in, &j->value);
        rc_coroutine_check_sections_(sections);
    }
    rc_release(j->carried);
    j->carried = NULL;
    return SAID;
}

/* Throws what was to be thrown when the delegate had been closed. */
static place throw_pending(journey *j)
{
    rc_coroutine *c = j->frame;
    c->forwarding = false;
    j->signal = RC_THROW;
    j->outside = true;
    j->in = c->pending;
    if (j->in == NULL)
        j->in = j->carried = rc_error_exit_();
    return BODY;
}

/* ANSWER: what frame's delegate has said, which was asked for j->request. */
static place answer(journey *j)
{
    rc_coroutine *c = j->frame;
    if (j->outcome == RC_YIELDED)
        return SAID;
    bool over = j->outcome == RC_RETURNED;
    if (!over && j->request != RC_ASK_CLOSE && rc_error_is(j->value, &rc_stop_iteration)) {
        void *returned = rc_retain(rc_error_value(j->value));
        rc_release(j->value);
        j->value = returned;
        over = true;
    }
    void *delegate = c->delegate;
    c->delegate = NULL;
    rc_release(delegate);
    if (over && j->request == RC_ASK_CLOSE) {
        rc_release(j->value);
        return throw_pending(j);
    }
    j->signal = over ? RC_SEND : RC_THROW;
    j->outside = j->request != RC_ASK_SEND;
    j->in = j->carried = j->value;
    return BODY;
}

/* An error leaves a body: a StopIteration would look like a return from outside (PEP 479). */
static void *leaving(rc_coroutine *c, rc_error *error)
{
    if (!rc_error_is(error, &rc_stop_iteration))
        return error;
    rc_error *instead = rc_error_about_(&rc_runtime_error, "", kind_of(c), " raised StopIteration");
    rc_error_set_cause(instead, error);
    rc_error_chain_(instead, error);
    rc_release(error);
    return instead;
}

/* SAID: frame stops running. What it has said is turned into what was asked for. */
static place leave(journey *j)
{
    rc_coroutine *c = j->frame;
    rc_request asked = (rc_request)c->asked;
    rc_coroutine *below = c->below;
    bool nested = c->nested;
    c->asked = RC_ASK_SEND; /* what the quick way of rc_coroutine_send expects */
    c->nested = c->forwarding = false;
    if (j->outcome == RC_RAISED)
        j->value = leaving(c, j->value);
    rc_coroutine_running_ = below;
    RC_POINT("suspend");
    if (j->outcome == RC_YIELDED) {
        rc_coroutine_let_go_(c, RC_SUSPENDED);
    } else {
        /* What it owns goes afterwards: a destructor that looks finds it CLOSED. */
        rc_coroutine_let_go_(c, RC_CLOSED);
        rc_coroutine_empty_(c);
    }
    if (asked == RC_ASK_CLOSE && j->outcome == RC_YIELDED) {
        rc_release(j->value);
        j->outcome = refuse(c, &rc_runtime_error, "", " ignored GeneratorExit", &j->value);
    } else if (asked == RC_ASK_CLOSE && j->outcome == RC_RAISED &&
               rc_error_is(j->value, &rc_generator_exit)) {
        rc_release(j->value);
        j->outcome = answer_with(RC_RETURNED, NULL, &j->value);
    }
    j->request = asked;
    j->frame = below;
    return nested ? ANSWER : OUT;
}

static place said(journey *j)
{
    if (j->outcome != RC_DELEGATED_)
        return leave(j);
    j->request = RC_ASK_SEND;
    j->in = NULL;
    return forward(j, true);
}

static rc_outcome travel(journey *j, place at, void **result)
{
    for (;;) {
        switch (at) {
        case ASK:
            if (j->frame->delegate != NULL)
                at = forward(j, false);
            else if (j->request == RC_ASK_CLOSE) {
                j->frame->pending = NULL;
                at = throw_pending(j);
            } else {
                j->signal = j->request == RC_ASK_SEND ? RC_SEND : RC_THROW;
                j->outside = true;
                at = BODY;
            }
            break;
        case BODY:
            at = body(j);
            break;
        case SAID:
            at = said(j);
            break;
        case ANSWER:
            at = answer(j);
            break;
        case OUT:
            *result = j->value;
            return j->outcome;
        }
    }
}

/* ------------------------------------------------------------------------------------ the doors */

RC_NOINLINE rc_outcome rc_coroutine_go_(rc_coroutine *c, rc_request request, void *in,
                                        void **result)
{
    journey j = {.frame = c, .request = request, .in = in};
    enter(c, request, false);
    return travel(&j, ASK, result);
}

RC_NOINLINE rc_outcome rc_coroutine_drive_(rc_coroutine *c, rc_request request, void *in,
                                           void **result)
{
    rc_outcome outcome;
    if (!claim(c, request, in, false, &outcome, result))
        return outcome;
    return rc_coroutine_go_(c, request, in, result);
}

RC_NOINLINE rc_outcome rc_coroutine_said_(rc_coroutine *c, rc_outcome outcome, void **result)
{
    journey j = {
        .frame = c, .outcome = outcome, .value = outcome == RC_DELEGATED_ ? NULL : *result};
    return travel(&j, SAID, result);
}
