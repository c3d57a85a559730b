/*
 * clients_program.c: values whose counts were replaced, made by one thread and dropped by two. Linked with
 * small_jv.c as replace.py leaves it.
 *
 * Exit status: 0; 1 if a value was left, or was gone too early.
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "bench/tests/small_jv.h"
#include "refcount/refcount.h"

static jv text(const char *letters)
{
    return jv_string_sized(letters, (int)strlen(letters));
}

/* Every kind, one in another. */
static jv document(void)
{
    jv array = jv_array_sized(1), object = jv_object();
    for (int i = 0; i < 5; i++) {
        array = jv_array_set(array, i, jv_string_concat(text("element"), text("s")));
        char key[] = {(char)('a' + i), '\0'};
        object = jv_object_set(object, text(key), jv_copy(array));
    }
    object = jv_object_set(object, text("error"), jv_invalid_with_msg(text("message")));
    return jv_object_set(object, text("a"), array);
}

/* What another thread does with a reference that it was given: it may be the last. */
static void *drop(void *arg)
{
    if (rc_thread_attach() != 0)
        return arg;
    for (int i = 0; i < 100; i++)
        jv_free(jv_copy(*(jv *)arg));
    jv_free(*(jv *)arg);
    rc_thread_detach();
    return NULL;
}

/* One round: the other thread drops its reference after ours, or before. */
static bool round_of(bool ours_first)
{
    jv value = document();
    int all = small_jv_blocks();
    jv given = jv_copy(value);
    if (jv_get_refcnt(value) != 2)
        return false;
    pthread_t thread;
    if (ours_first)
        jv_free(value);
    if (pthread_create(&thread, NULL, drop, &given) != 0)
        return false;
    rc_thread_block_begin();
    void *failed;
    pthread_join(thread, &failed);
    rc_thread_block_end();
    rc_thread_poll();
    bool early = !ours_first && (small_jv_blocks() < all || jv_get_refcnt(value) != 1);
    if (!ours_first)
        jv_free(value);
    rc_thread_poll();
    return failed == NULL && !early && small_jv_blocks() == 0;
}

int main(void)
{
    for (int i = 0; i < 20; i++)
        if (!round_of(i % 2 == 0)) {
            printf("round %d: %d blocks left\n", i, small_jv_blocks());
            return 1;
        }
    return 0;
}
