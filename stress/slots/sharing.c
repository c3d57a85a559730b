/*
 * sharing.c: slots and structures under several threads at full speed, with oracles that need no order: what was
 * put in comes out once, sums are right, nothing is looked at after its end, nothing is left.
 */
#include "stress/slots/suite.h"

enum { TEAM = 3, SLOTS = 4, SET_KEYS = 32 };

static struct {
    rc_slot slot[SLOTS];
    rc_weak_slot weak;
    rc_tagged_slot tagged;
    rc_stack stack;
    rc_queue queue;
    rc_sorted_list list;
    rc_hash hash;
    rc_map map;
    uint64_t rounds, seed;
    _Atomic uint64_t wrong;
    _Atomic uint64_t in, out, sum_in, sum_out;
    _Atomic int64_t members[SET_KEYS];
} shared;

static void wrong_if(bool wrong)
{
    if (wrong)
        rc_fetch_add_relaxed(&shared.wrong, 1); /* relaxed: a number */
}

static void add(_Atomic uint64_t *sum, uint64_t value)
{
    rc_fetch_add_relaxed(sum, value); /* relaxed: a number */
}

static uint64_t read(_Atomic uint64_t *sum)
{
    return rc_load_relaxed(sum);
}

/* All threads at rest, with so much to do for each. */
static void prepare(uint64_t rounds, uint64_t seed)
{
    memset(&shared, 0, sizeof shared);
    shared.rounds = rc_tool_scaled(rounds);
    shared.seed = seed;
}

/* ---------------------------------------------------------------------------------------- slots */

static void look_at(const thing *t)
{
    wrong_if(t != NULL && t->alive != ALIVE);
}

/* Everything that can be done with a slot, by everybody. */
static void use_slots(void *arg, unsigned index)
{
    uint64_t random = shared.seed + index;
    (void)arg;
    for (uint64_t i = 0; i < shared.rounds; i++) {
        uint64_t draw = stress_random(&random);
        rc_slot *slot = &shared.slot[draw % SLOTS], *other = &shared.slot[draw >> 8 & 3];
        thing *t = NULL;
        rc_guard guard;
        switch (draw >> 16 & 7) {
        case 0:
            gc->slot_give(slot, thing_new(i));
            break;
        case 1:
            t = gc->slot_exchange(slot, NULL);
            look_at(t);
            gc->slot_give(slot, t);
            break;
        case 2:
            guard = gc->guard_enter();
            t = gc->slot_borrow(slot, &guard);
            look_at(t);
            gc->slot_store(other, t);
            look_at(t);
            gc->guard_exit(guard);
            break;
        case 3:
            t = gc->slot_load(slot);
            wrong_if(gc->slot_compare_exchange(other, t, t) && t != NULL && t->alive != ALIVE);
            rc->release(t);
            break;
        default:
            t = gc->slot_load(slot);
            look_at(t);
            rc->release(t);
        }
        if (i % 16 == 0)
            rc->thread_poll();
    }
}

static void slots_are_shared(uint64_t seed)
{
    uint64_t live = objects_live();
    prepare(4000, seed);
    team_run(TEAM, use_slots, NULL);
    for (int i = 0; i < SLOTS; i++)
        gc->slot_destroy(&shared.slot[i]);
    settle();
    CHECK(read(&shared.wrong) == 0 && objects_live() == live);
}

/* A number that everybody raises by compare-exchange: the copy that replaces the one that was read. */
static void raise(void *arg, unsigned index)
{
    (void)arg;
    (void)index;
    for (uint64_t i = 0; i < shared.rounds; i++) {
        bool raised = false;
        while (!raised) {
            thing *now = gc->slot_load(&shared.slot[0]), *next = thing_new(now->id + 1);
            raised = gc->slot_compare_exchange(&shared.slot[0], now, next);
            rc->release(next);
            rc->release(now);
            rc->thread_poll();
        }
    }
}

static void no_update_is_lost(uint64_t seed)
{
    uint64_t live = objects_live();
    prepare(1000, seed);
    gc->slot_give(&shared.slot[0], thing_new(0));
    team_run(TEAM, raise, NULL);
    thing *last = gc->slot_exchange(&shared.slot[0], NULL);
    CHECK(last->id == TEAM * shared.rounds);
    rc->release(last);
    settle();
    CHECK(objects_live() == live);
}

