/*
 * small_jv.c: a stand-in for jq's values. What replace.py looks for is here in the shape in which jq has it,
 * and functions that change a value in place drop blocks and keys by themselves, as jq's do.
 *
 * -DSMALL_JV_WRONG keeps the count elsewhere, for a recorder that must notice.
 */
#include "bench/tests/small_jv.h"

#include <stdlib.h>
#include <string.h>

#ifdef SMALL_JV_WRONG
typedef struct jv_refcnt {
    int unknown, count;
} jv_refcnt;
static const jv_refcnt JV_ONE = {0, 1};
#else
typedef struct jv_refcnt {
    int count;
} jv_refcnt;

static const jv_refcnt JV_ONE = {1};
#endif

static void jvp_refcnt_inc(jv_refcnt *refcnt)
{
    refcnt->count += 1;
}

static int jvp_refcnt_dec(jv_refcnt *refcnt)
{
    refcnt->count -= 1;
    return refcnt->count < 1;
}

static int jvp_refcnt_unshared(jv_refcnt *refcnt)
{
    return refcnt->count < 2;
}

typedef struct text {
    jv_refcnt refcnt;
    int size, room;
    char byte[];
} text;

typedef struct list {
    jv_refcnt refcnt;
    int size, room;
    jv element[];
} list;

typedef struct member {
    jv key, element;
} member;

typedef struct table {
    jv_refcnt refcnt;
    member member[];
} table;

typedef struct error {
    jv_refcnt refcnt;
    jv message;
} error;

static int blocks;

int small_jv_blocks(void)
{
    return __atomic_load_n(&blocks, __ATOMIC_RELAXED);
}

static void *block(size_t size)
{
    void *memory = calloc(1, size);
    if (memory == NULL)
        abort();
    __atomic_fetch_add(&blocks, 1, __ATOMIC_RELAXED);
    return memory;
}

static void drop(void *memory)
{
    free(memory);
    __atomic_fetch_sub(&blocks, 1, __ATOMIC_RELAXED);
}

jv jv_null(void)
{
    return (jv){.kind_flags = JV_KIND_NULL};
}

/* ---------------------------------------------------------------------------------------- strings */

static jv new_text(int size, int room)
{
    text *one = block(sizeof *one + (size_t)room);
    one->refcnt.count = 1;
    one->size = size;
    one->room = room;
    jv value = {JV_KIND_STRING, 0, 0, 0, {&one->refcnt}};
    return value;
}

static text *text_of(jv value)
{
    return (text *)value.u.ptr;
}

static void free_text(jv value)
{
    if (jvp_refcnt_dec(value.u.ptr))
        drop(text_of(value));
}

jv jv_string_sized(const char *bytes, int size)
{
    jv value = new_text(size, size);
    memcpy(text_of(value)->byte, bytes, (size_t)size);
    return value;
}

jv jv_string_empty(int room)
{
    return new_text(0, room);
}

jv jv_string_append_buf(jv a, const char *bytes, int size)
{
    text *one = text_of(a);
    jv value = a;
    if (!jvp_refcnt_unshared(a.u.ptr) || one->size + size > one->room) {
        value = new_text(one->size, 2 * (one->size + size));
        memcpy(text_of(value)->byte, one->byte, (size_t)one->size);
        free_text(a);
    }
    memcpy(text_of(value)->byte + text_of(value)->size, bytes, (size_t)size);
    text_of(value)->size += size;
    return value;
}

jv jv_string_append_codepoint(jv a, unsigned codepoint)
{
    char byte = (char)codepoint;
    return jv_string_append_buf(a, &byte, 1);
}

jv jv_string_concat(jv a, jv b)
{
    a = jv_string_append_buf(a, text_of(b)->byte, text_of(b)->size);
    jv_free(b);
    return a;
}

static bool same_text(jv a, jv b)
{
    return text_of(a)->size == text_of(b)->size &&
           memcmp(text_of(a)->byte, text_of(b)->byte, (size_t)text_of(a)->size) == 0;
}

/* ----------------------------------------------------------------------------------------- arrays */

static list *list_of(jv value)
{
    return (list *)value.u.ptr;
}

static jv new_list(int room)
{
    list *one = block(sizeof *one + (size_t)room * sizeof *one->element);
    one->refcnt.count = 1;
    one->room = room;
    jv value = {JV_KIND_ARRAY, 0, 0, 0, {&one->refcnt}};
    return value;
}

jv jv_array_sized(int room)
{
    return new_list(room);
}

static void free_list(jv value)
{
    if (!jvp_refcnt_dec(value.u.ptr))
        return;
    for (int i = 0; i < list_of(value)->size; i++)
        jv_free(list_of(value)->element[i]);
    drop(list_of(value));
}

