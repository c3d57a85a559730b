/*
 * scheduler.h: the scheduler, on one thread and on several.
 */

/* Yields so often as its scalar says; notes its letter each time if it has one in slot 0. */
static rc_outcome letter_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)sent;
    if (signal == RC_THROW) {
        note("closed");
        return rc_propagate(result, sent);
    }
    if (self->slot[0] != NULL)
        note(rc_string_text(self->slot[0]));
    uint64_t *left = rc_coroutine_scalars(self);
    if ((*left)-- > 0)
        return rc_yield(self, result, rc_retain(self->slot[0]), 1);
    return rc_return(result, rc_retain(self->slot[0]));
}

static const rc_routine letter_routine = {
    .name = "letter", .step = letter_step, .slots = 2, .scalars = 8, .guarded = RC_GUARDED(1)};

static co *letter(const char *text, uint64_t times)
{
    co *c = new_co(&letter_routine);
    c->slot[0] = text != NULL ? rc_string_new(text) : NULL;
    *(uint64_t *)rc_coroutine_scalars(c) = times;
    return c;
}

static void spawn(rc_scheduler *s, co *c)
{
    if (rc_scheduler_spawn(s, c) != 0)
        abort();
}

static void note_end(co *c, rc_outcome outcome, void *value, void *arg)
{
    (void)c, (void)arg;
    note(outcome == RC_RAISED ? "failed" : "ended");
    note(outcome == RC_RAISED ? rc_error_class_of(value)->name : rc_string_text(value));
}

static void everyone_has_a_turn(void)
{
    rc_scheduler_options options = {.ended = note_end};
    rc_scheduler *s = rc_scheduler_new(&options);
    spawn(s, letter("a", 2));
    spawn(s, letter("b", 1));
    spawn(s, with(&fail_routine, rc_error_new(&rc_key_error, "")));
    rc_scheduler_run(s);
    CHECK(noted("a b failed KeyError a b ended b a ended a"));
    rc_scheduler_free(s);
    s = rc_scheduler_new(NULL); /* nobody asks for the end: the error is one that nobody is told of */
    spawn(s, with(&fail_routine, rc_error_new(&rc_key_error, "")));
    rc_scheduler_run(s);
    CHECK(ignored_one(&rc_key_error));
    rc_scheduler_free(s);
}

/* Spawns two of its kind, until it is deep enough. Scalars: the scheduler, and how deep. */
typedef struct tree {
    rc_scheduler *scheduler;
    uint64_t depth;
} tree;

static rc_outcome tree_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    tree *t = rc_coroutine_scalars(self);
    for (int i = 0; i < 2 && t->depth > 0; i++) {
        co *c = new_co(self->routine);
        *(tree *)rc_coroutine_scalars(c) = (tree){t->scheduler, t->depth - 1};
        spawn(t->scheduler, c);
    }
    return self->point == 0 && t->depth == 0 ? rc_yield(self, result, NULL, 1) : rc_return(result, NULL);
}

static const rc_routine tree_routine = {.name = "tree", .step = tree_step, .scalars = sizeof(tree)};

static void what_spawns_from_inside(void)
{
    rc_scheduler *s = rc_scheduler_new(NULL);
    co *root = new_co(&tree_routine);
    *(tree *)rc_coroutine_scalars(root) = (tree){s, 8};
    spawn(s, root);
    rc_scheduler_run(s);
    rc_scheduler_stats stats;
    rc_scheduler_get_stats(s, &stats);
    CHECK(stats.ended == 511 && stats.steps == 511 + 256);
    rc_scheduler_free(s);
}

static void what_has_not_ended_is_closed(void)
{
    rc_scheduler *s = rc_scheduler_new(NULL);
    co *c = letter("x", 5);
    got g = next(c);
    rc_release(g.value);
    spawn(s, c);
    rc_scheduler_free(s);
    CHECK(noted("x closed"));
}

/* ------------------------------------------------------------------------------------- several threads */

static void work_for(void *scheduler, unsigned index)
{
    (void)index;
    attach();
    rc_scheduler_run(scheduler);
    rc_thread_detach();
}

/* All of them use one object, and each one of its own. */
static rc_scheduler_stats on_threads(uint64_t stay, uint64_t coroutines, uint64_t steps, void *shared)
{
    rc_scheduler_options options = {.stay = stay};
    rc_scheduler *s = rc_scheduler_new(&options);
    for (uint64_t i = 0; i < coroutines; i++) {
        co *c = letter(NULL, steps);
        c->slot[0] = NULL;
        c->slot[1] = rc_retain(shared);
        spawn(s, c);
    }
    rc_thread_block_begin();
    stress_threads(3, work_for, s);
    rc_thread_block_end();
    rc_scheduler_stats stats;
    rc_scheduler_get_stats(s, &stats);
    rc_scheduler_free(s);
    rc_thread_poll();
    return stats;
}

static void on_several_threads(void)
{
    static const uint64_t stays[] = {0, 1, 16};
    void *shared = rc_integer_new(1);
    for (int i = 0; i < 3; i++) {
        uint64_t migrations = 0, tries = 0, coroutines = 20, steps = rc_tool_scaled(400);
        bool exact = true;
        do { /* two threads need not have been there at the same time */
            rc_scheduler_stats stats = on_threads(stays[i], coroutines, steps, shared);
            exact &= stats.ended == coroutines && stats.steps == coroutines * (steps + 1);
            exact &= rc_count(shared) == 1;
            migrations += stats.migrations;
        } while (++tries < 200 && migrations == 0 && stays[i] != 0);
        tap_note("stay %llu: %llu migrations", (unsigned long long)stays[i], (unsigned long long)migrations);
        CHECK(exact && (migrations > 0) == (stays[i] != 0));
    }
    rc_release(shared);
}

static void scheduler_tests(void)
{
    RUN(everyone_has_a_turn);
    RUN(what_spawns_from_inside);
    RUN(what_has_not_ended_is_closed);
    if (shares())
        RUN(on_several_threads);
}
