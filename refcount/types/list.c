/*
 * list.c: lists.
 *
 * What a section protects may change whenever its thread waits, and a release may wait in a destructor. So
 * every operation is of one form: begin, change the array without calling anybody, end; then release what
 * came out of it. Memory is allocated in the section: an allocator takes locks of its own, but never one
 * of an object, and does not wait for a safepoint.
 *
 *   T1  rc_list_move(a, 0, b)             T2  rc_list_move(b, 0, a)
 *   begin_pair: both locks, or none       begin_pair: waits with none
 *   item from a to b
 *   end                                   both locks; item from b to a      stress/coro/containers.h
 *
 * traverse and clear are for a collector, which has stopped all threads, or sees garbage: they take no
 * lock. A thread that stands still at a safepoint is in no operation of a list.
 */
#include "refcount/types/list.h"

#include "refcount/critical_section.h"
#include "refcount/platform.h"

#include <errno.h>
#include <string.h>

struct rc_list {
    rc_lock lock;
    size_t length, capacity;
    void **item; /* `length` owned references */
};

/* Takes the array away, and releases what was in it. */
static void drop(void **item, size_t length)
{
    for (size_t i = 0; i < length; i++)
        rc_release(item[i]);
    if (item != NULL)
        rc_platform_release(item);
}

static void list_clear(void *object)
{
    rc_list *list = object;
    void **item = list->item;
    size_t length = list->length;
    list->item = NULL;
    list->length = list->capacity = 0;
    drop(item, length);
}

static void list_traverse(void *object, rc_visit *visit, void *arg)
{
    const rc_list *list = object;
    for (size_t i = 0; i < list->length; i++) {
        if (list->item[i] != NULL)
            visit(list->item[i], arg);
    }
}

static const rc_type list_type = {
    .name = "list",
    .size = sizeof(rc_list),
    .destroy = list_clear,
    .traverse = list_traverse,
    .clear = list_clear,
};

rc_list *rc_list_new(void)
{
    return rc_new(&list_type);
}

bool rc_is_list(const void *object)
{
    return object != NULL && rc_type_of(object) == &list_type;
}

/* The end of a section may wait, and change errno: it is set behind it. 0, or -1. */
static int end(rc_section *section, int error)
{
    rc_section_end(section);
    if (error == 0)
        return 0;
    errno = error;
    return -1;
}

/* Room for one more: 0, or ENOMEM. Nobody looks at the old array without the lock. */
static int make_room(rc_list *list)
{
    if (list->length < list->capacity)
        return 0;
    size_t capacity = list->capacity + list->capacity / 2 + 4;
    void **item = NULL;
    if (capacity <= PTRDIFF_MAX / sizeof *item)
        item = rc_platform_allocate(capacity * sizeof *item);
    if (item == NULL)
        return ENOMEM;
    if (list->item != NULL) {
        memcpy(item, list->item, list->length * sizeof *item);
        rc_platform_release(list->item);
    }
    list->item = item;
    list->capacity = capacity;
    return 0;
}

static void *remove_at(rc_list *list, size_t index)
{
    void *value = list->item[index];
    list->length--;
    memmove(list->item + index, list->item + index + 1,
            (list->length - index) * sizeof *list->item);
    return value;
}

size_t rc_list_length(rc_list *list)
{
    rc_section section;
    rc_section_begin(&section, &list->lock);
    size_t length = list->length;
    rc_section_end(&section);
    return length;
}

bool rc_list_get(rc_list *list, size_t index, void **value)
{
    rc_section section;
    rc_section_begin(&section, &list->lock);
    bool there = index < list->length;
    *value = there ? rc_retain(list->item[index]) : NULL;
    rc_section_end(&section);
    return there;
}

bool rc_list_set(rc_list *list, size_t index, void *value)
{
    rc_section section;
    void *before = NULL;
    rc_section_begin(&section, &list->lock);
    bool there = index < list->length;
    if (there) {
        before = list->item[index];
        list->item[index] = rc_retain(value);
    }
    rc_section_end(&section);
    rc_release(before);
    return there;
}

static int insert_at(rc_list *list, size_t index, bool at_end, void *value)
{
    rc_section section;
    rc_section_begin(&section, &list->lock);
    if (at_end)
        index = list->length;
    int error = index > list->length ? ERANGE : make_room(list);
    if (error == 0) {
        memmove(list->item + index + 1, list->item + index,
                (list->length - index) * sizeof *list->item);
        list->item[index] = rc_retain(value);
        list->length++;
    }
    return end(&section, error);
}

int rc_list_append(rc_list *list, void *value)
{
    return insert_at(list, 0, true, value);
}

int rc_list_insert(rc_list *list, size_t index, void *value)
{
    return insert_at(list, index, false, value);
}

bool rc_list_take(rc_list *list, size_t index, void **value)
{
    rc_section section;
    rc_section_begin(&section, &list->lock);
    bool there = index < list->length;
    *value = there ? remove_at(list, index) : NULL;
    rc_section_end(&section);
    return there;
}

int rc_list_move(rc_list *from, size_t index, rc_list *to)
{
    rc_section section;
    rc_section_begin_pair(&section, &from->lock, &to->lock);
    int error = index >= from->length ? ERANGE : make_room(to);
    if (error == 0) {
        void *value = remove_at(from, index);
        to->item[to->length++] = value;
    }
    return end(&section, error);
}

void rc_list_empty(rc_list *list)
{
    rc_section section;
    rc_section_begin(&section, &list->lock);
    void **item = list->item;
    size_t length = list->length;
    list->item = NULL;
    list->length = list->capacity = 0;
    rc_section_end(&section);
    drop(item, length);
}

/* ------------------------------------------------------------------------------------- iterator */

typedef struct iterator {
    rc_list *list;
    size_t next;
} iterator;

static void iterator_clear(void *object)
{
    iterator *it = object;
    rc_list *list = it->list;
    it->list = NULL;
    rc_release(list);
}

static void iterator_traverse(void *object, rc_visit *visit, void *arg)
{
    iterator *it = object;
    if (it->list != NULL)
        visit(it->list, arg);
}

static const rc_type iterator_type = {
    .name = "list_iterator",
    .size = sizeof(iterator),
    .destroy = iterator_clear,
    .traverse = iterator_traverse,
    .clear = iterator_clear,
};

void *rc_list_iterator_new(rc_list *list)
{
    iterator *it = rc_new(&iterator_type);
    if (it != NULL)
        it->list = rc_retain(list);
    return it;
}

static rc_outcome iterator_next(void *object, void **result)
{
    iterator *it = object;
    if (it->list != NULL && rc_list_get(it->list, it->next, result)) {
        it->next++;
        return RC_YIELDED;
    }
    iterator_clear(it); /* an iterator that has ended stays at its end */
    *result = NULL;
    return RC_RETURNED;
}

const rc_iterator *rc_list_iteration(void)
{
    static const rc_iterator protocol = {.next = iterator_next};
    return &protocol;
}
