/*
 * dict.c: dictionaries in the order of insertion.
 *
 * Two arrays in one block. `entry` holds the pairs in the order in which they came; `index` is a hash table
 * of their numbers, a power of two in size and at most two thirds full, searched in steps of 1, 2, 3 ...
 *
 *   index   . 1 . . 0 x . 2       .  EMPTY: ends a search      x  GONE: does not
 *   entry   (k0 v0) (k1 v1) (k2 v2) ...
 *
 * A removed entry leaves GONE in the index and a hole in `entry`; both go when the block is full and is
 * built anew. Each entry carries the serial number of its insertion, which grows: that is the cursor of
 * rc_dict_next, so that a walk goes on at the right place although entries have moved.
 *
 * Invariants: length + holes == filled <= capacity; EMPTY fields in index >= (capacity + 1) / 2 - 1 > 0.
 *
 * Locking: as list.c. Keys are compared under the lock, by their bytes or their address: no code of anybody
 * else's runs there.
 *
 * Source: the compact dict of PyPy and CPython 3.6 (Hettinger, 2012).
 */
#include "refcount/types/dict.h"

#include "refcount/critical_section.h"
#include "refcount/platform.h"
#include "refcount/types/string.h"

#include <errno.h>

#define EMPTY UINT32_MAX
#define GONE (UINT32_MAX - 1)

typedef struct entry {
    uint64_t hash, serial;
    void *key, *value; /* owned; key NULL: a hole */
} entry;

struct rc_dict {
    rc_lock lock;
    uint32_t mask;             /* size of index - 1 */
    uint32_t filled, capacity; /* of entry */
    size_t length;
    uint64_t serial; /* of the latest insertion */
    entry *entry;    /* the block: capacity entries, then the index */
    uint32_t *index;
};

/* What is looked for: a string's bytes, or an object's identity. */
typedef struct wanted {
    uint64_t hash;
    const void *object; /* NULL: only the bytes count */
    const char *bytes;  /* NULL: only the identity counts */
    size_t length;
} wanted;

static wanted wanted_text(const char *bytes, size_t length)
{
    return (wanted){rc_string_hash_of(bytes, length), NULL, bytes, length};
}

static wanted wanted_key(const void *key)
{
    if (rc_is_string(key)) {
        const rc_string *s = key;
        return (wanted){s->hash, key, rc_string_text(s), s->length};
    }
    return (wanted){((uint64_t)(uintptr_t)key >> 4) * UINT64_C(0x9e3779b97f4a7c15), key, NULL, 0};
}

static bool matches(const entry *e, const wanted *w)
{
    if (e->hash != w->hash)
        return false;
    if (w->bytes == NULL)
        return e->key == w->object;
    return e->key == w->object ||
           (rc_is_string(e->key) && rc_string_equals(e->key, w->bytes, w->length));
}

static uint32_t first_place(const rc_dict *dict, uint64_t hash)
{
    return (uint32_t)(hash ^ hash >> 32) & dict->mask;
}

/* The place of its number in the index, or NULL. */
static uint32_t *find(const rc_dict *dict, const wanted *w)
{
    if (dict->entry == NULL)
        return NULL;
    uint32_t place = first_place(dict, w->hash);
    for (uint32_t step = 1; dict->index[place] != EMPTY; step++) {
        uint32_t number = dict->index[place];
        if (number != GONE && matches(&dict->entry[number], w))
            return &dict->index[place];
        place = (place + step) & dict->mask;
    }
    return NULL;
}

static void add(rc_dict *dict, entry e)
{
    uint32_t place = first_place(dict, e.hash);
    for (uint32_t step = 1; dict->index[place] < GONE; step++)
        place = (place + step) & dict->mask;
    dict->index[place] = dict->filled;
    dict->entry[dict->filled++] = e;
    dict->length++;
}

/* A block with room for one more than there is, and without holes. False: no memory, nothing has changed. */
static bool rebuild(rc_dict *dict)
{
    size_t size = 8;
    while (size * 2 / 3 <= dict->length + dict->length / 2 && size <= UINT32_MAX / 4)
        size *= 2;
    size_t capacity = size * 2 / 3;
    if (capacity <= dict->length)
        return false;
    entry *block = rc_platform_allocate(capacity * sizeof(entry) + size * sizeof(uint32_t));
    if (block == NULL)
        return false;
    rc_dict old = *dict;
    dict->entry = block;
    dict->index = (uint32_t *)(block + capacity);
    dict->mask = (uint32_t)size - 1;
    dict->capacity = (uint32_t)capacity;
    dict->filled = 0;
    dict->length = 0;
    for (size_t i = 0; i < size; i++)
        dict->index[i] = EMPTY;
    for (uint32_t i = 0; i < old.filled; i++) {
        if (old.entry[i].key != NULL)
            add(dict, old.entry[i]);
    }
    if (old.entry != NULL)
        rc_platform_release(old.entry);
    return true;
}

