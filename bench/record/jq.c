/*
 * jq.c: the recorder for jq's values: the functions of libjq that copy, free and make them.
 *
 * A value (`jv`) is sixteen bytes that are passed around by value; those of strings, arrays, objects and
 * errors with a message point to a block that begins with its count, an int. libjq calls its own public
 * functions through the symbol table, so nearly all that happens to a count is seen. What is not: a
 * function that changes a value in place makes a bigger block, or one of its own where others share the
 * old one, and drops the old block by itself; an object that dies, or is given a key that it has, drops
 * keys by itself. Both are concluded from what goes in and what comes out.
 *
 * The layout is jq 1.6's, and is tried out on a string before anything is recorded.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench/record/real.h"
#include "bench/record/recorder.h"

/* A value as the calling convention sees it. */
typedef struct value {
    uint8_t kind, spare;
    uint16_t offset;
    int32_t size;
    union {
        const int *count;
        double number;
    } at;
} value;

enum { ERROR = 0, STRING = 5, ARRAY = 6, OBJECT = 7, KINDS = 15, END = -2 };

#define EXPORT __attribute__((visibility("default")))

#define FUNCTIONS(X)                                                                               \
    X(value, jv_copy, (value))                                                                     \
    X(void, jv_free, (value))                                                                      \
    X(value, jv_string_sized, (const char *, int))                                                 \
    X(value, jv_string_empty, (int))                                                               \
    X(value, jv_string_concat, (value, value))                                                     \
    X(value, jv_string_append_buf, (value, const char *, int))                                     \
    X(value, jv_string_append_codepoint, (value, uint32_t))                                        \
    X(value, jv_array_sized, (int))                                                                \
    X(value, jv_array_set, (value, int, value))                                                    \
    X(value, jv_object, (void))                                                                    \
    X(value, jv_object_set, (value, value, value))                                                 \
    X(value, jv_object_delete, (value, value))                                                     \
    X(value, jv_invalid_with_msg, (value))                                                         \
    X(int, jv_object_has, (value, value))                                                          \
    X(int, jv_object_iter, (value))                                                                \
    X(int, jv_object_iter_next, (value, int))                                                      \
    X(value, jv_object_iter_key, (value, int))

typedef struct libjq {
#define MEMBER(result, name, arguments) result(*name) arguments;
    FUNCTIONS(MEMBER)
#undef MEMBER
} libjq;

static libjq table;

/* Set where this file calls libjq for itself: nothing is recorded then. */
static _Thread_local bool silent;

/* Set inside a call that changes a value in place; another one inside it is part of it. */
static _Thread_local bool changing;

/* What was last recorded as new. */
static _Thread_local const int *newest;

/* What is counted of a value, or NULL. */
static const int *block(value v)
{
    int kind = v.kind & KINDS;
    bool counted = kind == STRING || kind == ARRAY || kind == OBJECT || kind == ERROR;
    return counted ? v.at.count : NULL;
}

static void look_up(void)
{
    static const rc_record_function functions[] = {
#define ROW(result, name, arguments) RC_RECORD_FUNCTION(libjq, name),
        FUNCTIONS(ROW)
#undef ROW
    };
    rc_record_look_up(&table, functions, sizeof functions / sizeof *functions, "libjq.so.1");

    silent = true;
    value text = table.jv_string_sized("text", 4);
    bool known = (text.kind & KINDS) == STRING && *text.at.count == 1;
    table.jv_copy(text);
    known = known && *text.at.count == 2;
    if (!known)
        rc_record_give_up("the values of this libjq are not laid out as those of jq 1.6");
    table.jv_free(text);
    table.jv_free(text);
    silent = false;
}

static const libjq *real(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    /* In look_up itself the table is full: pthread_once would wait for its own end. */
    if (!silent)
        pthread_once(&once, look_up);
    return &table;
}

static void sync(value v)
{
    if (block(v))
        rc_record_sync(block(v), (uint64_t)*block(v));
}

static void release(value v)
{
    if (block(v))
        rc_record_release(block(v));
}

