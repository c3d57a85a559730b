/*
 * judge.c: which objects are garbage, by counting references from inside.
 *
 * An object is held from outside if it has more references than traverse finds to it in all candidates. What
 * can be reached from such an object lives; the rest is garbage. The counts themselves are only read, so that
 * any backend will do: what is found is noted beside the object.
 *
 * First pass, over all candidates in the order of their birth: each child's `found` is increased.
 *
 * Second pass, in the same order. Every candidate is in one of three states:
 *
 *   fresh    the pass has not come to it, and it has not been reached
 *   live     reached: scanned, or to be scanned when the pass comes to it, or on the stack
 *   garbage  the pass has gone by, and it had not been reached then
 *
 *   the pass comes to    count > found     count == found     count < found      count == 0
 *   fresh                live, scanned     garbage            live, scanned,     live, not scanned
 *                                                             and reported
 *   live                 scanned           scanned            scanned            not scanned
 *
 *   a scan finds         fresh: live, the pass will come to it; reported if count < found
 *                        garbage: live, onto the stack, which is scanned before the pass goes on
 *                        live: nothing
 *
 * A child that stands behind its parent in the list costs nothing but the change of its state: it is scanned
 * when the pass comes to it, in the order of addresses as often as not. Only what stands before its parent goes
 * onto the stack. The stack runs through the links backwards of the lists, so that it needs no memory and no
 * depth is too deep; they are put in order by the third pass.
 *
 * Third pass, only if there is garbage or the stack was used: takes the garbage out and renews the links.
 *
 * Dead objects. A count of zero is that of an object whose destructor is under way or waits for its turn: on
 * another thread at a safepoint inside it, or in a list of things to be destroyed. It may be half taken
 * apart, so it is not traversed, neither in the first pass nor in the second: what it still refers to is
 * held from outside by that.
 *
 *   T1 in a destructor            T2 collects
 *   object->a released, gone
 *   safepoint: stands still
 *                                 traverses the object: object->a      <- use after free, if it did
 *                                                                test: cycles, stop inside a destructor
 *
 * Contract violations. A traverse function that reports too little makes `found` too small: a leak. One that
 * reports too much, or a reference released twice, makes it larger than the count. That is noticed for the
 * object whose count it exceeds, and the object is kept; where other references hide it, it is not.
 *
 * The cache. Both passes go through memory in order, but children's headers are anywhere. So a child waits
 * in a window of 16 while its header is fetched. Where the second pass is about to say GARBAGE it first
 * looks at all that waits, because that may be what reaches the object: in a list every next one.
 * On a large heap both passes wait for memory and for nothing else, so what counts is how often a line is
 * fetched and whether it must be written back. A child's line is written once in each pass, at the time of
 * its parent; all that is to be done with it then, is: `found` goes back to zero, its age changes. When the pass
 * comes to the child itself, it only reads. For the same reason no pass resets states: see judge.h.
 *
 * Ordering: relaxed, everywhere: the world stands still, and the shards' locks are held.
 *
 * Source: CPython (deduce_unreachable; the window is that of its 3.14); the states in place of its moves
 * between lists are ours: they keep the lists in the order of birth.
 */
#include "gc/cycles/judge.h"

#include "gc/cycles/lists.h"

/* -------------------------------------------------------------------- references that were found */

#define FOUND_HIGH_ONE UINT64_C(0x100)

RC_COLD static void found_carry(rc_track *track)
{
    uint64_t prev = rc_load_relaxed(&track->prev);
    if ((prev & RC_TRACK_FOUND_HIGH) == RC_TRACK_FOUND_HIGH)
        return; /* saturated: more references than are found, so that the object lives */
    rc_store_relaxed(&track->prev, prev + FOUND_HIGH_ONE);
    rc_store_relaxed(&track->next, rc_load_relaxed(&track->next) & ~RC_TRACK_REST);
}

void rc_found_add(rc_track *track)
{
    uint64_t next = rc_load_relaxed(&track->next);
    if (rc_likely((next & RC_TRACK_REST) != RC_TRACK_REST))
        rc_store_relaxed(&track->next, next + 1);
    else
        found_carry(track);
}

uint64_t rc_found(const rc_track *track)
{
    uint64_t low = rc_load_relaxed(&track->next) & RC_TRACK_REST;
    uint64_t high = rc_load_relaxed(&track->prev) & RC_TRACK_FOUND_HIGH;
    return high / FOUND_HIGH_ONE * (RC_TRACK_REST + 1) + low;
}

