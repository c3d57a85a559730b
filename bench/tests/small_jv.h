/*
 * small_jv.h: a stand-in for jq's values, for the tests: the functions that the recorder for jq wraps, and
 * a layout like theirs. Nothing of it is jq's.
 */
#ifndef RC_BENCH_TESTS_SMALL_JV_H
#define RC_BENCH_TESTS_SMALL_JV_H

#include <stdbool.h>

typedef enum jv_kind {
    JV_KIND_INVALID,
    JV_KIND_NULL,
    JV_KIND_FALSE,
    JV_KIND_TRUE,
    JV_KIND_NUMBER,
    JV_KIND_STRING,
    JV_KIND_ARRAY,
    JV_KIND_OBJECT,
} jv_kind;

typedef struct jv {
    unsigned char kind_flags, spare;
    unsigned short offset;
    int size; /* of an array: elements; of an object: room for members */
    union {
        struct jv_refcnt *ptr;
        double number;
    } u;
} jv;

/* As in jq, a value that is an argument is given away, but where a comment says otherwise. */
jv jv_copy(jv value);        /* keeps it */
int jv_get_refcnt(jv value); /* keeps it */
void jv_free(jv value);
jv jv_null(void);
jv jv_string_sized(const char *text, int size);
jv jv_string_empty(int room);
jv jv_string_concat(jv a, jv b);
jv jv_string_append_buf(jv a, const char *text, int size);
jv jv_string_append_codepoint(jv a, unsigned codepoint); /* ASCII only */
jv jv_array_sized(int room);
jv jv_array_set(jv array, int index, jv element);
jv jv_object(void);
jv jv_object_set(jv object, jv key, jv element);
jv jv_object_delete(jv object, jv key);
int jv_object_has(jv object, jv key);
int jv_object_iter(jv object);                 /* keeps it; -2 is the end, in all three */
int jv_object_iter_next(jv object, int place); /* keeps it */
jv jv_object_iter_key(jv object, int place);   /* keeps it */
jv jv_invalid_with_msg(jv message);

/* Blocks that exist. */
int small_jv_blocks(void);

#endif
