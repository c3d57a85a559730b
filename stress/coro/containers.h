/*
 * containers.h: strings, numbers, lists and dicts.
 */

static void strings_and_numbers(void)
{
    rc_string *a = rc_string_new("all "), *b = rc_string_new_bytes("who\0count", 9);
    rc_string *both = rc_string_concat(a, b);
    CHECK(rc_string_length(both) == 13 && memcmp(rc_string_text(both), "all who\0count", 14) == 0);
    CHECK(rc_string_equals(a, "all ", 4) && !rc_string_equals(a, "all", 3));
    CHECK(both->hash == rc_string_hash_of("all who\0count", 13) && a->hash != b->hash);
    CHECK(rc_is_string(a) && !rc_is_string(NULL) && !rc_is_list(a) && !rc_is_error(a));
    rc_release(a);
    rc_release(b);
    rc_release(both);
    void *integer = rc_integer_new(INT64_MIN), *real = rc_real_new(0.5);
    CHECK(rc_is_integer(integer) && rc_integer_value(integer) == INT64_MIN && !rc_is_real(integer));
    CHECK(rc_is_real(real) && rc_real_value(real) == 0.5 && !rc_is_dict(real));
    rc_release(integer);
    rc_release(real);
}

static int append_number(rc_list *list, int64_t number)
{
    void *value = rc_integer_new(number);
    int error = rc_list_append(list, value);
    rc_release(value);
    return error;
}

static int64_t number_at(rc_list *list, size_t index)
{
    void *value;
    int64_t number = rc_list_get(list, index, &value) ? rc_integer_value(value) : -1;
    rc_release(value);
    return number;
}

static void lists(void)
{
    rc_list *list = rc_list_new(), *other = rc_list_new();
    bool good = true;
    for (int i = 0; i < 100; i++)
        good &= append_number(list, i) == 0;
    for (int i = 0; i < 100; i++)
        good &= number_at(list, (size_t)i) == i;
    CHECK(good && rc_list_length(list) == 100);
    void *value = rc_integer_new(7), *taken;
    CHECK(rc_list_insert(list, 0, value) == 0 && number_at(list, 0) == 7 &&
          number_at(list, 1) == 0);
    CHECK(rc_list_insert(list, 102, value) == -1 && errno == ERANGE && rc_count(value) == 2);
    CHECK(rc_list_set(list, 100, value) && number_at(list, 100) == 7 && rc_count(value) == 3);
    CHECK(!rc_list_set(list, 101, value) && !rc_list_get(list, 101, &taken) && taken == NULL);
    CHECK(rc_list_take(list, 0, &taken) && taken == value && number_at(list, 0) == 0);
    rc_release(taken);
    CHECK(rc_list_move(list, 99, other) == 0 && number_at(other, 0) == 7 &&
          rc_list_length(list) == 99);
    CHECK(rc_list_move(list, 99, other) == -1 && errno == ERANGE);
    CHECK(rc_list_move(list, 0, list) == 0 && number_at(list, 98) == 0 && number_at(list, 0) == 1);
    CHECK(rc_list_append(other, NULL) == 0 && rc_list_get(other, 1, &taken) && taken == NULL);
    rc_list_empty(other);
    CHECK(rc_count(value) == 1 && rc_list_length(other) == 0);
    unsigned visits = 0;
    rc_type_of(list)->traverse(list, count_visit, &visits);
    CHECK(visits == 99);
    rc_type_of(list)->clear(list);
    CHECK(rc_list_length(list) == 0 && rc_list_append(list, value) == 0);
    rc_release(value);
    rc_release(list);
    rc_release(other);
}

/* A dict against a table of what should be in it. */
static bool dict_agrees(rc_dict *dict, void *const *key, const int64_t *expected, size_t keys)
{
    size_t length = 0;
    bool good = true;
    for (size_t i = 0; i < keys; i++) {
        void *value;
        bool there = rc_dict_get(dict, key[i], &value);
        good &= there == (expected[i] >= 0) && (!there || rc_integer_value(value) == expected[i]);
        length += expected[i] >= 0;
        rc_release(value);
    }
    return good && rc_dict_length(dict) == length;
}

static void dicts_by_chance(void)
{
    enum { KEYS = 60 };
    void *key[KEYS], *taken;
    int64_t expected[KEYS];
    uint64_t seed = stress_seed();
    rc_dict *dict = rc_dict_new();
    bool good = true;
    for (int i = 0; i < KEYS; i++) {
        char text[16];
        snprintf(text, sizeof text, "key %d", i / 2);
        key[i] = i % 2 ? (void *)rc_string_new(text) : rc_list_new(); /* by content, by identity */
        expected[i] = -1;
    }
    for (uint64_t n = rc_tool_scaled(20000); n > 0 && good; n--) {
        size_t i = stress_random(&seed) % KEYS;
        if (stress_random(&seed) % 3 > 0) {
            void *value = rc_integer_new((int64_t)n);
            good &= rc_dict_set(dict, key[i], value) == 0;
            expected[i] = (int64_t)n;
            rc_release(value);
        } else {
            good &= rc_dict_take(dict, key[i], &taken) == (expected[i] >= 0);
            good &= taken == NULL || rc_integer_value(taken) == expected[i];
            expected[i] = -1;
            rc_release(taken);
        }
        if (n % 64 == 0)
            good &= dict_agrees(dict, key, expected, KEYS);
    }
    CHECK(good && dict_agrees(dict, key, expected, KEYS));
    rc_dict_empty(dict);
    CHECK(rc_dict_length(dict) == 0);
    for (int i = 0; i < KEYS; i++) {
        CHECK(rc_count(key[i]) == 1);
        rc_release(key[i]);
    }
    rc_release(dict);
}