/* Of all that set the mark one finds it not set. */
static void mark(void *arg, unsigned index)
{
    (void)arg;
    for (uint64_t i = 0; i < shared.rounds; i++) {
        rc_tagged before = gc->tagged_slot_fetch_or(&shared.tagged, RC_LINK_MARK);
        if (rc_tagged_tag(before) == 0) {
            add(&shared.out, 1);
            gc->tagged_slot_give(&shared.tagged, thing_new(index), 0);
            add(&shared.in, 1);
        }
        rc_tagged now = gc->tagged_slot_load(&shared.tagged);
        look_at(rc_tagged_object(now));
        rc->release(rc_tagged_object(now));
        rc->thread_poll();
    }
}

static void one_sets_the_mark(uint64_t seed)
{
    uint64_t live = objects_live();
    prepare(2000, seed);
    team_run(TEAM, mark, NULL);
    gc->tagged_slot_destroy(&shared.tagged);
    settle();
    CHECK(read(&shared.in) == read(&shared.out) && read(&shared.in) > 0 &&
          read(&shared.wrong) == 0);
    CHECK(objects_live() == live);
}

/* One ends what the slot refers to, and puts another there; the others find it alive or not at all. */
static void load_weakly(void *arg, unsigned index)
{
    (void)arg;
    for (uint64_t i = 0; i < shared.rounds; i++) {
        if (index == 0) {
            thing *t = thing_new(i);
            wrong_if(!gc->weak_slot_store(&shared.weak, t));
            rc->release(t);
        } else {
            thing *t = gc->weak_slot_load(&shared.weak);
            look_at(t);
            rc->release(t);
        }
        rc->thread_poll();
    }
}

static void weak_slots_are_shared(uint64_t seed)
{
    uint64_t live = objects_live();
    prepare(2000, seed);
    team_run(TEAM, load_weakly, NULL);
    gc->weak_slot_destroy(&shared.weak);
    settle();
    CHECK(read(&shared.wrong) == 0 && objects_live() == live);
}

/* ----------------------------------------------------------------------------- stack and queue */

/* Each puts in ids of its own; a queue must give those of one thread in their order. */
static uint64_t id_of(unsigned index, uint64_t number)
{
    return (uint64_t)index << 32 | number;
}

static void took(thing *t, uint64_t *last, bool ordered)
{
    if (t == NULL)
        return;
    uint64_t *before = &last[t->id >> 32];
    look_at(t);
    wrong_if(ordered && (uint32_t)t->id + 1 <= *before);
    *before = (uint32_t)t->id + 1;
    add(&shared.out, 1);
    add(&shared.sum_out, t->id);
    rc->release(t);
}

static void push_and_pop(void *arg, unsigned index)
{
    uint64_t last[TEAM] = {0}, random = shared.seed + index;
    bool queue = arg != NULL;
    for (uint64_t i = 0; i < shared.rounds; i++) {
        thing *t = thing_new(id_of(index, i));
        add(&shared.in, 1);
        add(&shared.sum_in, t->id);
        wrong_if(queue ? !gc->queue_enqueue(&shared.queue, t) : !gc->stack_push(&shared.stack, t));
        if (stress_random(&random) % 8 != 0)
            took(queue ? gc->queue_dequeue(&shared.queue) : gc->stack_pop(&shared.stack), last,
                 queue);
        rc->thread_poll();
    }
}

static void what_goes_in_comes_out(uint64_t seed, bool queue)
{
    uint64_t live = objects_live(), last[TEAM] = {0};
    prepare(3000, seed);
    if (queue)
        wrong_if(!gc->queue_init(&shared.queue));
    team_run(TEAM, push_and_pop, queue ? &shared : NULL);
    for (thing *t;
         (t = queue ? gc->queue_dequeue(&shared.queue) : gc->stack_pop(&shared.stack)) != NULL;)
        took(t, last, queue);
    if (queue)
        gc->queue_destroy(&shared.queue);
    settle();
    tap_ok(read(&shared.in) == read(&shared.out) && read(&shared.sum_in) == read(&shared.sum_out),
           "%s: what goes into a %s comes out, once", gc->name, queue ? "queue" : "stack");
    tap_ok(read(&shared.wrong) == 0 && objects_live() == live, "%s: a shared %s", gc->name,
           queue ? "queue" : "stack");
}