uint64_t rc_found_take(rc_track *track)
{
    uint64_t next = rc_load_relaxed(&track->next), prev = rc_load_relaxed(&track->prev);
    uint64_t found = next & RC_TRACK_REST;
    if (found != 0)
        rc_store_relaxed(&track->next, next - found);
    if (rc_unlikely((prev & RC_TRACK_FOUND_HIGH) != 0)) {
        found += (prev & RC_TRACK_FOUND_HIGH) / FOUND_HIGH_ONE * (RC_TRACK_REST + 1);
        rc_store_relaxed(&track->prev, prev & ~RC_TRACK_FOUND_HIGH);
    }
    return found;
}

void rc_found_sub(rc_track *track)
{
    uint64_t found = rc_found_take(track);
    uint64_t less = found > 0 ? found - 1 : 0;
    rc_store_relaxed(&track->next, rc_load_relaxed(&track->next) | (less & RC_TRACK_REST));
    rc_store_relaxed(&track->prev,
                     rc_load_relaxed(&track->prev) | less / (RC_TRACK_REST + 1) * FOUND_HIGH_ONE);
}

/* ------------------------------------------------------------------------------- the window */

/* Puts an object in, and returns the one that has waited longest if it is full, else NULL. */
static inline void *exchange(rc_window *window, void *object)
{
    rc_header *header = rc_header_of(object);
    __builtin_prefetch(rc_object_track(header), 1);
    __builtin_prefetch((char *)object - 1, 1); /* often the same line */
    void **place = &window->object[window->in++ % RC_WINDOW];
    void *oldest = NULL;
    if (rc_likely(window->in - window->out > RC_WINDOW)) {
        oldest = *place;
        window->out++;
    }
    *place = object;
    return oldest;
}

/* Takes the objects out one by one, the oldest first: NULL when it is empty. */
static inline void *take(rc_window *window)
{
    return window->in != window->out ? window->object[window->out++ % RC_WINDOW] : NULL;
}

/* -------------------------------------------------------------------------------- first pass */

static inline void count_child(const rc_trial *trial, const void *object)
{
    rc_track *track = rc_candidate(object, trial->ages);
    if (track != NULL)
        rc_found_add(track);
}

static void visit_to_count(void *object, void *arg)
{
    rc_trial *trial = arg;
    if (object == NULL)
        return;
    object = exchange(&trial->window, object);
    if (rc_likely(object != NULL))
        count_child(trial, object);
}

static void count_references(rc_trial *trial, rc_track *head)
{
    for (rc_track *track = rc_track_next(head), *next; track != head; track = next) {
        next = list_step(track);
        trial->candidates++;
        if (trial->reset)
            rc_track_set_state(track, RC_STATE_NEW);
        rc_header *header = rc_track_header(track);
        if (rc_likely(rc_counter_read(&header->counter) != 0))
            rc_tag_type(rc_header_tag(header))->traverse(header + 1, visit_to_count, trial);
    }
}

/* ------------------------------------------------------------------------------- second pass */

typedef struct search {
    const void *object, *from;
    const rc_type *from_type;
    const rc_track *current;
} search;

static void visit_to_find(void *object, void *arg)
{
    search *s = arg;
    if (object == s->object) {
        s->from = rc_track_object(s->current);
        s->from_type = rc_track_type(s->current);
    }
}

/* More references found than there are: notes it with one of those that were found. */
RC_COLD static void note_problem(rc_trial *trial, const rc_track *track, uint64_t count,
                                 uint64_t found)
{
    if (trial->problems >= RC_PROBLEMS)
        return;
    search s = {.object = rc_track_object(track)};
    for (unsigned i = 0; i < trial->lists && s.from == NULL; i++) {
        for (rc_track *t = rc_track_next(trial->list[i]); t != trial->list[i] && s.from == NULL;
             t = rc_track_next(t)) {
            s.current = t;
            if (rc_counter_read(&rc_track_header(t)->counter) != 0)
                rc_track_type(t)->traverse(rc_track_object(t), visit_to_find, &s);
        }
    }
    trial->problem[trial->problems++] = (rc_problem){.object = s.object,
                                                     .type = rc_track_type(track),
                                                     .count = count,
                                                     .found = found,
                                                     .from = s.from,
                                                     .from_type = s.from_type};
}

