/*
 * faulty_sets.c: structures that are wrong on purpose, so that a test can see the suite `sets` find out.
 *
 *   -DRC_PROGRAM_FAULT=wrong_result   an insertion of what is there says that it was not
 *   -DRC_PROGRAM_FAULT=lose_release   objects are left
 */
#include "bench/structures/structures.h"

#include <stdatomic.h>

#define QUOTE_(text) #text
#define QUOTE(text) QUOTE_(text)
#define SET_NAME "faulty-" QUOTE(RC_PROGRAM_FAULT)
#define SET_DESCRIPTION "wrong on purpose"
#define SET_RANK 9

enum { lose_release = 1, wrong_result, MOST_KEYS = 20000 };

typedef struct set {
    atomic_bool there[MOST_KEYS];
} set;
typedef struct set_stack {
    char nothing;
} set_stack;
typedef set set_list;
typedef set set_hash;

static uint64_t lost;

static bool contains(set *self, uint64_t key)
{
    return atomic_load(&self->there[key]);
}

static bool insert(set *self, uint64_t key)
{
    return !atomic_exchange(&self->there[key], true) || RC_PROGRAM_FAULT == wrong_result;
}

static bool take_out(set *self, uint64_t key)
{
    return atomic_exchange(&self->there[key], false);
}

static void end(void *self)
{
    (void)self;
    lost += RC_PROGRAM_FAULT == lose_release;
}

static bool hash_begin(set *self, size_t buckets)
{
    (void)self;
    return buckets * 2 <= MOST_KEYS;
}

static bool stack_push(set_stack *self)
{
    (void)self;
    return true;
}

#define set_alive set_alive
static uint64_t set_alive(void)
{
    return lost;
}

#define stack_pop stack_push
#define stack_end end
#define list_contains contains
#define list_insert insert
#define list_remove take_out
#define list_end end
#define hash_contains contains
#define hash_insert insert
#define hash_remove take_out
#define hash_end end

#include "bench/structures/adapter.h"
