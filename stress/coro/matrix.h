/*
 * matrix.h: T50: what an inner coroutine does when it is disturbed, times what is done to the outer one.
 *
 *   def inner():
 *       try:
 *           yield 1
 *       finally: ...                 raises, yields 3, or returns 4; "works": there is no finally
 *   def outer():
 *       return (yield from inner())
 *
 * The table is what CPython 3.13 prints for the 35 cells (the classes of cases are those of its
 * test_yield_from.py, TestInterestingEdgeCases). Errors are the classes along the chain of contexts: `!` is
 * the one that was thrown, `*` the one that inner raises, `^` has a cause. Second: what the next step gives.
 */
static const struct cell {
    const char *inner, *action, *first, *second;
} cells[] = {
    {"works", "close", "closed", "returned"},
    {"works", "exit", "GeneratorExit!", "returned"},
    {"works", "stop", "RuntimeError^ StopIteration!", "returned"},
    {"works", "base", "BaseException!", "returned"},
    {"works", "ordinary", "Exception!", "returned"},
    {"exit", "close", "closed", "returned"},
    {"exit", "exit", "GeneratorExit!", "returned"},
    {"exit", "stop", "GeneratorExit* StopIteration!", "returned"},
    {"exit", "base", "GeneratorExit* BaseException!", "returned"},
    {"exit", "ordinary", "GeneratorExit* Exception!", "returned"},
    {"stop", "close", "RuntimeError^ StopIteration* GeneratorExit", "returned"},
    {"stop", "exit", "RuntimeError^ StopIteration* GeneratorExit", "returned"},
    {"stop", "stop", "RuntimeError^ StopIteration* StopIteration!", "returned"},
    {"stop", "base", "RuntimeError^ StopIteration* BaseException!", "returned"},
    {"stop", "ordinary", "RuntimeError^ StopIteration* Exception!", "returned"},
    {"base", "close", "BaseException* GeneratorExit", "returned"},
    {"base", "exit", "BaseException* GeneratorExit", "returned"},
    {"base", "stop", "BaseException* StopIteration!", "returned"},
    {"base", "base", "BaseException* BaseException!", "returned"},
    {"base", "ordinary", "BaseException* Exception!", "returned"},
    {"ordinary", "close", "Exception* GeneratorExit", "returned"},
    {"ordinary", "exit", "Exception* GeneratorExit", "returned"},
    {"ordinary", "stop", "Exception* StopIteration!", "returned"},
    {"ordinary", "base", "Exception* BaseException!", "returned"},
    {"ordinary", "ordinary", "Exception* Exception!", "returned"},
    {"yields", "close", "RuntimeError", "returned"},
    {"yields", "exit", "RuntimeError", "returned"},
    {"yields", "stop", "yielded 3", "RuntimeError^ StopIteration!"},
    {"yields", "base", "yielded 3", "BaseException!"},
    {"yields", "ordinary", "yielded 3", "Exception!"},
    {"returns", "close", "closed", "returned"},
    {"returns", "exit", "GeneratorExit!", "returned"},
    {"returns", "stop", "returned 4", "returned"},
    {"returns", "base", "returned 4", "returned"},
    {"returns", "ordinary", "returned 4", "returned"},
};

static const rc_error_class *class_named(const char *name)
{
    static const struct {
        const char *name;
        const rc_error_class *error_class;
    } known[] = {{"exit", &rc_generator_exit},
                 {"stop", &rc_stop_iteration},
                 {"base", &rc_base_exception},
                 {"ordinary", &rc_exception}};
    for (int i = 0; i < 4; i++) {
        if (strcmp(name, known[i].name) == 0)
            return known[i].error_class;
    }
    return NULL;
}

/* Slot 0: what it raises. Slot 1: the error that it has let wait while it yields. */
static rc_outcome cell_step(co *self, rc_signal signal, void *sent, void **result)
{
    const struct cell *cell = *(const struct cell **)rc_coroutine_scalars(self);
    if (self->point == 0)
        return rc_yield(self, result, rc_integer_new(1), 1);
    if (self->point == 2) /* the end of finally raises again what it was entered with */
        return rc_propagate(result, self->slot[1]);
    if (signal == RC_SEND)
        return rc_return(result, NULL);
    if (strcmp(cell->inner, "works") == 0)
        return rc_propagate(result, sent);
    if (strcmp(cell->inner, "returns") == 0)
        return rc_return(result, rc_integer_new(4));
    rc_error_handle(rc_retain(sent));
    if (strcmp(cell->inner, "yields") == 0) {
        self->slot[1] = rc_retain(sent);
        return rc_yield(self, result, rc_integer_new(3), 2);
    }
    return rc_raise(result, rc_retain(self->slot[0]));
}

static const rc_routine cell_routine = {.name = "cell",
                                        .step = cell_step,
                                        .slots = 2,
                                        .scalars = sizeof(struct cell *),
                                        .guarded = RC_GUARDED(1)};

/* In the table's words. Gives the value back. */
static void describe(char *text, size_t size, got g, bool closing, const rc_error *thrown,
                     const rc_error *raises)
{
    size_t used = 0;
    text[0] = '\0';
    if (g.outcome != RC_RAISED) {
        const char *what = closing ? "closed" : g.outcome == RC_YIELDED ? "yielded" : "returned";
        if (g.value != NULL)
            snprintf(text, size, "%s %lld", what, (long long)rc_integer_value(g.value));
        else
            snprintf(text, size, "%s", what);
    } else {
        for (const rc_error *e = g.value; e != NULL && used < size; e = rc_error_context(e))
            used += (size_t)snprintf(text + used, size - used, "%s%s%s%s", used > 0 ? " " : "",
                                     rc_error_class_of(e)->name,
                                     e == thrown   ? "!"
                                     : e == raises ? "*"
                                                   : "",
                                     rc_error_cause(e) != NULL ? "^" : "");
    }
    rc_release(g.value);
}

static bool cell_is_right(const struct cell *cell)
{
    const rc_error_class *raises_class = class_named(cell->inner);
    rc_error *raises = raises_class != NULL ? rc_error_new(raises_class, "") : NULL;
    co *inner = with(&cell_routine, raises), *outer = outer_of(inner);
    *(const struct cell **)rc_coroutine_scalars(inner) = cell;
    rc_retain(raises);
    rc_error *thrown = NULL;
    char first[160], second[160];
    bool started = yielded(next(outer), 1), closing = strcmp(cell->action, "close") == 0;
    if (closing) {
        describe(first, sizeof first, close_it(outer), true, NULL, raises);
    } else {
        thrown = rc_error_new(class_named(cell->action), "");
        describe(first, sizeof first, throw(outer, thrown), false, thrown, raises);
    }
    describe(second, sizeof second, next(outer), false, thrown, raises);
    bool good = started && strcmp(first, cell->first) == 0 && strcmp(second, cell->second) == 0;
    if (!good)
        tap_note("%s, %s: `%s' then `%s'", cell->inner, cell->action, first, second);
    rc_release(outer);
    rc_release(raises);
    rc_release(thrown);
    return good;
}

static void t50_the_matrix(void)
{
    unsigned right = 0;
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++)
        right += cell_is_right(&cells[i]);
    CHECK(right == 35);
    ignored_errors = 0; /* of "yields": it is dropped where it has ignored the exit */
}

static void matrix_tests(void)
{
    RUN(t50_the_matrix);
}