/* What has been reached is live, and old; nothing that was noted of it is needed any more. */
static inline void make_live(const rc_trial *trial, rc_track *track)
{
    uint64_t prev = rc_load_relaxed(&track->prev) & ~(RC_TRACK_STATE | RC_TRACK_FOUND_HIGH);
    prev |= trial->live;
    rc_store_relaxed(&track->prev, trial->promote ? rc_track_with_age(prev, RC_OLD) : prev);
}

static inline void reach(rc_trial *trial, const void *object)
{
    rc_track *track = rc_candidate(object, trial->ages);
    if (track == NULL)
        return;
    uint64_t state = rc_track_state(track);
    if (state == trial->live)
        return;
    if (rc_unlikely(state == RC_STATE_GARBAGE)) {
        make_live(trial, track);
        rc_stack_push(&trial->stack, track);
        trial->relink = true;
        trial->garbage--;
        return;
    }
    uint64_t found = rc_found_take(track) + trial->pins;
    uint64_t count = rc_counter_read(rc_counter_of(object));
    make_live(trial, track);
    if (rc_unlikely(count < found))
        note_problem(trial, track, count, found);
}

static void visit_to_reach(void *object, void *arg)
{
    rc_trial *trial = arg;
    if (object == NULL)
        return;
    object = exchange(&trial->window, object);
    if (rc_likely(object != NULL))
        reach(trial, object);
}

static void scan(rc_trial *trial, rc_track *track)
{
    rc_track_type(track)->traverse(rc_track_object(track), visit_to_reach, trial);
}

static void scan_stack(rc_trial *trial)
{
    while (trial->stack != NULL)
        scan(trial, rc_stack_pop(&trial->stack));
}

/* All that waits in the window, and what can be reached from it. */
static void reach_all(rc_trial *trial)
{
    void *object;
    while ((object = take(&trial->window)) != NULL) {
        reach(trial, object);
        scan_stack(trial);
    }
}

/* The pass has come to a candidate: says whether it lives and is to be scanned. */
static inline bool look_at(rc_trial *trial, rc_track *track)
{
    uint64_t count = rc_counter_read(&rc_track_header(track)->counter);
    if (rc_likely(rc_track_state(track) == trial->live))
        return count != 0;
    uint64_t found = rc_found(track) + trial->pins;
    if (count == found && count != 0) {
        reach_all(trial);
        if (rc_track_state(track) == trial->live)
            return true;
        rc_found_take(track);
        rc_track_set_state(track, RC_STATE_GARBAGE);
        trial->garbage++;
        return false;
    }
    rc_found_take(track);
    make_live(trial, track);
    if (rc_unlikely(count < found))
        note_problem(trial, track, count, found);
    return count != 0;
}

static void reach_from(rc_trial *trial, rc_track *head)
{
    for (rc_track *track = rc_track_next(head), *next; track != head; track = next) {
        next = list_step(track);
        if (look_at(trial, track)) {
            scan(trial, track);
            scan_stack(trial);
        }
    }
}

/* ----------------------------------------------------------------------------------- the trial */

void rc_trial_add(rc_trial *trial, rc_track *list, size_t *members)
{
    if (rc_track_is_empty(list))
        return;
    trial->list[trial->lists] = list;
    trial->members[trial->lists++] = members;
}

void rc_trial_judge(rc_trial *trial)
{
    trial->candidates = trial->garbage = 0;
    trial->relink = false;
    trial->stack = NULL;
    trial->window.in = trial->window.out = 0;
    for (unsigned i = 0; i < trial->lists; i++)
        count_references(trial, trial->list[i]);
    for (void *object; (object = take(&trial->window)) != NULL;)
        count_child(trial, object);
    for (unsigned i = 0; i < trial->lists; i++)
        reach_from(trial, trial->list[i]);
    reach_all(trial);
}

/* -------------------------------------------------------------------------------- third pass */

void rc_trial_sift(rc_trial *trial, uint64_t state, void (*take_out)(rc_track *track, void *arg),
                   void *arg)
{
    for (unsigned i = 0; i < trial->lists; i++) {
        rc_track *head = trial->list[i], *last = head, *next;
        size_t taken = 0;
        for (rc_track *track = rc_track_next(head); track != head; track = next) {
            next = list_step(track);
            if (rc_track_state(track) == state) {
                taken++;
                take_out(track, arg);
                continue;
            }
            if (rc_track_next(last) != track)
                rc_track_set_next(last, track);
            if (rc_track_prev(track) != last)
                rc_track_set_prev(track, last);
            last = track;
        }
        rc_track_join(last, head);
        if (trial->members[i] != NULL)
            *trial->members[i] -= taken;
    }
}
