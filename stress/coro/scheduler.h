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
    /* nobody asks for the end: the error is one that nobody is told of */
    s = rc_scheduler_new(NULL);
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
    return self->point == 0 && t->depth == 0 ? rc_yield(self, result, NULL, 1)
                                             : rc_return(result, NULL);
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

static _Atomic uint64_t taken_steps, taken_elsewhere;
static bool must_wander;

typedef struct wander {
    uint64_t left;
    const void *thread; /* of its last step */
} wander;

/*
 * Uses the object in slot 0, as others do at the same time, for so many steps; and if it must, until one of them
 * has gone to another thread: then nothing depends on how many processors there are, or how busy.
 */
static rc_outcome wander_step(co *self, rc_signal signal, void *sent, void **result)
{
    (void)signal, (void)sent;
    wander *w = rc_coroutine_scalars(self);
    const void *here = rc_platform_thread_identity();
    /* relaxed, all: numbers, and a question */
    rc_fetch_add_relaxed(&taken_steps, 1);
    if (w->thread != NULL && w->thread != here)
        rc_fetch_add_relaxed(&taken_elsewhere, 1);
    w->thread = here;
    rc_release(rc_retain(self->slot[0]));
    if (w->left > 0) {
        w->left--;
        return rc_yield(self, result, NULL, 1);
    }
    if (!must_wander || rc_load_relaxed(&taken_elsewhere) > 0)
        return rc_return(result, NULL);
    rc_platform_yield();
    return rc_yield(self, result, NULL, 1);
}

static const rc_routine wander_routine = {
    .name = "wander", .step = wander_step, .slots = 1, .scalars = sizeof(wander)};

static rc_scheduler_stats on_threads(uint64_t stay, uint64_t coroutines, void *shared)
{
    rc_scheduler_options options = {.stay = stay};
    rc_scheduler *s = rc_scheduler_new(&options);
    for (uint64_t i = 0; i < coroutines; i++) {
        co *c = with(&wander_routine, rc_retain(shared));
        ((wander *)rc_coroutine_scalars(c))->left = rc_tool_scaled(400);
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
        must_wander = stays[i] != 0;
        rc_store_relaxed(&taken_steps, 0);
        rc_store_relaxed(&taken_elsewhere, 0);
        rc_scheduler_stats stats = on_threads(stays[i], 20, shared);
        tap_note("stay %llu: %llu migrations", (unsigned long long)stays[i],
                 (unsigned long long)stats.migrations);
        CHECK(stats.ended == 20 && stats.steps == rc_load_relaxed(&taken_steps));
        CHECK(stats.migrations == rc_load_relaxed(&taken_elsewhere));
        CHECK((stats.migrations > 0) == (stays[i] != 0));
        CHECK(rc_count(shared) == 1);
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