static void dicts(void)
{
    rc_dict *dict = rc_dict_new();
    void *value = rc_integer_new(1), *found, *key;
    rc_string *one = rc_string_new("one"), *same = rc_string_new("one"),
              *two = rc_string_new("two");
    CHECK(rc_dict_set(dict, two, NULL) == 0 && rc_dict_set(dict, one, value) == 0);
    CHECK(rc_dict_get(dict, same, &found) && found == value);
    rc_release(found);
    CHECK(rc_dict_get_text(dict, "two", &found) && found == NULL);
    CHECK(!rc_dict_get_text(dict, "three", &found) && found == NULL);
    CHECK(rc_dict_set(dict, same, NULL) == 0 && rc_count(same) == 1 && rc_count(value) == 1);
    uint64_t cursor = 0;
    CHECK(rc_dict_next(dict, &cursor, &key, &found) && key == two && found == NULL);
    rc_release(key);
    rc_release(found);
    /* removed while it is walked through */
    CHECK(rc_dict_take(dict, same, &found) && rc_count(one) == 1);
    CHECK(rc_dict_set(dict, value, value) == 0);
    CHECK(rc_dict_next(dict, &cursor, &key, &found) && key == value && found == value);
    rc_release(key);
    rc_release(found);
    CHECK(!rc_dict_next(dict, &cursor, &key, &found) && key == NULL);
    unsigned visits = 0;
    rc_type_of(dict)->traverse(dict, count_visit, &visits);
    CHECK(visits == 3); /* a key without a value, and one with */
    rc_type_of(dict)->clear(dict);
    CHECK(rc_dict_length(dict) == 0 && rc_count(value) == 1 && rc_count(two) == 1);
    rc_release(value);
    rc_release(one);
    rc_release(same);
    rc_release(two);
    rc_release(dict);
}

static void containers_without_memory(void)
{
    static const rc_allocator failing = {allocate, free};
    rc_list *list = rc_list_new();
    rc_dict *dict = rc_dict_new();
    void *value = rc_integer_new(1);
    rc_string *text = rc_string_new("text");
    rc_set_allocator(&failing);
    first_failure = 1;
    last_failure = UINT64_MAX;
    allocations = 0;
    CHECK(rc_list_append(list, value) == -1 && errno == ENOMEM && rc_list_length(list) == 0);
    CHECK(rc_dict_set(dict, value, value) == -1 && errno == ENOMEM && rc_dict_length(dict) == 0);
    CHECK(rc_string_new("x") == NULL && rc_string_concat(text, text) == NULL &&
          rc_list_new() == NULL);
    CHECK(rc_scheduler_new(NULL) == NULL && errno == ENOMEM);
    first_failure = UINT64_MAX;
    rc_set_allocator(NULL);
    CHECK(rc_count(value) == 1);
    rc_release(value);
    rc_release(text);
    rc_release(list);
    rc_release(dict);
}

/* --------------------------------------------------------------------------------------- on threads */

typedef struct room {
    rc_list *a, *b;
    rc_dict *dict;
    void *key[8];
} room;

/* Items from a to b and back, in both orders at once: with a lock each, taken in turn, a deadlock. */
static void move_items(void *arg, unsigned index)
{
    room *r = arg;
    bool good = true;
    uint64_t random = index + 1;
    attach();
    for (uint64_t i = rc_tool_scaled(20000); i > 0; i--) {
        int error = index % 2 ? rc_list_move(r->a, 0, r->b) : rc_list_move(r->b, 0, r->a);
        good &= error == 0 || errno == ERANGE;
        void *key = r->key[stress_random(&random) % 8], *found;
        if (i % 3 == 0)
            good &= rc_dict_set(r->dict, key, key) == 0;
        else if (i % 3 == 1)
            good &= !rc_dict_get(r->dict, key, &found) || found == key;
        else
            good &= !rc_dict_take(r->dict, key, &found) || found == key;
        if (i % 3 != 0)
            rc_release(found);
        if (i % 16 == 0)
            rc_thread_poll();
    }
    tap_ok(good, "%s: thread %u found what it should", __func__, index);
    rc_thread_detach();
}

static void containers_are_shared(void)
{
    room r = {rc_list_new(), rc_list_new(), rc_dict_new(), {0}};
    for (int i = 0; i < 8; i++) {
        char text[16];
        snprintf(text, sizeof text, "%d", i);
        r.key[i] = i % 2 ? (void *)rc_string_new(text) : rc_integer_new(i);
        CHECK(rc_list_append(i % 2 ? r.a : r.b, r.key[i]) == 0);
    }
    stress_threads(3, move_items, &r);
    CHECK(rc_list_length(r.a) + rc_list_length(r.b) == 8);
    rc_release(r.a);
    rc_release(r.b);
    rc_release(r.dict);
    rc_thread_poll();
    for (int i = 0; i < 8; i++) {
        CHECK(rc_count(r.key[i]) == 1);
        rc_release(r.key[i]);
    }
}

static void container_tests(void)
{
    RUN(strings_and_numbers);
    RUN(lists);
    RUN(dicts);
    RUN(dicts_by_chance);
    RUN(containers_without_memory);
    if (shares())
        RUN(containers_are_shared);
}