/* A value that libjq has just made. Nothing is held while it does: nobody else can know the value. */
static value made(value v)
{
    if (!silent && block(v)) {
        rc_record_enter();
        rc_record_create(block(v));
        rc_record_leave();
        newest = block(v);
    }
    return v;
}

EXPORT value jv_copy(value v)
{
    const libjq *jq = real();
    if (silent || !block(v))
        return jq->jv_copy(v);
    rc_record_enter();
    sync(v);
    value copy = jq->jv_copy(v);
    rc_record_gain(block(v), (uint64_t)*block(v));
    rc_record_leave();
    return copy;
}

/* The keys of an object that is about to die: libjq drops them without a call that could be seen. */
static void release_keys(const libjq *jq, value object)
{
    silent = true;
    for (int i = jq->jv_object_iter(object); i != END; i = jq->jv_object_iter_next(object, i)) {
        value key = jq->jv_object_iter_key(object, i);
        jq->jv_free(key);
        sync(key);
        release(key);
    }
    silent = false;
}

EXPORT void jv_free(value v)
{
    const libjq *jq = real();
    if (silent || !block(v)) {
        jq->jv_free(v);
        return;
    }
    rc_record_enter();
    sync(v);
    bool last = *block(v) == 1;
    rc_record_release(block(v));
    if (last && (v.kind & KINDS) == OBJECT)
        release_keys(jq, v);
    jq->jv_free(v);
    rc_record_leave();
}

/* --------------------------------------------------------------- calls that make a value anew */

EXPORT value jv_string_sized(const char *text, int size)
{
    return made(real()->jv_string_sized(text, size));
}

EXPORT value jv_string_empty(int room)
{
    return made(real()->jv_string_empty(room));
}

EXPORT value jv_array_sized(int room)
{
    return made(real()->jv_array_sized(room));
}

EXPORT value jv_object(void)
{
    return made(real()->jv_object());
}

EXPORT value jv_invalid_with_msg(value message)
{
    return made(real()->jv_invalid_with_msg(message));
}

/* ------------------------------------------------------------ calls that change one in place */

/* Whether this is the outermost of them, and to be recorded. */
static bool begin(value before)
{
    if (silent || changing)
        return false;
    rc_record_enter();
    sync(before);
    changing = true;
    newest = NULL;
    return true;
}

/*
 * The value came back with another block: that is new, and the old one has lost a reference. What came
 * back with another kind is an error, which was made and recorded as such.
 */
static value end(value before, value after)
{
    changing = false;
    if (block(after) != block(before) && after.kind == before.kind) {
        if (block(after) != newest)
            made(after);
        release(before);
    }
    rc_record_leave();
    return after;
}

#define CHANGE(before, call)                                                                       \
    const libjq *jq = real();                                                                      \
    bool outermost = begin(before);                                                                \
    value after = jq->call;                                                                        \
    return outermost ? end(before, after) : after

EXPORT value jv_string_concat(value a, value b)
{
    CHANGE(a, jv_string_concat(a, b));
}

EXPORT value jv_string_append_buf(value a, const char *text, int size)
{
    CHANGE(a, jv_string_append_buf(a, text, size));
}

EXPORT value jv_string_append_codepoint(value a, uint32_t codepoint)
{
    CHANGE(a, jv_string_append_codepoint(a, codepoint));
}

EXPORT value jv_array_set(value array, int index, value element)
{
    CHANGE(array, jv_array_set(array, index, element));
}

EXPORT value jv_object_delete(value object, value key)
{
    CHANGE(object, jv_object_delete(object, key));
}

static bool has(const libjq *jq, value object, value key)
{
    silent = true;
    bool found = jq->jv_object_has(jq->jv_copy(object), jq->jv_copy(key));
    silent = false;
    return found;
}

EXPORT value jv_object_set(value object, value key, value element)
{
    const libjq *jq = real();
    bool outermost = begin(object);
    if (outermost && has(jq, object, key)) { /* it keeps the key that it has */
        sync(key);
        release(key);
    }
    value after = jq->jv_object_set(object, key, element);
    return outermost ? end(object, after) : after;
}