/* ------------------------------------------------------------------------------------- as an object */

static void drop(entry *block, uint32_t filled)
{
    for (uint32_t i = 0; i < filled; i++) {
        rc_release(block[i].key);
        rc_release(block[i].value);
    }
    if (block != NULL)
        rc_platform_release(block);
}

/* Takes the block away; to be dropped without the lock. */
static entry *take_all(rc_dict *dict, uint32_t *filled)
{
    entry *block = dict->entry;
    *filled = dict->filled;
    dict->entry = NULL;
    dict->index = NULL;
    dict->filled = dict->capacity = dict->mask = 0;
    dict->length = 0;
    return block;
}

static void dict_clear(void *object)
{
    uint32_t filled;
    entry *block = take_all(object, &filled);
    drop(block, filled);
}

static void dict_traverse(void *object, rc_visit *visit, void *arg)
{
    const rc_dict *dict = object;
    for (uint32_t i = 0; i < dict->filled; i++) {
        if (dict->entry[i].key != NULL)
            visit(dict->entry[i].key, arg);
        if (dict->entry[i].value != NULL)
            visit(dict->entry[i].value, arg);
    }
}

static const rc_type dict_type = {
    .name = "dict",
    .size = sizeof(rc_dict),
    .destroy = dict_clear,
    .traverse = dict_traverse,
    .clear = dict_clear,
};

rc_dict *rc_dict_new(void)
{
    return rc_new(&dict_type);
}

bool rc_is_dict(const void *object)
{
    return object != NULL && rc_type_of(object) == &dict_type;
}

/* --------------------------------------------------------------------------------------- operations */

size_t rc_dict_length(rc_dict *dict)
{
    rc_section section;
    rc_section_begin(&section, &dict->lock);
    size_t length = dict->length;
    rc_section_end(&section);
    return length;
}

static bool get(rc_dict *dict, const wanted *w, void **value)
{
    rc_section section;
    rc_section_begin(&section, &dict->lock);
    const uint32_t *place = find(dict, w);
    *value = place != NULL ? rc_retain(dict->entry[*place].value) : NULL;
    rc_section_end(&section);
    return place != NULL;
}

bool rc_dict_get(rc_dict *dict, const void *key, void **value)
{
    wanted w = wanted_key(key);
    return get(dict, &w, value);
}

bool rc_dict_get_text(rc_dict *dict, const char *text, void **value)
{
    wanted w = wanted_text(text, strlen(text));
    return get(dict, &w, value);
}

int rc_dict_set(rc_dict *dict, void *key, void *value)
{
    wanted w = wanted_key(key);
    rc_section section;
    void *before = NULL;
    bool done = true;
    rc_section_begin(&section, &dict->lock);
    const uint32_t *place = find(dict, &w);
    if (place != NULL) {
        before = dict->entry[*place].value;
        dict->entry[*place].value = rc_retain(value);
    } else {
        done = dict->filled < dict->capacity || rebuild(dict);
        if (done)
            add(dict, (entry){w.hash, ++dict->serial, rc_retain(key), rc_retain(value)});
    }
    rc_section_end(&section);
    rc_release(before);
    if (done)
        return 0;
    errno = ENOMEM;
    return -1;
}

bool rc_dict_take(rc_dict *dict, const void *key, void **value)
{
    wanted w = wanted_key(key);
    rc_section section;
    void *own_key = NULL;
    *value = NULL;
    rc_section_begin(&section, &dict->lock);
    uint32_t *place = find(dict, &w);
    if (place != NULL) {
        entry *e = &dict->entry[*place];
        own_key = e->key;
        *value = e->value;
        e->key = e->value = NULL;
        *place = GONE;
        dict->length--;
    }
    rc_section_end(&section);
    rc_release(own_key);
    return place != NULL;
}

/* The first entry with a larger serial number: they are in order. */
static uint32_t entry_after(const rc_dict *dict, uint64_t serial)
{
    uint32_t low = 0, high = dict->filled;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (dict->entry[middle].serial > serial)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

bool rc_dict_next(rc_dict *dict, uint64_t *cursor, void **key, void **value)
{
    rc_section section;
    *key = *value = NULL;
    rc_section_begin(&section, &dict->lock);
    uint32_t i = entry_after(dict, *cursor);
    while (i < dict->filled && dict->entry[i].key == NULL)
        i++;
    if (i < dict->filled) {
        *cursor = dict->entry[i].serial;
        *key = rc_retain(dict->entry[i].key);
        *value = rc_retain(dict->entry[i].value);
    }
    rc_section_end(&section);
    return *key != NULL;
}

void rc_dict_empty(rc_dict *dict)
{
    rc_section section;
    uint32_t filled;
    rc_section_begin(&section, &dict->lock);
    entry *block = take_all(dict, &filled);
    rc_section_end(&section);
    drop(block, filled);
}