/* ----------------------------------------------------------------------------------------- sets */

enum { LIST, HASH, MAP, SETS };
static const char *const set_name[SETS] = {"list", "hash", "map"};

static bool insert(unsigned set, uint64_t key, void *object)
{
    return set == LIST ? gc->sorted_list_insert(&shared.list, key, object)
                       : gc->hash_insert(&shared.hash, key, object);
}

static bool removes(unsigned set, uint64_t key)
{
    return set == LIST ? gc->sorted_list_remove(&shared.list, key)
                       : gc->hash_remove(&shared.hash, key);
}

static thing *get(unsigned set, uint64_t key)
{
    return set == LIST ? gc->sorted_list_get(&shared.list, key) : gc->hash_get(&shared.hash, key);
}

/* Insertions that succeeded, less removals that did, are at the end 1 where the key is, and else 0. */
static void change_set(void *arg, unsigned index)
{
    unsigned set = (unsigned)(uintptr_t)arg;
    uint64_t random = shared.seed + index;
    for (uint64_t i = 0; i < shared.rounds; i++) {
        uint64_t draw = stress_random(&random), key = draw % SET_KEYS;
        if (draw >> 8 & 1) {
            thing *t = get(set, key);
            look_at(t);
            wrong_if(t != NULL && t->id != key);
            rc->release(t);
        } else if (draw >> 9 & 1) {
            thing *t = thing_new(key);
            if (insert(set, key, t))
                rc_fetch_add_relaxed(&shared.members[key], 1); /* relaxed, both: numbers */
            else
                rc->release(t);
        } else if (removes(set, key)) {
            rc_fetch_sub_relaxed(&shared.members[key], 1);
        }
        rc->thread_poll();
    }
}

static void a_set_is_shared(uint64_t seed, unsigned set)
{
    uint64_t live = objects_live();
    prepare(4000, seed);
    wrong_if(!gc->hash_init(&shared.hash, 8));
    team_run(TEAM, change_set, (void *)(uintptr_t)set);
    for (uint64_t key = 0; key < SET_KEYS; key++) {
        bool there = set == LIST ? gc->sorted_list_contains(&shared.list, key)
                                 : gc->hash_contains(&shared.hash, key);
        wrong_if(rc_load_relaxed(&shared.members[key]) != there);
    }
    gc->sorted_list_destroy(&shared.list);
    gc->hash_destroy(&shared.hash);
    settle();
    tap_ok(read(&shared.wrong) == 0, "%s: a shared %s", gc->name, set_name[set]);
    tap_ok(objects_live() == live, "%s: nothing is left of a shared %s", gc->name, set_name[set]);
}

/* Each has keys of its own, so that each knows what must be there, and sees that no write of the others undoes it. */
static void change_map(void *arg, unsigned index)
{
    uint64_t random = shared.seed + index;
    bool there[SET_KEYS] = {false};
    (void)arg;
    for (uint64_t i = 0; i < shared.rounds; i++) {
        uint64_t draw = stress_random(&random), key = draw % SET_KEYS;
        thing *t = gc->map_get(&shared.map, key);
        look_at(t);
        wrong_if(t != NULL && t->id != key);
        wrong_if(key % TEAM == index && there[key] != (t != NULL));
        rc->release(t);
        if (key % TEAM == index && draw >> 8 & 1) {
            wrong_if(!gc->map_put(&shared.map, key, thing_new(key)));
            there[key] = true;
        } else if (key % TEAM == index) {
            wrong_if(gc->map_remove(&shared.map, key) != there[key]);
            there[key] = false;
        }
        rc->thread_poll();
    }
}

static void a_map_is_shared(uint64_t seed)
{
    uint64_t live = objects_live();
    prepare(1500, seed);
    team_run(TEAM, change_map, NULL);
    gc->map_destroy(&shared.map);
    settle();
    CHECK(read(&shared.wrong) == 0 && objects_live() == live);
}

void sharing_tests(uint64_t seed)
{
    slots_are_shared(seed);
    no_update_is_lost(seed);
    one_sets_the_mark(seed);
    weak_slots_are_shared(seed);
    what_goes_in_comes_out(seed, false);
    what_goes_in_comes_out(seed, true);
    a_set_is_shared(seed, LIST);
    a_set_is_shared(seed, HASH);
    a_map_is_shared(seed);
}
