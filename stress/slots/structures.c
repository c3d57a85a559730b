/*
 * structures.c: the structures on one thread against models, and at sizes where an end that needs stack or a
 * grace period for each object would show.
 */
#include "stress/slots/suite.h"

#include <errno.h>

enum { LONG = 200000, STACK = 128 << 10, KEYS = 200, STEPS = 20000 };

static bool push(rc_stack *stack, uint64_t id)
{
    return gc->stack_push(stack, thing_new(id));
}

/* The id of what was taken, which is released; UINT64_MAX for nothing. */
static uint64_t id_of(void *object)
{
    thing *t = object;
    uint64_t id = t != NULL ? t->id : UINT64_MAX;
    rc->release(t);
    return id;
}

static void a_stack_is_last_in_first_out(void)
{
    rc_stack stack;
    uint64_t live = objects_live(), right = 0;
    gc->stack_init(&stack);
    CHECK(gc->stack_pop(&stack) == NULL);
    for (uint64_t i = 0; i < 100; i++)
        right += push(&stack, i);
    for (uint64_t i = 100; i-- > 50;)
        right += id_of(gc->stack_pop(&stack)) == i;
    right += push(&stack, 1000);
    right += id_of(gc->stack_pop(&stack)) == 1000;
    right += id_of(gc->stack_pop(&stack)) == 49;
    CHECK(right == 153);
    thing *t = gc->stack_pop(&stack);
    settle();
    CHECK(rc->count(t) == 1 && rc->is_unique(t)); /* moved, not counted */
    rc->release(t);
    gc->stack_destroy(&stack);
    settle();
    CHECK(objects_live() == live);
}

static void a_queue_is_first_in_first_out(void)
{
    rc_queue queue;
    uint64_t live = objects_live(), right = 0;
    CHECK(gc->queue_init(&queue) && gc->queue_dequeue(&queue) == NULL);
    for (uint64_t i = 0; i < 100; i++)
        right += gc->queue_enqueue(&queue, thing_new(i));
    for (uint64_t i = 0; i < 70; i++)
        right += id_of(gc->queue_dequeue(&queue)) == i;
    for (uint64_t i = 100; i < 150; i++)
        right += gc->queue_enqueue(&queue, thing_new(i));
    for (uint64_t i = 70; i < 140; i++)
        right += id_of(gc->queue_dequeue(&queue)) == i;
    CHECK(right == 290);
    thing *t = gc->queue_dequeue(&queue);
    settle();
    CHECK(rc->count(t) == 1 && rc->is_unique(t));
    rc->release(t);
    for (int i = 0; i < 9; i++)
        rc->release(gc->queue_dequeue(&queue));
    CHECK(gc->queue_dequeue(&queue) == NULL);
    CHECK(gc->queue_enqueue(&queue, thing_new(1)));
    gc->queue_destroy(&queue);
    settle();
    CHECK(objects_live() == live);
}

/* ------------------------------------------------------------------ list, hash and map as sets */

typedef struct set {
    rc_sorted_list list;
    rc_hash hash;
    rc_map map;
} set;

typedef struct set_kind {
    const char *name;
    bool (*insert)(set *s, uint64_t key, void *object);
    bool (*remove)(set *s, uint64_t key);
    void *(*get)(set *s, uint64_t key);
    void *(*borrow)(set *s, uint64_t key, rc_guard *guard);
} set_kind;

static bool insert_list(set *s, uint64_t key, void *object)
{
    return gc->sorted_list_insert(&s->list, key, object);
}

static bool remove_list(set *s, uint64_t key)
{
    return gc->sorted_list_remove(&s->list, key);
}

static void *get_list(set *s, uint64_t key)
{
    return gc->sorted_list_get(&s->list, key);
}

static void *borrow_list(set *s, uint64_t key, rc_guard *guard)
{
    return gc->sorted_list_borrow(&s->list, key, guard);
}

static bool insert_hash(set *s, uint64_t key, void *object)
{
    return gc->hash_insert(&s->hash, key, object);
}

static bool remove_hash(set *s, uint64_t key)
{
    return gc->hash_remove(&s->hash, key);
}

static void *get_hash(set *s, uint64_t key)
{
    return gc->hash_get(&s->hash, key);
}

static void *borrow_hash(set *s, uint64_t key, rc_guard *guard)
{
    return gc->hash_borrow(&s->hash, key, guard);
}

/* A map replaces: as a set it is asked first. */
static bool insert_map(set *s, uint64_t key, void *object)
{
    void *there = gc->map_get(&s->map, key);
    rc->release(there);
    if (there == NULL)
        return gc->map_put(&s->map, key, object);
    errno = EEXIST;
    return false;
}

static bool remove_map(set *s, uint64_t key)
{
    return gc->map_remove(&s->map, key);
}

static void *get_map(set *s, uint64_t key)
{
    return gc->map_get(&s->map, key);
}

static void *borrow_map(set *s, uint64_t key, rc_guard *guard)
{
    return gc->map_borrow(&s->map, key, guard);
}