jv jv_array_set(jv array, int index, jv element)
{
    list *one = list_of(array);
    if (!jvp_refcnt_unshared(array.u.ptr) || index >= one->room) {
        jv grown = new_list(2 * (index > one->size ? index + 1 : one->size + 1));
        for (int i = 0; i < one->size; i++)
            list_of(grown)->element[i] = jv_copy(one->element[i]);
        list_of(grown)->size = one->size;
        free_list(array);
        array = grown;
        one = list_of(grown);
    }
    for (; one->size <= index; one->size++)
        one->element[one->size] = jv_null();
    jv_free(one->element[index]);
    one->element[index] = element;
    array.size = one->size;
    return array;
}

/* ---------------------------------------------------------------------------------------- objects */

static table *table_of(jv value)
{
    return (table *)value.u.ptr;
}

static jv new_table(int room)
{
    table *one = block(sizeof *one + (size_t)room * sizeof *one->member);
    one->refcnt.count = 1;
    jv value = {JV_KIND_OBJECT, 0, 0, room, {&one->refcnt}};
    return value;
}

jv jv_object(void)
{
    return new_table(2);
}

static bool is_there(jv object, int place)
{
    return table_of(object)->member[place].key.kind_flags == JV_KIND_STRING;
}

int jv_object_iter_next(jv object, int place)
{
    while (++place < object.size)
        if (is_there(object, place))
            return place;
    return -2;
}

int jv_object_iter(jv object)
{
    return jv_object_iter_next(object, -1);
}

jv jv_object_iter_key(jv object, int place)
{
    return jv_copy(table_of(object)->member[place].key);
}

static void free_table(jv value)
{
    if (!jvp_refcnt_dec(value.u.ptr))
        return;
    for (int i = jv_object_iter(value); i != -2; i = jv_object_iter_next(value, i)) {
        free_text(table_of(value)->member[i].key);
        jv_free(table_of(value)->member[i].element);
    }
    drop(table_of(value));
}

static int place_of(jv object, jv key)
{
    for (int i = jv_object_iter(object); i != -2; i = jv_object_iter_next(object, i))
        if (same_text(table_of(object)->member[i].key, key))
            return i;
    return -2;
}

/* An object that may be changed: the same, or a copy with references of its own. */
static jv unshared(jv object)
{
    if (jvp_refcnt_unshared(object.u.ptr))
        return object;
    jv copy = new_table(object.size);
    for (int i = jv_object_iter(object); i != -2; i = jv_object_iter_next(object, i)) {
        table_of(copy)->member[i].key = jv_copy(table_of(object)->member[i].key);
        table_of(copy)->member[i].element = jv_copy(table_of(object)->member[i].element);
    }
    free_table(object);
    return copy;
}

/* The old block goes without a release: its references move. */
static jv grown(jv object)
{
    jv bigger = new_table(2 * object.size);
    memcpy(table_of(bigger)->member, table_of(object)->member,
           (size_t)object.size * sizeof table_of(object)->member[0]);
    drop(table_of(object));
    return bigger;
}

jv jv_object_set(jv object, jv key, jv element)
{
    object = unshared(object);
    int place = place_of(object, key);
    if (place != -2) {
        free_text(key);
        jv_free(table_of(object)->member[place].element);
        table_of(object)->member[place].element = element;
        return object;
    }
    for (place = 0; place < object.size && is_there(object, place); place++)
        ;
    if (place == object.size)
        object = grown(object);
    table_of(object)->member[place] = (member){key, element};
    return object;
}

jv jv_object_delete(jv object, jv key)
{
    object = unshared(object);
    int place = place_of(object, key);
    if (place != -2) {
        jv_free(table_of(object)->member[place].key);
        jv_free(table_of(object)->member[place].element);
        table_of(object)->member[place] = (member){jv_null(), jv_null()};
    }
    jv_free(key);
    return object;
}

int jv_object_has(jv object, jv key)
{
    int found = place_of(object, key) != -2;
    jv_free(object);
    jv_free(key);
    return found;
}

/* ----------------------------------------------------------------------------------------- errors */

jv jv_invalid_with_msg(jv message)
{
    error *one = block(sizeof *one);
    one->refcnt = JV_ONE;
    one->message = message;
    jv value = {JV_KIND_INVALID, 0, 0, 0, {&one->refcnt}};
    return value;
}

static void free_error(jv value)
{
    if (value.u.ptr != NULL && jvp_refcnt_dec(value.u.ptr)) {
        jv_free(((error *)value.u.ptr)->message);
        drop(value.u.ptr);
    }
}

/* ------------------------------------------------------------------------------------- all kinds */

jv jv_copy(jv value)
{
    if ((value.kind_flags >= JV_KIND_STRING || value.kind_flags == JV_KIND_INVALID) &&
        value.u.ptr != NULL)
        jvp_refcnt_inc(value.u.ptr);
    return value;
}

void jv_free(jv value)
{
    switch (value.kind_flags) {
    case JV_KIND_STRING:
        free_text(value);
        break;
    case JV_KIND_ARRAY:
        free_list(value);
        break;
    case JV_KIND_OBJECT:
        free_table(value);
        break;
    case JV_KIND_INVALID:
        free_error(value);
        break;
    default:
        break;
    }
}

int jv_get_refcnt(jv value)
{
    return value.kind_flags < JV_KIND_STRING ? 1 : value.u.ptr->count;
}
