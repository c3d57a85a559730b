/*
 * trace_record_jq.c: a program that uses every function that the recorder for jq wraps, on the stand-in
 * small_jv.c.
 *
 * Before each step it prints the events that must be recorded for it, in the language of trace_make. The
 * addresses of objects are used again and again; no two objects may be taken for one.
 */
#include <stdio.h>

#include "bench/tests/small_jv.h"

static jv text(const char *letter)
{
    return jv_string_sized(letter, 1);
}

static void strings(void)
{
    puts("0c0 0r0 0l0 0d0");
    jv a = text("a"), b = jv_copy(a);
    jv_free(b);
    jv_free(a);

    puts("0c1 0c2 0d1"); /* too small: a new one */
    a = jv_string_append_buf(jv_string_empty(0), "a", 1);
    puts("0r2 0c3 0l2"); /* shared: a new one */
    b = jv_string_append_codepoint(jv_copy(a), 'b');
    puts("0d3 0c4 0d2 0d4");
    jv_free(jv_string_concat(a, b));
}

static void arrays(void)
{
    puts("0c5 0c6 0c7 0r5");
    jv a = jv_array_sized(1), first = text("a"), second = text("b");
    a = jv_array_set(a, 0, first);
    jv b = jv_copy(a);
    puts(
        "0r6 0l6 0c8 0l5"); /* shared: a new one with the same elements, of which one is replaced */
    b = jv_array_set(b, 0, second);
    puts("0d5 0d6 0d8 0d7");
    jv_free(a);
    jv_free(b);
}

static void objects(void)
{
    puts("0c9 0c10 0c11 0c12 0c13 0d12 0d11"); /* it keeps the first key, and the second element */
    jv a = jv_object(), key = text("k"), element = text("v"), again = text("k"), other = text("w");
    a = jv_object_set(a, key, element);
    a = jv_object_set(a, again, other);
    puts("0c14 0c15 0c16 0d9"); /* no room for a third: a new one, to which the references move */
    key = text("l");
    a = jv_object_set(a, key, jv_null());
    key = text("m");
    a = jv_object_set(a, key, jv_null());
    puts("0r16 0c17 0d17 0r10 0r13 0r14 0r15 0l13 0c18 0l16"); /* shared: a new one */
    jv b = jv_copy(a);
    key = text("k");
    b = jv_object_set(b, key, jv_null());
    puts("0d18 0l10 0l14 0l15");
    jv_free(b);
    puts("0d16 0d10 0d14 0d15 0d13");
    jv_free(a);

    puts("0c19 0c20 0c21 0c22 0d20 0d21 0d22 0d19");
    a = jv_object();
    key = text("k");
    element = text("v");
    again = text("k");
    a = jv_object_set(a, key, element);
    a = jv_object_delete(a, again);
    jv_free(a);
}

static void errors(void)
{
    puts("0c23 0c24 0r24 0l24 0d24 0d23");
    jv message = text("a"), error = jv_invalid_with_msg(message);
    jv_free(jv_copy(error));
    jv_free(error);
}

int main(void)
{
    strings();
    arrays();
    objects();
    errors();
    return small_jv_blocks();
}