static const set_kind kinds[] = {
    {"list", insert_list, remove_list, get_list, borrow_list},
    {"hash", insert_hash, remove_hash, get_hash, borrow_hash},
    {"map", insert_map, remove_map, get_map, borrow_map},
};

/* The object under a key must be the one that was put there, or none. */
static bool agrees(const set_kind *kind, set *s, uint64_t key, const thing *expected)
{
    thing *t = kind->get(s, key);
    bool good = t == expected && (t == NULL || t->id == key);
    rc->release(t);
    rc_guard guard = gc->guard_enter();
    good &= kind->borrow(s, key, &guard) == expected;
    gc->guard_exit(guard);
    return good;
}

static void a_set_is_as_its_model(const set_kind *kind, set *s)
{
    thing *model[KEYS] = {NULL};
    uint64_t random = 1, right = 0, steps = rc_tool_scaled(STEPS);
    for (uint64_t i = 0; i < steps; i++) {
        uint64_t key = stress_random(&random) % KEYS, what = stress_random(&random) % 4;
        if (what == 0) {
            thing *t = thing_new(key);
            bool added = kind->insert(s, key, t);
            right += added == (model[key] == NULL) && (added || errno == EEXIST);
            if (added)
                model[key] = t;
            else
                rc->release(t);
        } else if (what == 1) {
            right += kind->remove(s, key) == (model[key] != NULL);
            model[key] = NULL;
        } else {
            right += agrees(kind, s, key, model[key]);
        }
    }
    tap_ok(right == steps, "%s: a %s is as its model", gc->name, kind->name);
}

static void sets_are_as_their_models(void)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        set s;
        uint64_t live = objects_live();
        gc->sorted_list_init(&s.list);
        gc->map_init(&s.map);
        CHECK(gc->hash_init(&s.hash, 64));
        a_set_is_as_its_model(&kinds[i], &s);
        gc->sorted_list_destroy(&s.list);
        gc->hash_destroy(&s.hash);
        gc->map_destroy(&s.map);
        settle();
        tap_ok(objects_live() == live, "%s: nothing is left of a %s", gc->name, kinds[i].name);
    }
}

static void a_map_replaces(void)
{
    rc_map map;
    uint64_t before = things_ended();
    gc->map_init(&map);
    errno = 0;
    CHECK(!gc->map_remove(&map, 1) && errno == ENOENT && gc->map_count(&map) == 0);
    CHECK(gc->map_put(&map, 5, thing_new(1)) && gc->map_put(&map, 3, thing_new(2)));
    CHECK(gc->map_put(&map, 5, thing_new(3)) && gc->map_count(&map) == 2);
    settle();
    CHECK(things_ended() == before + 1 && id_of(gc->map_get(&map, 5)) == 3);
    gc->map_destroy(&map);
    settle();
    CHECK(things_ended() == before + 3);
}

static void keys_are_compared_whole(void)
{
    rc_sorted_list list;
    gc->sorted_list_init(&list);
    CHECK(gc->sorted_list_insert(&list, UINT64_MAX, thing_new(1)) &&
          gc->sorted_list_insert(&list, 0, thing_new(2)));
    CHECK(gc->sorted_list_insert(&list, UINT64_C(1) << 63, thing_new(3)));
    CHECK(gc->sorted_list_contains(&list, UINT64_MAX) && gc->sorted_list_contains(&list, 0));
    CHECK(!gc->sorted_list_contains(&list, UINT64_MAX - 1) && !gc->sorted_list_remove(&list, 1));
    CHECK(gc->sorted_list_remove(&list, UINT64_MAX) &&
          !gc->sorted_list_contains(&list, UINT64_MAX));
    gc->sorted_list_destroy(&list);
    settle();
}

/* ------------------------------------------------------------------------------------ long ones */

/* On a thread with little stack. A list is built from its end, so that each insertion is at its head. */
static void build_and_destroy(void *arg)
{
    uint64_t size = rc_tool_scaled(LONG), *built = arg;
    rc_stack stack;
    rc_queue queue;
    rc_sorted_list list;
    if (rc->thread_attach() != 0)
        abort();
    gc->stack_init(&stack);
    gc->sorted_list_init(&list);
    *built += gc->queue_init(&queue);
    for (uint64_t i = size; i-- > 0;) {
        *built += gc->stack_push(&stack, NULL) && gc->queue_enqueue(&queue, NULL) &&
                  gc->sorted_list_insert(&list, i, NULL);
    }
    gc->stack_destroy(&stack);
    gc->queue_destroy(&queue);
    gc->sorted_list_destroy(&list);
    settle();
    rc->thread_detach();
}

static void long_ones_end_on_a_small_stack(void)
{
    uint64_t live = objects_live(), built = 0;
    rc->thread_block_begin();
    stress_join(stress_thread(build_and_destroy, &built, STACK));
    rc->thread_block_end();
    CHECK(built == rc_tool_scaled(LONG) + 1);
    settle();
    CHECK(objects_live() == live);
}

void structure_tests(void)
{
    a_stack_is_last_in_first_out();
    a_queue_is_first_in_first_out();
    sets_are_as_their_models();
    a_map_replaces();
    keys_are_compared_whole();
    long_ones_end_on_a_small_stack();
}
